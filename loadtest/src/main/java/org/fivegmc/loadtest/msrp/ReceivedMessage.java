package org.fivegmc.loadtest.msrp;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// A message that came, or a part of one.
///
/// @param octets how many came
/// @param chunks requests it came in
/// @param sha256 of what came, in hexadecimal
/// @param start its first octets, [#KEPT] at most
/// @param file where it is, if files were asked for
/// @param endedNanos [System#nanoTime] when its end had come, before it was answered
public record ReceivedMessage(
        String messageId,
        String contentType,
        long octets,
        int chunks,
        End end,
        String sha256,
        byte[] start,
        Optional<Path> file,
        long endedNanos) {
    /// Octets that are kept in memory.
    public static final int KEPT = 65_536;

    /// How it ended.
    public enum End {
        COMPLETE,
        /// The sender gave it up.
        ABORTED,
        /// All of it came, and we have refused it.
        REFUSED,
        /// The connection ended in the middle.
        CUT,
        /// A chunk did not begin where the last one ended, and there is no file to put it in.
        OUT_OF_ORDER
    }

    /// The message as text, as far as it was kept.
    public String text() {
        return new String(start, StandardCharsets.UTF_8);
    }
}
