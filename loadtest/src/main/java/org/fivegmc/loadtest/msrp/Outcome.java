package org.fivegmc.loadtest.msrp;

/// What became of a message sent.
public sealed interface Outcome {
    /// Every chunk was answered with 200.
    record Answered() implements Outcome {}

    /// It was written, and no answers are asked for.
    record Written() implements Outcome {}

    /// The other side does not take it; the first such status.
    record Refused(int status) implements Outcome {}

    /// We gave it up.
    record Aborted() implements Outcome {}

    /// We tore the connection.
    record Vanished() implements Outcome {}

    /// The connection ended before.
    record Lost() implements Outcome {}
}
