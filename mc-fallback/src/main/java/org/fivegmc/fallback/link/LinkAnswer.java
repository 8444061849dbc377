package org.fivegmc.fallback.link;

import org.fivegmc.fallback.spi.SubmitOutcome.Doubt;

/// How one submission ended on its link.
sealed interface LinkAnswer {
    /// By a response (or a refusal of the whole PDU).
    record Answered(int status, String messageId) implements LinkAnswer {}

    /// By a positive response after it had been told [Unanswered].
    record Late(String messageId) implements LinkAnswer {}

    /// Without one.
    record Unanswered(Doubt doubt) implements LinkAnswer {}
}
