package org.fivegmc.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.exchange.Requests.NextHop;
import org.fivegmc.sip.resolve.Hop;
import org.fivegmc.sip.resolve.HopResolver;
import org.fivegmc.sip.resolve.Resolution;
import org.fivegmc.sip.transaction.ManualStack;
import org.fivegmc.sip.transaction.SipStack;
import org.fivegmc.sip.transaction.SipStackConfig;
import org.fivegmc.sip.transaction.SipTimers;
import org.fivegmc.sip.transaction.Target;
import org.fivegmc.sip.transaction.TransactionLimits;
import org.fivegmc.sip.transport.ListenerConfig;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.SipTransport;
import org.fivegmc.sip.transport.TransportConfig;
import org.fivegmc.sip.transport.TransportLimits;

/// Sessions over real sockets of 127.0.0.1, and a queue of all they tell.
final class Endpoint implements AutoCloseable {
    static final Msisdn USER = Msisdn.of("8613800000001");
    private static final SipTimers FAST = new SipTimers(100, 400, 500);

    /// Numeric hosts only.
    @SuppressWarnings("AddressSelection")
    private static final HopResolver NUMERIC =
            (uri, done) -> {
                Span transport = uri.params().get("transport");
                boolean tcp = transport != null && transport.equalsIgnoreCase("tcp");
                done.accept(
                        new Resolution.Found(
                                List.of(
                                        new Hop(
                                                tcp ? SipTransport.TCP : SipTransport.UDP,
                                                new InetSocketAddress(
                                                        uri.host().toString(), uri.port()),
                                                uri.host().toString()))));
            };

    final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    final Dialogs dialogs;
    final SipStack stack;

    final class Owner implements SessionListener {
        @Override
        public void onConfirmed(Session session, Span sdp) {
            heard.add(session);
        }

        @Override
        public void onOffer(Session session, IncomingOffer offer) {
            heard.add(offer);
        }

        @Override
        public void onEnded(Session session, SessionEnd end) {
            heard.add(end);
        }
    }

    Endpoint(int loops) {
        dialogs =
                new Dialogs(
                        DialogSettings.of("127.0.0.1"),
                        new InviteListener() {
                            @Override
                            public void onInvite(IncomingInvite invite) {
                                heard.add(invite);
                            }

                            @Override
                            public void onWithdrawn(IncomingInvite invite, SessionEnd end) {
                                heard.add(end);
                            }
                        });
        stack =
                SipStack.start(
                        new SipStackConfig(
                                new TransportConfig(
                                        List.of(
                                                ListenerConfig.of(SipTransport.UDP, "127.0.0.1", 0),
                                                ListenerConfig.of(
                                                        SipTransport.TCP, "127.0.0.1", 0)),
                                        loops,
                                        Optional.empty(),
                                        TransportLimits.DEFAULTS,
                                        true),
                                FAST,
                                TransactionLimits.DEFAULTS,
                                Set.of("timer"),
                                false),
                        new ManualStack.ToSessions(dialogs, USER),
                        SipEvents.NONE,
                        NUMERIC);
        dialogs.started(stack, hop -> Optional.of(new Target.ToUri(hop.uri())));
    }

    int port(SipTransport transport) {
        return stack.listeners().stream()
                .filter(l -> l.transport() == transport)
                .findFirst()
                .orElseThrow()
                .bind()
                .getPort();
    }

    static String uri(SipTransport transport, int port) {
        return "sip:127.0.0.1:" + port + (transport == SipTransport.UDP ? "" : ";transport=tcp");
    }

    static byte[] sdp(int version) {
        return Scene.sdp("ours", version).getBytes(StandardCharsets.UTF_8);
    }

    static SipReply ok(int version) {
        return SipReply.of(200).withBody("application/sdp", sdp(version));
    }

    Call call(String uri) {
        return dialogs.invite(
                new OutgoingInvite(
                        USER,
                        "<sip:+8613800000002@ims.example>",
                        "<sip:+8613800000001@ims.example>",
                        List.of(
                                new OutgoingInvite.Device(
                                        uri, List.of(), new NextHop(uri, ""), _ -> {})),
                        "",
                        _ -> {},
                        OutgoingInvite.OfferBody.sdp(sdp(1)),
                        10_000),
                new CallListener() {
                    @Override
                    public void onOutcome(CallOutcome outcome) {
                        heard.add(outcome);
                    }

                    @Override
                    public void onProgress(int device, org.fivegmc.sip.codec.SipResponse response) {
                        heard.add(response.status());
                    }
                },
                new Owner());
    }

    /// What it hears next, within ten seconds.
    <T> T next(Class<T> type) throws InterruptedException {
        Object next = heard.poll(10, TimeUnit.SECONDS);
        assertThat(next).isInstanceOf(type);
        return type.cast(Objects.requireNonNull(next));
    }

    @Override
    public void close() {
        stack.close();
    }
}
