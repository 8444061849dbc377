package org.fivegmc.maap.webhook;

/// What happens on the way to webhooks, for meters. Called on virtual threads.
public interface WebhookEvents {

    /// A call ended.
    void called(Result result, long nanos);

    /// What came of a call.
    enum Result {
        TAKEN,
        /// An answer that says no.
        REFUSED,
        /// No answer, or none in time.
        UNREACHABLE,
        /// Its address may not be called.
        FORBIDDEN
    }

    /// Attempts that were put off at once, since the webhook does not work or has enough to do.
    void putOff();
}
