package org.fivegmc.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.transaction.ManualLoop.TestFlow;
import org.fivegmc.sip.transport.CloseReason;
import org.fivegmc.sip.transport.Connecting;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.SipTransport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 3261 sections 17.1.2, 17.2.2 and 17.2.3.
class NonInviteTest {
    private final ManualLoop loop = new ManualLoop(3);
    private final TestFlow udp = new TestFlow(loop, SipTransport.UDP);
    private final TestFlow tcp = new TestFlow(loop, SipTransport.TCP);
    private final List<ServerTransaction> received = new ArrayList<>();
    private final List<ClientOutcome> outcomes = new ArrayList<>();
    private final Map<SipEvents.Drop, Integer> drops = new EnumMap<>(SipEvents.Drop.class);
    private final SipEvents events =
            new SipEvents() {
                @Override
                public void dropped(Drop reason) {
                    drops.merge(reason, 1, Integer::sum);
                }
            };
    private TransactionLayer layer = layer(TransactionLimits.DEFAULTS);

    private TransactionLayer layer(TransactionLimits limits) {
        return ManualLoop.layer(
                loop, ManualLoop.config(limits), (tx, _) -> received.add(tx), events);
    }

    static String message(String branch, String callId) {
        return """
        MESSAGE sip:b@example.com SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.2:5070;branch=%s;rport
        From: <sip:a@example.com>;tag=1
        To: <sip:b@example.com>
        Call-ID: %s
        CSeq: 1 MESSAGE
        Content-Length: 0

        """
                .formatted(branch, callId)
                .replace("\n", "\r\n");
    }

    /// Repetitions of the request and of the answer are not further transactions.
    @Test
    void anAnswerCountsOnce() {
        var answered = new ArrayList<String>();
        TransactionLayer counted =
                ManualLoop.layer(
                        loop,
                        ManualLoop.config(TransactionLimits.DEFAULTS),
                        (tx, _) -> tx.respond(202),
                        new SipEvents() {
                            @Override
                            public void answered(
                                    Direction direction, SipMethod method, int statusClass) {
                                answered.add(direction + " " + method + " " + statusClass);
                            }
                        });
        ManualLoop.deliver(counted, udp, message("z9hG4bKn", "n"));
        ManualLoop.deliver(counted, udp, message("z9hG4bKn", "n"));
        assertThat(udp.sent).hasSize(2);
        assertThat(answered).containsExactly("IN MESSAGE 2");
        counted.start(request(), udp, outcomes::add);
        String answer = "SIP/2.0 486 Busy\r\n" + udp.last().substring(udp.last().indexOf("Via:"));
        ManualLoop.deliver(counted, udp, answer);
        ManualLoop.deliver(counted, udp, answer);
        assertThat(answered).containsExactly("IN MESSAGE 2", "OUT MESSAGE 4");
    }

    /// Anybody can ask for them, and they are the largest answers there are.
    @Test
    void challengesAreNotKept() {
        TransactionLayer challenging =
                ManualLoop.layer(
                        loop,
                        ManualLoop.config(TransactionLimits.DEFAULTS),
                        (tx, _) -> tx.respond(401),
                        SipEvents.NONE);
        for (int i = 0; i < 2; i++) {
            ManualLoop.deliver(challenging, udp, message("z9hG4bKq", "q"));
            assertThat(udp.last()).startsWith("SIP/2.0 401 ");
        }
        assertThat(challenging.serverSide().keptCount()).isZero();
        assertThat(challenging.serverSide().count()).isZero();
    }

    private static OutgoingRequest request() {
        return OutgoingRequest.builder(SipMethod.MESSAGE, "sip:b@example.com")
                .from("<sip:a@example.com>", "f")
                .to("<sip:b@example.com>")
                .callId("c")
                .cSeq(1)
                .build();
    }

    private static String responseTo(String request, int status) {
        int via = request.indexOf("Via:");
        return "SIP/2.0 "
                + status
                + " X\r\n"
                + request.substring(via)
                        .replace("<sip:b@example.com>", "<sip:b@example.com>;tag=t");
    }

