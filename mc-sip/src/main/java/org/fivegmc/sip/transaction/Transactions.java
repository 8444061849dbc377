package org.fivegmc.sip.transaction;

import java.util.List;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.transport.ListenerConfig;
import org.fivegmc.sip.transport.SipEvents;

/// The stack as those above it see it who keep state across transactions. Thread-safe.
public interface Transactions {
    /// Sends a request in a transaction of its own. The stack fills in Via, Max-Forwards when
    /// absent, and Content-Length.
    ///
    /// @param listener hears exactly one outcome, possibly before this returns
    SentRequest send(OutgoingRequest request, Target target, ResponseListener listener);

    /// Sends the ACK to a 2xx: no transaction, no response (RFC 3261 section 13.2.2.4).
    void sendAck(OutgoingRequest ack, Target target);

    /// Number of event loops.
    int loops();

    /// An event loop by its number.
    LoopClock clock(int loop);

    /// The listeners with the addresses they are really bound to.
    List<ListenerConfig> listeners();

    SipTimers timers();

    TransactionLimits limits();

    SipEvents events();
}
