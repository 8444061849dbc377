package org.fivegmc.loadtest.handset;

/// What becomes of an INVITE that comes.
public sealed interface Answering {
    /// 200 without the user, as UP 2.4 has it.
    record AtOnce() implements Answering {}

    /// 180, and the user decides ([IncomingCall#answer], [IncomingCall#decline]).
    record Ring() implements Answering {}

    record Refuse(int status) implements Answering {}

    /// Refuses those for messages of one mode, and accepts others at once.
    record RefuseMode(Mode mode, int status) implements Answering {}
}