    @Test
    @Tag("RFC3261-17.2.2")
    void repetitionsAfterTheAnswerGetTheSameBytesUntilTimerJ() {
        ManualLoop.deliver(layer, udp, message("z9hG4bKa", "c1"));
        ManualLoop.deliver(layer, udp, message("z9hG4bKa", "c1"));
        assertThat(received).hasSize(1);
        assertThat(udp.sent).isEmpty();
        assertThat(received.getFirst().respond(202)).isTrue();
        assertThat(received.getFirst().respond(500)).isFalse();
        assertThat(layer.serverSide().count()).isZero();
        ManualLoop.deliver(layer, udp, message("z9hG4bKa", "c1"));
        loop.pass(layer, 31_000);
        ManualLoop.deliver(layer, udp, message("z9hG4bKa", "c1"));
        assertThat(received).hasSize(1);
        assertThat(udp.sent)
                .hasSize(3)
                .allMatch(s -> s.equals(udp.sent.getFirst()))
                .allMatch(s -> s.startsWith("SIP/2.0 202 Accepted\r\n"));
        loop.pass(layer, 1_100);
        assertThat(layer.serverSide().keptCount()).isZero();
        assertThat(layer.isBusy()).isFalse();
        ManualLoop.deliver(layer, udp, message("z9hG4bKa", "c1"));
        assertThat(received).hasSize(2);
    }

    @Test
    void aReplyWithHeadersIsRepeatedWhole() {
        ManualLoop.deliver(layer, udp, message("z9hG4bKa", "c1"));
        received.getFirst().respond(SipReply.of(403).with("Warning", "399 mc \"no\""));
        ManualLoop.deliver(layer, udp, message("z9hG4bKa", "c1"));
        assertThat(udp.sent).hasSize(2).allMatch(s -> s.contains("Warning: 399 mc \"no\"\r\n"));
        assertThat(udp.sent.getFirst()).isEqualTo(udp.sent.getLast());
    }

    @Test
    @Tag("RFC3261-17.2.2")
    void overTcpNothingIsKept() {
        ManualLoop.deliver(layer, tcp, message("z9hG4bKa", "c1"));
        received.getFirst().respond(200);
        assertThat(layer.serverSide().keptCount()).isZero();
        assertThat(layer.isBusy()).isFalse();
    }

    /// A connection that was asked for.
    private record Asked(
            SipTransport transport,
            InetSocketAddress remote,
            String host,
            Consumer<Connecting> done) {}

    private final List<Asked> asked = new ArrayList<>();

    private TransactionLayer connecting(TransactionLimits limits) {
        return ManualLoop.layer(
                loop,
                ManualLoop.config(limits),
                (tx, _) -> received.add(tx),
                events,
                (transport, remote, host, _, done) ->
                        asked.add(new Asked(transport, remote, host, done)));
    }

    /// RFC 3261 section 18.2.2.
    @ParameterizedTest
    @CsvSource({
        "TCP, 127.0.0.2:5070, 5070, 127.0.0.2",
        "TCP, 127.0.0.2, 5060, 127.0.0.2",
        "TLS, handset.example, 5061, handset.example",
        "TCP, [2001:db8::1]:5070, 5070, 2001:db8::1"
    })
    @SuppressWarnings("AddressSelection") // numeric addresses
    @Tag("RFC3261-18.2.2")
    void anAnswerWhoseConnectionIsGoneGoesOverANewOne(
            SipTransport transport, String sentBy, int port, String host) {
        layer = connecting(TransactionLimits.DEFAULTS);
        var gone = new TestFlow(loop, transport);
        ManualLoop.deliver(
                layer,
                gone,
                message("z9hG4bKa", "c1").replace("UDP 127.0.0.2:5070", transport + " " + sentBy));
        gone.open = false;
        received.getFirst().respond(202);
        assertThat(drops).isEmpty();
        assertThat(asked)
                .singleElement()
                .satisfies(a -> {
                    assertThat(a.transport()).isEqualTo(transport);
                    assertThat(a.remote()).isEqualTo(new InetSocketAddress("127.0.0.2", port));
                    assertThat(a.host()).isEqualTo(host);
                });
        var fresh = new TestFlow(loop, transport);
        asked.getFirst().done().accept(new Connecting.Connected(fresh));
        assertThat(fresh.sent)
                .singleElement()
                .asString()
                .startsWith("SIP/2.0 202 ")
                .as("the port the request came from, not that of the new connection")
                .contains(";rport=5099");
        assertThat(drops).isEmpty();
    }

