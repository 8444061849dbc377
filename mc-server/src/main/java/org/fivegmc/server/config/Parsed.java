package org.fivegmc.server.config;

/// The outcome of reading one value.
sealed interface Parsed<T> {

    record Value<T>(T value) implements Parsed<T> {}

    /// The text is not a value of the type.
    ///
    /// @param reason completes the sentence "VALUE …": `is not in 1..64`
    record Wrong<T>(String reason) implements Parsed<T> {}
}
