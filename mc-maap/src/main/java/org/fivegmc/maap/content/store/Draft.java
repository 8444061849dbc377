package org.fivegmc.maap.content.store;

import java.time.Instant;

/// A file that is not whole, or not published.
///
/// @param length octets that survive a crash
/// @param touchedAt when the last of them came
/// @param whole all octets are here, but it could not be put where files are kept
public record Draft(FileFacts facts, long length, Instant touchedAt, boolean whole) {}