    @Test
    void whoTakesNoNewConnectionGetsNoAnswerAndIsCounted() {
        layer = connecting(TransactionLimits.DEFAULTS);
        ManualLoop.deliver(layer, tcp, message("z9hG4bKa", "c1"));
        ManualLoop.deliver(layer, tcp, message("z9hG4bKb", "c2"));
        tcp.open = false;
        received.forEach(tx -> tx.respond(202));
        asked.getFirst().done().accept(new Connecting.Failed("refused"));
        assertThat(drops).containsEntry(SipEvents.Drop.FLOW_CLOSED, 1);
        asked.getLast().done().accept(new Connecting.Connected(tcp));
        assertThat(drops).containsEntry(SipEvents.Drop.FLOW_CLOSED, 2);
    }

    @Test
    void answersThatWaitForAConnectionHaveACap() {
        layer =
                connecting(
                        new TransactionLimits(
                                100,
                                1,
                                3,
                                7,
                                1000,
                                DatagramLimit.DEFAULT,
                                1,
                                1,
                                1,
                                2,
                                AdmissionLimits.DEFAULTS));
        for (int i = 0; i < 4; i++) {
            ManualLoop.deliver(layer, tcp, message("z9hG4bK" + i, "c" + i));
        }
        tcp.open = false;
        received.subList(0, 3).forEach(tx -> tx.respond(202));
        assertThat(asked).hasSize(2);
        assertThat(drops).containsEntry(SipEvents.Drop.FLOW_CLOSED, 1);
        asked.getFirst().done().accept(new Connecting.Failed("refused"));
        received.getLast().respond(202);
        assertThat(asked).hasSize(3);
    }

    /// Nobody makes us connect by being cut off, nor by what is refused without a transaction.
    @Test
    void onlyFinalAnswersToPeersThatLeftAreWorthAConnection() {
        layer = connecting(TransactionLimits.DEFAULTS);
        ManualLoop.deliver(layer, tcp, message("z9hG4bKa", "c1"));
        tcp.open = false;
        received.getFirst().respond(183);
        ManualLoop.deliver(layer, tcp, message("z9hG4bKb", "c2").replace("5070", "x"));
        tcp.cutOff = true;
        received.getFirst().respond(202);
        ManualLoop.deliver(layer, udp, message("z9hG4bKc", "c3"));
        udp.open = false;
        received.getLast().respond(202);
        assertThat(asked).isEmpty();
        assertThat(drops).containsEntry(SipEvents.Drop.FLOW_CLOSED, 3);
    }

    @Test
    @Tag("RFC3261-17.2.3")
    void branchSentByAndMethodMakeTheKey() {
        ManualLoop.deliver(layer, udp, message("z9hG4bKa", "c1"));
        ManualLoop.deliver(layer, udp, message("z9hG4bKb", "c2"));
        ManualLoop.deliver(layer, udp, message("z9hG4bKa", "c3").replace(":5070", ":5071"));
        ManualLoop.deliver(layer, udp, message("z9hG4bKa", "c4").replace("MESSAGE", "OPTIONS"));
        assertThat(received).hasSize(4);
    }

    @Test
    @Tag("RFC3261-17.2.3")
    void withoutACookieTheOldRulesMatch() {
        ManualLoop.deliver(layer, udp, message("1", "c1"));
        ManualLoop.deliver(layer, udp, message("1", "c1"));
        ManualLoop.deliver(layer, udp, message("1", "c2"));
        assertThat(received).hasSize(2);
    }

