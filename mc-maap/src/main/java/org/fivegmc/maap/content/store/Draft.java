package org.fivegmc.maap.content.store;

import java.time.Instant;

/// A file of which the end is missing.
///
/// @param length octets that survive a crash
/// @param touchedAt when the last of them came
public record Draft(FileFacts facts, long length, Instant touchedAt) {}
