package org.fivegmc.maap.content.store;

import java.util.Optional;

/// What is known of a file before its octets come.
///
/// @param owner who pays for it with their quota
/// @param name as shown to people, already cleaned; empty for thumbnails
/// @param type media type it is served as
/// @param thumbnail a file of its own, deleted with this one
public record FileFacts(
        FileId id, String owner, String name, String type, Optional<FileId> thumbnail) {}