    @Test
    @Tag("RFC3261-8.2.2.2")
    void theSameRequestByAnotherWayIsALoop() {
        ManualLoop.deliver(layer, udp, message("z9hG4bKa", "c1"));
        ManualLoop.deliver(layer, udp, message("z9hG4bKb", "c1"));
        assertThat(received).hasSize(1);
        assertThat(udp.last()).startsWith("SIP/2.0 482 ");
    }

    @Test
    @Tag("RFC3261-18.2.2")
    void answersGoWhereViaSays() {
        ManualLoop.deliver(layer, udp, message("z9hG4bKa", "c1").replace(";rport", ""));
        received.getFirst().respond(200);
        assertThat(udp.ports).containsExactly(5070);
        assertThat(udp.last()).doesNotContain("received=");
        ManualLoop.deliver(layer, udp, message("z9hG4bKb", "c2"));
        received.getLast().respond(200);
        assertThat(udp.ports).hasSize(1);
        assertThat(udp.last()).contains(";received=127.0.0.2;rport=5099");
    }

    @Test
    void answersGoToTheSourcePortWhereThatIsForced() {
        SipStackConfig letter = ManualLoop.config(TransactionLimits.DEFAULTS);
        var forced =
                new SipStackConfig(
                        letter.transport(),
                        letter.timers(),
                        letter.limits(),
                        letter.supportedOptions(),
                        true);
        layer = ManualLoop.layer(loop, forced, (tx, _) -> received.add(tx), events);
        ManualLoop.deliver(layer, udp, message("z9hG4bKa", "c1").replace(";rport", ""));
        received.getFirst().respond(200);
        assertThat(udp.sent).hasSize(1);
        assertThat(udp.ports).isEmpty();
    }

    /// The client whose connection broke repeats its request by a new one (RFC 3261 section
    /// 18.2.2).
    @Test
    void answersFollowARepetitionToItsConnection() {
        ManualLoop.deliver(layer, tcp, message("z9hG4bKa", "c1"));
        tcp.open = false;
        var again = new TestFlow(loop, SipTransport.TCP);
        ManualLoop.deliver(layer, again, message("z9hG4bKa", "c1"));
        received.getFirst().respond(200);
        assertThat(received).hasSize(1);
        assertThat(tcp.sent).isEmpty();
        assertThat(again.sent).hasSize(1);
        assertThat(drops).isEmpty();
    }

    @Test
    void malformedIsAnsweredAndAckNever() {
        ManualLoop.deliver(
                layer,
                udp,
                message("z9hG4bKa", "c1").replace("Content-Length: 0", "Content-Length: 9"));
        assertThat(udp.last()).startsWith("SIP/2.0 400 body-shorter-than-length\r\n");
        ManualLoop.deliver(
                layer,
                udp,
                message("z9hG4bKa", "c1")
                        .replace("MESSAGE", "ACK")
                        .replace("Content-Length: 0", "Content-Length: 9"));
        ManualLoop.deliver(
                layer,
                udp,
                message("z9hG4bKa", "c1")
                        .replace("MESSAGE", "ACK")
                        .replace("sip:b@example.com SIP", "nosuch:x SIP"));
        assertThat(udp.sent).hasSize(1);
        assertThat(received).isEmpty();
    }

    @Test
    void aboveTheCapRequestsGet503WithoutState() {
        layer =
                layer(
                        new TransactionLimits(
                                2,
                                1,
                                10,
                                7,
                                1000,
                                DatagramLimit.DEFAULT,
                                1,
                                1,
                                1,
                                2,
                                AdmissionLimits.DEFAULTS));
        for (int i = 0; i < 5; i++) {
            ManualLoop.deliver(layer, udp, message("z9hG4bK" + i, "c" + i));
        }
        assertThat(received).hasSize(2);
        assertThat(udp.sent)
                .hasSize(3)
                .allMatch(s -> s.matches("(?s)SIP/2.0 503 .*Retry-After: ([7-9]|1[0-4])\r\n.*"));
        assertThat(drops).containsEntry(SipEvents.Drop.OVERLOAD, 3);
        received.getFirst().respond(200);
        ManualLoop.deliver(layer, udp, message("z9hG4bK9", "c9"));
        assertThat(received).hasSize(3);
    }

