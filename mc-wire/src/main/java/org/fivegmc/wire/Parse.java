package org.fivegmc.wire;

import java.util.Optional;

/// The outcome of reading something small (an address, a media type, a multipart body): a value, or
/// where and why the octets break the grammar. Reading never throws.
public sealed interface Parse<T> {
    record Parsed<T>(T value) implements Parse<T> {}

    /// What was read breaks the grammar.
    ///
    /// @param offset position of the offence, counted from the start of what was read
    /// @param rule the rule it breaks, fit for a log line or a `Warning` header
    record Malformed<T>(int offset, String rule) implements Parse<T> {}

    /// The value, for callers that treat what is unreadable as absent.
    default Optional<T> toOptional() {
        return this instanceof Parsed<T>(T value) ? Optional.of(value) : Optional.empty();
    }
}
