package org.fivegmc.fallback.spi;

import java.util.Optional;

/// Makes addresses of files fit for an SMS. Called on shard writers: a computation without I/O, and
/// the same for the same address each time.
@FunctionalInterface
public interface FileLinks {

    /// A short address that serves the file in any browser; empty for what another server keeps.
    ///
    /// @param url where RCS devices find the file
    Optional<String> shortened(String url);

    /// No file is kept here.
    FileLinks NONE = _ -> Optional.empty();
}