    @Test
    void keptFinalsHaveACapAndTheOldestGoes() {
        layer =
                layer(
                        new TransactionLimits(
                                100,
                                1,
                                3,
                                7,
                                1000,
                                DatagramLimit.DEFAULT,
                                1,
                                1,
                                1,
                                2,
                                AdmissionLimits.DEFAULTS));
        for (int i = 0; i < 5; i++) {
            ManualLoop.deliver(layer, udp, message("z9hG4bK" + i, "c" + i));
            received.getLast().respond(200);
        }
        assertThat(layer.serverSide().keptCount()).isEqualTo(3);
        assertThat(drops).containsEntry(SipEvents.Drop.KEPT_FINALS_FULL, 2);
        ManualLoop.deliver(layer, udp, message("z9hG4bK0", "c0"));
        ManualLoop.deliver(layer, udp, message("z9hG4bK4", "c4"));
        assertThat(received).as("the first is forgotten, the last is not").hasSize(6);
    }

    @Test
    void whatNobodyAnswersIsDropped() {
        ManualLoop.deliver(layer, udp, message("z9hG4bKa", "c1"));
        loop.pass(layer, 32_100);
        assertThat(layer.serverSide().count()).isZero();
        assertThat(layer.serverSide().pending()).isZero();
        assertThat(drops).containsEntry(SipEvents.Drop.UNANSWERED, 1);
        assertThat(udp.sent).isEmpty();
        received.getFirst().respond(200);
        assertThat(udp.sent).isEmpty();
    }

    @Test
    void aFailingHandlerAnswers500() {
        layer =
                ManualLoop.layer(
                        loop,
                        ManualLoop.config(TransactionLimits.DEFAULTS),
                        (_, _) -> {
                            throw new IllegalStateException("role");
                        },
                        events);
        ManualLoop.deliver(layer, udp, message("z9hG4bKa", "c1"));
        assertThat(udp.last()).startsWith("SIP/2.0 500 ");
    }

    @Test
    void answersOfOtherThreadsWaitForTheLoop() {
        ManualLoop.deliver(layer, udp, message("z9hG4bKa", "c1"));
        loop.foreign = true;
        assertThat(received.getFirst().respond(200)).isTrue();
        assertThat(received.getFirst().respond(200)).isFalse();
        assertThat(udp.sent).isEmpty();
        loop.foreign = false;
        assertThat(loop.runTasks()).isEqualTo(1);
        assertThat(udp.sent).hasSize(1);
    }

    @Test
    @Tag("RFC3261-17.1.2.2")
    void timerEDoublesToT2AndTimerFEnds() {
        layer.start(request(), udp, outcomes::add);
        List<Long> times = new ArrayList<>();
        long begun = loop.now;
        int seen = 1;
        for (int i = 0; i < 1_700; i++) {
            loop.pass(layer, 20);
            if (udp.sent.size() > seen) {
                seen = udp.sent.size();
                times.add((loop.now - begun + 100) / 500 * 500);
            }
        }
        assertThat(times)
                .containsExactly(
                        500L, 1_500L, 3_500L, 7_500L, 11_500L, 15_500L, 19_500L, 23_500L, 27_500L,
                        31_500L);
        assertThat(udp.sent).allMatch(s -> s.equals(udp.sent.getFirst()));
        assertThat(outcomes).containsExactly(new ClientOutcome.TimedOut());
        assertThat(layer.clientCount()).isZero();
    }

