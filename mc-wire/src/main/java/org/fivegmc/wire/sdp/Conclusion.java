package org.fivegmc.wire.sdp;

/// What an answer to our offer says.
public sealed interface Conclusion {
    record Agreed(Agreement agreement) implements Conclusion {}

    record Refused(Refusal why) implements Conclusion {}
}
