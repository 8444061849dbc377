package org.fivegmc.sip.dialog;

/// Where an established session stands; the table is drawn at [Session].
public sealed interface SessionState {
    /// Our 2xx is under way, and repeated until its ACK comes.
    record Answered() implements SessionState {}

    /// Both sides know of each other.
    record Confirmed() implements SessionState {}

    /// Over for its owner; its BYE is not sent or not answered yet.
    record Leaving() implements SessionState {}

    /// Gone.
    record Ended() implements SessionState {}
}
