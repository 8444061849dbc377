package org.fivegmc.sip.transaction;

import org.fivegmc.sip.codec.SipResponse;

/// How a request ended; exactly one per request.
public sealed interface ClientOutcome {
    /// A final response.
    ///
    /// @param response status 200 to 699
    record Response(SipResponse response) implements ClientOutcome {}

    /// No final response in time (timers B and F). Whether the peer acted on the request is
    /// unknown.
    record TimedOut() implements ClientOutcome {}

    /// The request could not be sent, or its connection broke.
    ///
    /// @param reason for logs
    record TransportFailed(String reason) implements ClientOutcome {}

    /// The peer takes datagrams only, and the request fits none: trying again is of no use.
    record TooLarge(String reason) implements ClientOutcome {}
}
