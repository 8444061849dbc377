package org.fivegmc.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.transport.SipTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two stacks with sessions over 127.0.0.1.
class DialogSocketTest {
    private final Endpoint a = new Endpoint(2);
    private final Endpoint b = new Endpoint(2);

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    @ParameterizedTest
    @CsvSource({"UDP", "TCP"})
    void aSessionFromTheFirstInviteToTheBye(SipTransport transport) throws Exception {
        a.call(Endpoint.uri(transport, b.port(transport)));
        IncomingInvite invite = b.next(IncomingInvite.class);
        // the owner answers from threads of its own
        Thread.ofVirtual().start(() -> invite.progress(SipReply.of(180)));
        assertThat(a.next(Integer.class)).isEqualTo(180);
        Thread.ofVirtual().start(() -> invite.accept(Endpoint.ok(1), "", b.new Owner()));
        Session atA = a.next(CallOutcome.Established.class).session();
        Session atB = b.next(Session.class);
        assertThat(atA.callId()).isEqualTo(atB.callId());

        BlockingQueue<OfferOutcome> outcomes = new LinkedBlockingQueue<>();
        atA.offer(Endpoint.sdp(2), outcomes::add);
        IncomingOffer offer = b.next(IncomingOffer.class);
        Thread.ofVirtual().start(() -> offer.accept(Endpoint.ok(2)));
        assertThat(outcomes.poll(10, TimeUnit.SECONDS)).isInstanceOf(OfferOutcome.Answered.class);
        atB.offer(Endpoint.sdp(3), outcomes::add);
        a.next(IncomingOffer.class).refuse(SipReply.of(488));
        assertThat(outcomes.poll(10, TimeUnit.SECONDS)).isEqualTo(new OfferOutcome.Refused(488));

        Reason why = Reason.sip(200, "done");
        atB.bye(why);
        assertThat(b.next(SessionEnd.class)).isEqualTo(new SessionEnd.ByUs(why));
        assertThat(a.next(SessionEnd.ByPeer.class).reasons()).containsExactly(why);
        await().until(() -> a.dialogs.count() == 0 && b.dialogs.count() == 0);
    }

    @ParameterizedTest
    @CsvSource({"UDP", "TCP"})
    void bothOfferAtOnce(SipTransport transport) throws Exception {
        a.call(Endpoint.uri(transport, b.port(transport)));
        b.next(IncomingInvite.class).accept(Endpoint.ok(1), "", b.new Owner());
        Session atA = a.next(CallOutcome.Established.class).session();
        Session atB = b.next(Session.class);
        BlockingQueue<OfferOutcome> ofA = new LinkedBlockingQueue<>();
        BlockingQueue<OfferOutcome> ofB = new LinkedBlockingQueue<>();
        atA.offer(Endpoint.sdp(2), ofA::add);
        atB.offer(Endpoint.sdp(2), ofB::add);
        List<OfferOutcome> outcomes = new ArrayList<>();
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    for (Endpoint side : List.of(a, b)) {
                        if (side.heard.poll() instanceof IncomingOffer offer) {
                            offer.accept(Endpoint.ok(3));
                        }
                    }
                    // whose offer comes while the other's is in hand is told so, and offers again
                    OfferOutcome toA = ofA.poll();
                    OfferOutcome toB = ofB.poll();
                    if (toA instanceof OfferOutcome.Busy) {
                        atA.offer(Endpoint.sdp(4), ofA::add);
                    } else if (toA != null) {
                        outcomes.add(toA);
                    }
                    if (toB instanceof OfferOutcome.Busy) {
                        atB.offer(Endpoint.sdp(4), ofB::add);
                    } else if (toB != null) {
                        outcomes.add(toB);
                    }
                    return outcomes.size() == 2;
                });
        assertThat(outcomes).hasOnlyElementsOfType(OfferOutcome.Answered.class);
        assertThat(a.dialogs.count()).isEqualTo(1);
    }

    @Test
    void aCallThatIsCancelled() throws Exception {
        Call call = a.call(Endpoint.uri(SipTransport.TCP, b.port(SipTransport.TCP)));
        b.next(IncomingInvite.class).progress(SipReply.of(180));
        a.next(Integer.class);
        Reason why = Reason.sip(487, "stored");
        call.cancel(why);
        assertThat(a.next(CallOutcome.class)).isEqualTo(new CallOutcome.Cancelled(why));
        assertThat(b.next(SessionEnd.ByPeer.class).reasons()).containsExactly(why);
        await().until(() -> a.dialogs.count() == 0 && b.dialogs.count() == 0);
    }

    /// Each socket of the peer leads to whatever loop the kernel picks.
    @Test
    @SuppressWarnings("AddressSelection") // numeric addresses
    void aPeerMaySpeakFromAnywhere() throws Exception {
        Scene text = new Scene();
        InetSocketAddress server = new InetSocketAddress("127.0.0.1", b.port(SipTransport.UDP));
        String ok;
        try (DatagramSocket first = socket()) {
            send(first, server, text.invite("", Scene.OFFER));
            b.next(IncomingInvite.class).accept(Endpoint.ok(1), "", b.new Owner());
            ok = receive(first, "SIP/2.0 200 ");
            send(first, server, text.within(ok, "ACK", 1, "", ""));
            b.next(Session.class);
        }
        for (int cSeq = 2; cSeq < 20; cSeq++) {
            try (DatagramSocket another = socket()) {
                send(another, server, text.within(ok, "UPDATE", cSeq, Scene.CONTACT, ""));
                receive(another, "SIP/2.0 200 ");
            }
        }
        try (DatagramSocket last = socket()) {
            send(last, server, text.within(ok, "BYE", 20, "", ""));
            receive(last, "SIP/2.0 200 ");
        }
        b.next(SessionEnd.ByPeer.class);
        await().until(() -> b.dialogs.count() == 0);
    }

    private static DatagramSocket socket() throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void send(DatagramSocket socket, InetSocketAddress to, String message)
            throws IOException {
        byte[] octets =
                message.replace(";branch", ";rport;branch").getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(octets, octets.length, to));
    }

    /// Skips what is sent again or provisional.
    private static String receive(DatagramSocket socket, String start) throws IOException {
        while (true) {
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(packet);
            String message =
                    new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            if (message.startsWith(start)) {
                return message;
            }
            assertThat(message).startsWith("SIP/2.0 1");
        }
    }
}
