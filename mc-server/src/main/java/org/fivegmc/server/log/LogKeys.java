package org.fivegmc.server.log;

import org.slf4j.MDC;

/// Keys of the diagnostic context. [#MESSAGE] is the trail: the same id stands in metrics'
/// exemplars, traces and reports.
public final class LogKeys {
    /// The message id.
    public static final String MESSAGE = "message";

    private LogKeys() {}

    /// Ties the lines of this thread to a message until closed.
    public static MDC.MDCCloseable message(String messageId) {
        return MDC.putCloseable(MESSAGE, messageId);
    }
}
