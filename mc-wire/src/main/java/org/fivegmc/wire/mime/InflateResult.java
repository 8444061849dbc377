package org.fivegmc.wire.mime;

import org.fivegmc.wire.ByteSlice;

/// Outcome of undoing a Content-Encoding.
public sealed interface InflateResult {
    record Inflated(ByteSlice content) implements InflateResult {}

    /// It would have grown beyond a limit; nothing of it is kept.
    record TooLarge(String limit) implements InflateResult {}

    record Corrupt(String rule) implements InflateResult {}

    record UnknownCoding(String name) implements InflateResult {}
}
