package org.fivegmc.loadtest.rich;

import java.util.Locale;

/// What a message of a pair is part of.
enum Kind {
    /// In pager mode.
    TEXT,
    /// In large message mode, or as that mode is chosen for what nearly fits into a MESSAGE.
    LARGE,
    /// Within a chat, in either direction.
    CHAT,
    /// The document of a file that was uploaded.
    FILE,
    /// Taken back while its recipient was away.
    REVOKED,
    /// In any mode, while its recipient was away.
    AWAY;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
