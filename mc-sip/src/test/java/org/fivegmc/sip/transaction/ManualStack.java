package org.fivegmc.sip.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.dialog.DialogRequests;
import org.fivegmc.sip.transaction.ManualLoop.TestFlow;
import org.fivegmc.sip.transport.Flow;
import org.fivegmc.sip.transport.ListenerConfig;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.SipTransport;

/// A stack without sockets and threads below sessions: the real transactions of one loop whose
/// clock the test turns. Whatever the target, it is sent by one of two flows, and the target is
/// kept.
public final class ManualStack implements Transactions {
    private final ManualLoop loop = new ManualLoop(0);
    private final TestFlow udp = new TestFlow(loop, SipTransport.UDP);
    private final TestFlow tcp = new TestFlow(loop, SipTransport.TCP);
    private final List<Throwable> faults = new ArrayList<>();
    private final SipEvents events =
            new SipEvents() {
                @Override
                public void handlerFailed(Throwable cause) {
                    faults.add(cause);
                }
            };
    private final TransactionLayer layer;
    private final List<Target> targets = new ArrayList<>();
    private int taken;
    private Consumer<ServerTransaction> settling = _ -> {};

    /// @param caller whom every INVITE comes from
    public ManualStack(DialogRequests sessions, Msisdn caller) {
        var config =
                new SipStackConfig(
                        org.fivegmc.sip.transport.TransportConfig.of(),
                        SipTimers.DEFAULTS,
                        TransactionLimits.DEFAULTS,
                        java.util.Set.of("timer"),
                        false);
        layer =
                ManualLoop.layer(
                        loop,
                        config,
                        new ToSessions(
                                sessions, caller, transaction -> settling.accept(transaction)),
                        events);
    }

    /// What happens while it is found out who sends an INVITE.
    public void settle(Consumer<ServerTransaction> what) {
        settling = what;
    }

    /// What the edge does, without asking who it is.
    public record ToSessions(
            DialogRequests sessions, Msisdn caller, Consumer<ServerTransaction> settling)
            implements SipRequestHandler {
        public ToSessions(DialogRequests sessions, Msisdn caller) {
            this(sessions, caller, _ -> {});
        }

        @Override
        public void onRequest(ServerTransaction transaction, SipRequest request) {
            if (request.method() == SipMethod.INVITE && request.to().tag() == null) {
                settling.accept(transaction);
                sessions.onInvite(transaction, caller);
            } else {
                sessions.onRequest(transaction, request);
            }
        }

        @Override
        public Optional<SipReply> refusal(SipMethod method) {
            return switch (method) {
                case INVITE, BYE, UPDATE -> Optional.empty();
                default -> Optional.of(SipReply.of(405).with("Allow", "INVITE, ACK, BYE"));
            };
        }

        @Override
        public void onCancel(ServerTransaction invite, SipRequest cancel) {
            sessions.onCancel(invite, cancel);
        }

        @Override
        public void onAck(Flow flow, SipRequest ack) {
            sessions.onAck(flow, ack);
        }
    }

    public Flow udp() {
        return udp;
    }

    public Flow tcp() {
        return tcp;
    }

    /// The connection is gone.
    public void closeTcp() {
        tcp.open = false;
        layer.onClosed(tcp, org.fivegmc.sip.transport.CloseReason.PEER);
    }

    public void receive(String message) {
        ManualLoop.deliver(layer, udp, message);
    }

    public void receiveByTcp(String message) {
        ManualLoop.deliver(layer, tcp, message);
    }

    public void pass(long ms) {
        loop.pass(layer, ms);
    }

    /// What was sent by UDP since the last call.
    public List<String> take() {
        List<String> news = List.copyOf(udp.sent.subList(taken, udp.sent.size()));
        taken = udp.sent.size();
        return news;
    }

    public List<String> sentByTcp() {
        return tcp.sent;
    }

    /// Keeps nothing of what was sent so far.
    public void forget() {
        udp.sent.clear();
        udp.ports.clear();
        tcp.sent.clear();
        targets.clear();
        taken = 0;
    }

    /// Where requests and ACKs went, in order.
    public List<Target> targets() {
        return targets;
    }

    public List<Throwable> faults() {
        return faults;
    }

    /// Whether no transaction and no alarm is left.
    public boolean isIdle() {
        return layer.timers().size() == 0
                && layer.clientCount() == 0
                && layer.serverSide().count() == 0;
    }

    private TestFlow flow(Target target) {
        targets.add(target);
        return target instanceof Target.ByFlow(Flow flow) && flow.equals(tcp) ? tcp : udp;
    }

    @Override
    public SentRequest send(OutgoingRequest request, Target target, ResponseListener listener) {
        ClientTransaction t = layer.start(request, flow(target), listener);
        return reason -> {
            if (t != null) {
                t.cancel(reason);
            }
        };
    }

    @Override
    public void sendAck(OutgoingRequest ack, Target target) {
        layer.sendStateless(ack, flow(target));
    }

    @Override
    public int loops() {
        return 1;
    }

    @Override
    public LoopClock clock(int index) {
        return new LayerClock(layer);
    }

    @Override
    public List<ListenerConfig> listeners() {
        return List.of(
                ListenerConfig.of(SipTransport.UDP, "127.0.0.1", 5060),
                ListenerConfig.of(SipTransport.TCP, "127.0.0.1", 5060));
    }

    @Override
    public SipTimers timers() {
        return SipTimers.DEFAULTS;
    }

    @Override
    public TransactionLimits limits() {
        return TransactionLimits.DEFAULTS;
    }

    @Override
    public SipEvents events() {
        return events;
    }
}
