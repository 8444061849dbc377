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

    /// A role failed over it: answered with 500, and told as a fault of this server.
    void failed(RuntimeException fault);

    /// Runs a role's work on another thread than the one that brought the request, where nobody
    /// else would catch what it throws.
    default void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException fault) {
            failed(fault);
        }
    }

    /// Answers; only the first final answer counts. From any thread, never blocks.
    void reply(SipReply reply);
}