    @Test
    @Tag("RFC3261-17.1.2.2")
    void aProvisionalSlowsTheRepetitionAndAFinalEnds() {
        layer.start(request(), udp, outcomes::add);
        ManualLoop.deliver(layer, udp, responseTo(udp.last(), 100));
        loop.pass(layer, 600);
        assertThat(udp.sent).hasSize(2);
        loop.pass(layer, 3_800);
        assertThat(udp.sent).hasSize(2);
        loop.pass(layer, 300);
        assertThat(udp.sent).hasSize(3);
        ManualLoop.deliver(layer, udp, responseTo(udp.last(), 202));
        ManualLoop.deliver(layer, udp, responseTo(udp.last(), 202));
        assertThat(outcomes)
                .hasSize(1)
                .first()
                .isInstanceOfSatisfying(
                        ClientOutcome.Response.class,
                        r -> assertThat(r.response().status()).isEqualTo(202));
        assertThat(drops).containsEntry(SipEvents.Drop.STRAY_RESPONSE, 1);
        loop.pass(layer, 40_000);
        assertThat(udp.sent).hasSize(3);
        assertThat(layer.isBusy()).isFalse();
    }

    @Test
    void overTcpNothingIsRepeatedAndAClosedConnectionFails() {
        layer.start(request(), tcp, outcomes::add);
        loop.pass(layer, 10_000);
        assertThat(tcp.sent).hasSize(1);
        layer.onClosed(tcp, CloseReason.PEER);
        assertThat(outcomes).hasSize(1).first().isInstanceOf(ClientOutcome.TransportFailed.class);
        assertThat(layer.clientCount()).isZero();
        tcp.open = false;
        layer.start(request(), tcp, outcomes::add);
        assertThat(outcomes).hasSize(2).last().isInstanceOf(ClientOutcome.TransportFailed.class);
        assertThat(layer.clientCount()).isZero();
    }

    @Test
    @Tag("RFC3261-17.1.3")
    void responsesThatMatchNothingAreDropped() {
        layer.start(request(), udp, outcomes::add);
        String good = responseTo(udp.last(), 200);
        ManualLoop.deliver(layer, udp, good.replace("z9hG4bK03", "z9hG4bK03f"));
        ManualLoop.deliver(layer, udp, good.replace("CSeq: 1 MESSAGE", "CSeq: 1 OPTIONS"));
        ManualLoop.deliver(
                layer,
                udp,
                good.replaceAll("branch=z9hG4bK[0-9a-f]*", "branch=z9hG4bKffffffffffffffffff"));
        assertThat(outcomes).isEmpty();
        assertThat(drops).containsEntry(SipEvents.Drop.STRAY_RESPONSE, 3);
        ManualLoop.deliver(layer, udp, good.replace("CSeq: 1 MESSAGE", "CSeq: x"));
        assertThat(drops).containsEntry(SipEvents.Drop.BAD_RESPONSE, 1);
        ManualLoop.deliver(layer, udp, good);
        assertThat(outcomes).hasSize(1);
    }

    @Test
    void sendingHasACap() {
        layer =
                layer(
                        new TransactionLimits(
                                1,
                                1,
                                3,
                                7,
                                1000,
                                DatagramLimit.DEFAULT,
                                1,
                                1,
                                1,
                                2,
                                AdmissionLimits.DEFAULTS));
        layer.start(request(), udp, outcomes::add);
        layer.start(request(), udp, outcomes::add);
        assertThat(udp.sent).hasSize(1);
        assertThat(outcomes).hasSize(1).first().isInstanceOf(ClientOutcome.TransportFailed.class);
    }

    @Test
    void requestsOfOtherSoftwareAreReadByHandlers() {
        SipRequest[] seen = new SipRequest[1];
        layer =
                ManualLoop.layer(
                        loop,
                        ManualLoop.config(TransactionLimits.DEFAULTS),
                        (_, r) -> seen[0] = r,
                        events);
        ManualLoop.deliver(layer, udp, message("z9hG4bKa", "c1"));
        assertThat(seen[0].callId()).hasToString("c1");
    }
}
