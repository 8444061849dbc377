package org.fivegmc.wire.file;

import java.util.Optional;

/// The document a sender gets from the content server and passes on to the recipient as the body of
/// a message of type `application/vnd.gsma.rcs-ft-http+xml`.
///
/// @param thumbnail a small picture of the file, if there is one
public record FileInfo(FileEntry file, Optional<FileEntry> thumbnail) {}
