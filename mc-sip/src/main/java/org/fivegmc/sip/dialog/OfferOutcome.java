package org.fivegmc.sip.dialog;

import org.fivegmc.sip.codec.SipResponse;

/// What became of an offer of ours within a session.
public sealed interface OfferOutcome {
    /// @param response the 2xx with the answer
    record Answered(SipResponse response) implements OfferOutcome {}

    /// The session goes on as it was.
    ///
    /// @param status of the answer; 408 without any, 503 when it could not be sent
    record Refused(int status) implements OfferOutcome {}

    /// Another offer is under way here, or the session is not confirmed.
    record Busy() implements OfferOutcome {}

    /// The session is over.
    record Over() implements OfferOutcome {}
}
