package org.fivegmc.sip.exchange;

import java.net.InetAddress;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;

/// A request that waits for its answer, as the roles see it.
public interface Incoming {

    SipRequest request();

    /// Where it came from.
    InetAddress source();

    /// The connection or address pair it came over, as
    /// [org.fivegmc.sip.registrar.SipContact#flow()] keeps it.
    String flow();

    /// Whether the flow is a connection, whose far end can't be forged by a third party.
    boolean isConnection();

    /// Answers; only the first final answer counts. From any thread, never blocks.
    void reply(SipReply reply);
}
