package org.fivegmc.sip.transaction;

import java.util.List;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.resolve.Hop;
import org.fivegmc.sip.transport.Connecting;
import org.fivegmc.sip.transport.Flow;
import org.fivegmc.sip.transport.SipTransport;
import org.jspecify.annotations.Nullable;

/// One request on its way through the addresses its target resolved to (RFC 3263 section 4.3): the
/// next is tried when the transport fails or the answer is 503. Each try is a transaction of its
/// own with a branch of its own.
///
/// Steps follow each other, never side by side, but not all on one loop: what they share is
/// volatile. Once the outcome was told it keeps nothing but the listener, which further 2xx reach
/// for half a minute.
final class Attempt implements SentRequest, ResponseListener {
    /// What an IPv4 datagram carries.
    private static final int UDP_MAX = 65_507;

    /// What is needed until the outcome was told.
    private record Way(OutgoingRequest request, List<Hop> hops) {}

    private final SipStack stack;
    private final ResponseListener listener;
    private volatile @Nullable Way way;
    private volatile int next;
    private volatile @Nullable String cancelled;
    private volatile @Nullable ClientTransaction current;

    Attempt(SipStack stack, OutgoingRequest request, List<Hop> hops, ResponseListener listener) {
        this.stack = stack;
        this.way = new Way(request, hops);
        this.listener = listener;
    }

    /// Tries the next address.
    void advance() {
        int i = next;
        next = i + 1;
        Hop hop = way().hops().get(i);
        if (hop.transport() != SipTransport.UDP) {
            connect(hop.transport(), hop, stack.limits().inviteMs());
            return;
        }
        Flow flow =
                stack.transports()
                        .udpFlow(stack.transports().loopFor(hop.address()), hop.address());
        if (flow == null) {
            onOutcome(new ClientOutcome.TransportFailed("no UDP listener of that family"));
        } else if (lengthBy(flow) > stack.limits().datagrams().towards(hop.address().getAddress())
                && !stack.refusals().isRefused(hop.address())) {
            connectForSize(hop, flow);
        } else {
            by(flow);
        }
    }

    private Way way() {
        Way now = way;
        if (now == null) {
            throw new IllegalStateException("the outcome was told");
        }
        return now;
    }

    private int lengthBy(Flow flow) {
        return way().request().length(TransactionLayer.viaLength(flow));
    }

    private void connect(SipTransport transport, Hop hop, int timeoutMs) {
        stack.transports()
                .connect(
                        transport,
                        hop.address(),
                        hop.host(),
                        timeoutMs,
                        c -> {
                            switch (c) {
                                case Connecting.Connected(Flow flow) -> by(flow);
                                case Connecting.Failed(String reason) ->
                                        onOutcome(new ClientOutcome.TransportFailed(reason));
                            }
                        });
    }

    private void connectForSize(Hop hop, Flow datagrams) {
        stack.transports()
                .connect(
                        SipTransport.TCP,
                        hop.address(),
                        hop.host(),
                        stack.limits().tcpTrialMs(),
                        c -> {
                            switch (c) {
                                case Connecting.Connected(Flow flow) -> by(flow);
                                case Connecting.Failed _ -> {
                                    stack.refusals().remember(hop.address());
                                    by(datagrams);
                                }
                            }
                        });
    }

    /// Sends by a flow, on the flow's loop.
    void by(Flow flow) {
        if (!flow.transport().isReliable() && lengthBy(flow) > UDP_MAX) {
            onOutcome(new ClientOutcome.TooLarge("no datagram is that large, and no TCP there"));
            return;
        }
        TransactionLayer layer = stack.layer(flow.loop().index());
        if (layer.thread().inLoop()) {
            start(layer, flow);
        } else if (!layer.thread().execute(() -> start(layer, flow))) {
            tell(new ClientOutcome.TransportFailed("queue full"));
        }
    }

    private void start(TransactionLayer layer, Flow flow) {
        ClientTransaction t = layer.start(way().request(), flow, this);
        if (t == null) {
            // it has failed, and the next address may be under way
            return;
        }
        current = t;
        String reason = cancelled;
        if (reason != null) {
            t.cancel(reason);
        }
    }

    @Override
    public void onOutcome(ClientOutcome outcome) {
        boolean failed =
                switch (outcome) {
                    case ClientOutcome.TransportFailed _, ClientOutcome.TooLarge _ -> true;
                    case ClientOutcome.Response(SipResponse r) -> r.status() == 503;
                    case ClientOutcome.TimedOut _ -> false;
                };
        if (failed && next < way().hops().size() && cancelled == null) {
            advance();
        } else {
            tell(outcome);
        }
    }

    private void tell(ClientOutcome outcome) {
        way = null;
        current = null;
        listener.onOutcome(outcome);
    }

    @Override
    public void onProvisional(SipResponse response) {
        listener.onProvisional(response);
    }

    @Override
    public void onFurther2xx(SipResponse response) {
        listener.onFurther2xx(response);
    }

    @Override
    public void cancel(String reason) {
        cancelled = reason;
        ClientTransaction t = current;
        if (t != null) {
            t.layer.onLoop(() -> t.cancel(reason));
        }
    }
}
