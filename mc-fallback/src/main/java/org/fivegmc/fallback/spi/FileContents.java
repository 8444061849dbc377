package org.fivegmc.fallback.spi;

import java.util.Optional;
import org.fivegmc.fallback.text.Octets;

/// Fetches files that this center keeps. Called on virtual threads of gateways; may block.
@FunctionalInterface
public interface FileContents {
    /// All octets of a file; empty for what another server keeps, what has expired, what has more
    /// octets, and what can't be read now.
    ///
    /// @param url where RCS devices find the file
    Optional<Octets> read(String url, int maxOctets);

    /// No file is kept here.
    FileContents NONE = (_, _) -> Optional.empty();
}
