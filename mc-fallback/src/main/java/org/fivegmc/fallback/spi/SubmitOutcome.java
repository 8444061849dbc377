package org.fivegmc.fallback.spi;

import java.time.Duration;

/// What became of one [OutboundSms] or [OutboundMms].
public sealed interface SubmitOutcome {
    /// The center has it.
    ///
    /// @param rawMessageId as the center wrote it; may be empty
    /// @param messageId the form to store, equal to [GatewayReceipt#messageId()] of its receipts
    record Accepted(String rawMessageId, String messageId) implements SubmitOutcome {}

    /// The center does not have it; it may be submitted again, not earlier than after `after`.
    ///
    /// @param detail for people
    record Retry(Reason reason, String detail, Duration after) implements SubmitOutcome {}

    /// The center will never take this unit.
    ///
    /// @param code command_status, or the status code of MM7, or [#NOT_SENT]
    /// @param reason for people
    record Rejected(int code, String reason) implements SubmitOutcome {
        /// The unit cannot be written as a PDU.
        public static final int NOT_SENT = -1;
    }

    /// It was written to the connection and nobody knows whether the center has it. Sending it
    /// again may deliver it twice; a receipt may still come.
    record Unknown(Doubt reason) implements SubmitOutcome {}

    /// Why later.
    enum Reason {
        /// More units pending than allowed.
        BUSY,
        /// Told to slow down by the center.
        THROTTLED,
        /// An error of the center that may pass.
        TRANSIENT,
        /// The center refuses everything at the moment.
        GATEWAY_DOWN,
        /// The circuit breaker is open.
        CIRCUIT_OPEN,
        /// Not sent within its patience.
        OUT_OF_PATIENCE,
        /// Draining or stopped.
        STOPPED
    }

    /// Why unknown.
    enum Doubt {
        /// No response in time.
        RESPONSE_TIMEOUT,
        /// The connection broke before the response.
        LINK_LOST,
        /// The response was unreadable.
        MALFORMED_RESPONSE,
        /// The gateway was stopped before the response.
        STOPPED
    }
}
