package org.fivegmc.maap.content.store;

import java.time.Instant;

/// A whole file. Its octets never change.
///
/// @param size octets
/// @param until when it may be deleted
public record StoredFile(FileFacts facts, long size, Instant storedAt, Instant until) {}
