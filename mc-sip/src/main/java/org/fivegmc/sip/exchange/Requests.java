package org.fivegmc.sip.exchange;

import java.util.List;
import java.util.function.Consumer;
import org.fivegmc.sip.codec.NameAddr;
import org.fivegmc.sip.codec.OutgoingRequest;

/// Sends requests, as the roles see it.
public interface Requests {

    /// Sends a request outside of dialogs and returns at once; from any thread. `done` gets exactly
    /// one outcome, at the latest when Timer F fires.
    void send(OutgoingRequest request, NextHop to, Consumer<Outcome> done);

    /// Where to send.
    ///
    /// @param uri first route, or the Request-URI
    /// @param flow the flow to prefer where the address leads nowhere, as behind a NAT; empty for
    ///   none
    record NextHop(String uri, String flow) {}

    /// How a request ended.
    sealed interface Outcome {

        /// @param retryAfterSeconds from Retry-After; 0 when absent
        /// @param contacts those of the answer that can be read
        record Answered(int status, String reason, long retryAfterSeconds, List<NameAddr> contacts)
                implements Outcome {
            public Answered {
                contacts = List.copyOf(contacts);
            }
        }

        /// Sent, but no final answer came in time.
        record NoAnswer() implements Outcome {}

        /// It never left, or its connection broke.
        record NotSent(String cause) implements Outcome {}

        /// It fits none of the ways the peer has.
        record TooLarge(String cause) implements Outcome {}

        /// The connection the device registered over is gone, and nothing else leads to it: as a
        /// 430 of an edge proxy (RFC 5626 section 5.3.1).
        record FlowGone(String cause) implements Outcome {}
    }
}
