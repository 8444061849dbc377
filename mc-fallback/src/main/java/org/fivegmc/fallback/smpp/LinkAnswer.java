package org.fivegmc.fallback.smpp;

import org.fivegmc.fallback.spi.SubmitOutcome.Doubt;

/// How one submit_sm ended on its link.
sealed interface LinkAnswer {
    /// By a response (or generic_nack).
    record Answered(int status, String messageId) implements LinkAnswer {}

    /// By a positive response after it had been told [Unanswered].
    record Late(String messageId) implements LinkAnswer {}

    /// Without one.
    record Unanswered(Doubt doubt) implements LinkAnswer {}
}
