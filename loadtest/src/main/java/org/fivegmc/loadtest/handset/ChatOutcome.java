package org.fivegmc.loadtest.handset;

/// What became of an attempt to open a chat.
public sealed interface ChatOutcome {
    /// The answer of SIP.
    Answer answer();

    record Established(ChatSession session, Answer answer) implements ChatOutcome {}

    /// A final answer that is no 2xx; 487 after [Calling#cancel].
    record Refused(Answer answer) implements ChatOutcome {}

    /// 2xx, and then no MSRP; the session was ended with BYE.
    record NoMedia(Answer answer, String why) implements ChatOutcome {}

    default int status() {
        return answer().status();
    }

    /// @throws IllegalStateException when there is none
    default ChatSession chat() {
        return switch (this) {
            case Established established -> established.session();
            case Refused(Answer refusal) ->
                    throw new IllegalStateException(
                            "refused: " + refusal.status() + " " + refusal.reason());
            case NoMedia none -> throw new IllegalStateException("no MSRP: " + none.why());
        };
    }
}
