package org.fivegmc.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.fivegmc.sip.Forgotten.assertForgotten;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.transaction.ManualLoop.TestFlow;
import org.fivegmc.sip.transport.Flow;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.SipTransport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// RFC 3261 sections 17.1.1, 17.2.1 and 9, RFC 6026.
class InviteTest {
    private final ManualLoop loop = new ManualLoop(0);
    private final TestFlow udp = new TestFlow(loop, SipTransport.UDP);
    private final TestFlow tcp = new TestFlow(loop, SipTransport.TCP);
    private final List<ServerTransaction> received = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private final SipRequestHandler handler =
            new SipRequestHandler() {
                @Override
                public void onRequest(ServerTransaction transaction, SipRequest request) {
                    received.add(transaction);
                }

                @Override
                public void onCancel(ServerTransaction invite, SipRequest cancel) {
                    calls.add("cancel");
                    invite.respond(487);
                }

                @Override
                public void onAck(Flow flow, SipRequest ack) {
                    calls.add("ack");
                }
            };
    private final List<SipEvents.Kind> timedOut = new ArrayList<>();
    private final TransactionLayer layer =
            ManualLoop.layer(
                    loop,
                    ManualLoop.config(TransactionLimits.DEFAULTS),
                    handler,
                    new SipEvents() {
                        @Override
                        public void transactionTimedOut(Kind kind) {
                            timedOut.add(kind);
                        }
                    });
    private final List<ClientOutcome> outcomes = new ArrayList<>();
    private final List<Integer> provisional = new ArrayList<>();
    private final List<SipResponse> further = new ArrayList<>();
    private final ResponseListener listener =
            new ResponseListener() {
                @Override
                public void onOutcome(ClientOutcome outcome) {
                    outcomes.add(outcome);
                }

                @Override
                public void onProvisional(SipResponse response) {
                    provisional.add(response.status());
                }

                @Override
                public void onFurther2xx(SipResponse response) {
                    further.add(response);
                }
            };

    private static String message(String method) {
        return NonInviteTest.message("z9hG4bKi", "c1")
                .replace("MESSAGE sip", method + " sip")
                .replace("1 MESSAGE", "1 " + method);
    }

    private long count(TestFlow flow, String start) {
        return flow.sent.stream().filter(s -> s.startsWith(start)).count();
    }

    @Test
    @Tag("RFC3261-17.2.1")
    void aSlowRoleMeans100() {
        ManualLoop.deliver(layer, udp, message("INVITE"));
        loop.pass(layer, 180);
        assertThat(udp.sent).isEmpty();
        loop.pass(layer, 60);
        assertThat(udp.last())
                .startsWith("SIP/2.0 100 Trying")
                .doesNotContain("To: <sip:b@example.com>;tag");
        received.getFirst().respond(180);
        ManualLoop.deliver(layer, udp, message("INVITE"));
        assertThat(count(udp, "SIP/2.0 180")).isEqualTo(2);
        assertThat(received).hasSize(1);
    }

    /// How long it rings says nothing about how busy this server is.
    @Test
    void whatRingsDoesNotCountAsUnanswered() {
        ManualLoop.deliver(layer, udp, message("INVITE"));
        assertThat(layer.serverSide().pending()).isEqualTo(1);
        received.getFirst().respond(180);
        assertThat(layer.serverSide().pending()).isZero();
        ManualLoop.deliver(layer, udp, another(2));
        loop.pass(layer, 240);
        assertThat(layer.serverSide().pending()).as("100 was sent").isZero();
        received.getFirst().respond(486);
        assertThat(layer.serverSide().pending()).isZero();
        ManualLoop.deliver(layer, udp, message("INVITE").replace("z9hG4bKi", "z9hG4bKj"));
        assertThat(udp.last()).as("merged, while the first lives").startsWith("SIP/2.0 482 ");
    }

    @Test
    @Tag("RFC3261-17.2.1")
    void aRefusalIsRepeatedUntilItsAck() {
        ManualLoop.deliver(layer, udp, message("INVITE"));
        received.getFirst().respond(486);
        loop.pass(layer, 1_600);
        assertThat(count(udp, "SIP/2.0 486")).as("at 0, 0.5 and 1.5 s").isEqualTo(3);
        ManualLoop.deliver(layer, udp, message("INVITE"));
        assertThat(count(udp, "SIP/2.0 486")).isEqualTo(4);
        ManualLoop.deliver(layer, udp, message("ACK"));
        loop.pass(layer, 4_000);
        ManualLoop.deliver(layer, udp, message("ACK"));
        assertThat(count(udp, "SIP/2.0 486")).isEqualTo(4);
        assertThat(calls).as("that ACK is not for the roles").isEmpty();
        loop.pass(layer, 1_200);
        assertThat(layer.serverSide().count()).isZero();
        assertThat(layer.isBusy()).isFalse();
        assertThat(timedOut).isEmpty();
    }

    @Test
    @Tag("RFC3261-17.2.1")
    void withoutAnAckTimerHEnds() {
        ManualLoop.deliver(layer, udp, message("INVITE"));
        received.getFirst().respond(600);
        loop.pass(layer, 32_100);
        assertThat(layer.serverSide().count()).isZero();
        assertThat(timedOut).containsExactly(SipEvents.Kind.SERVER_INVITE);
        assertThat(count(udp, "SIP/2.0 600")).isEqualTo(11);
    }

    @Test
    @Tag("RFC3261-17.2.1")
    void overTcpARefusalIsNotRepeated() {
        ManualLoop.deliver(layer, tcp, message("INVITE"));
        received.getFirst().respond(486);
        loop.pass(layer, 5_000);
        assertThat(tcp.sent).hasSize(1);
        ManualLoop.deliver(layer, tcp, message("ACK"));
        assertThat(layer.serverSide().count()).isZero();
    }

    @Test
    void a2xxIsRepeatedUntilAcknowledgedAndItsAckGoesToTheRoles() {
        ManualLoop.deliver(layer, tcp, message("INVITE"));
        received.getFirst().respond(200);
        loop.pass(layer, 600);
        assertThat(count(tcp, "SIP/2.0 200")).isEqualTo(2);
        ManualLoop.deliver(layer, tcp, message("INVITE"));
        assertThat(received).as("RFC 6026: the repetition is absorbed").hasSize(1);
        ManualLoop.deliver(layer, tcp, message("ACK").replace("z9hG4bKi", "z9hG4bKother"));
        assertThat(calls).containsExactly("ack");
        received.getFirst().acknowledged();
        loop.pass(layer, 40_000);
        assertThat(count(tcp, "SIP/2.0 200")).isEqualTo(2);
        assertThat(layer.serverSide().count()).isZero();
        assertThat(timedOut).isEmpty();
    }

    /// Half a minute's worth of calls waits for repetitions.
    @Test
    void anAcknowledgedInviteKeepsNeitherItselfNorItsAnswer() {
        ManualLoop.deliver(layer, tcp, message("INVITE"));
        ServerTransaction invite = received.getFirst();
        var request = new WeakReference<>(invite.request());
        WeakReference<SipReply> answer = answered(invite);
        loop.pass(layer, 600);
        assertThat(count(tcp, "SIP/2.0 200")).as("until then both are needed").isEqualTo(2);
        invite.acknowledged();
        assertForgotten(request);
        assertForgotten(answer);
        assertThatIllegalStateException()
                .isThrownBy(invite::request)
                .withMessageContaining("after the ACK");

        ManualLoop.deliver(layer, tcp, message("INVITE"));
        ManualLoop.deliver(layer, tcp, message("CANCEL"));
        assertThat(received).hasSize(1);
        assertThat(calls).isEmpty();
        assertThat(count(tcp, "SIP/2.0 200")).as("that to the CANCEL").isEqualTo(3);
        loop.pass(layer, 40_000);
        assertThat(tcp.sent).hasSize(3);
        assertThat(layer.isBusy()).isFalse();
    }

    private static WeakReference<SipReply> answered(ServerTransaction invite) {
        SipReply ok = SipReply.of(200).with("Contact", "<sip:b@example.com>");
        invite.respond(ok);
        return new WeakReference<>(ok);
    }

    @Test
    @Tag("RFC3261-9.2")
    void cancelFindsItsInvite() {
        ManualLoop.deliver(layer, udp, message("CANCEL"));
        assertThat(udp.last()).startsWith("SIP/2.0 481 ");
        ManualLoop.deliver(layer, udp, message("INVITE"));
        ManualLoop.deliver(layer, udp, message("CANCEL"));
        assertThat(count(udp, "SIP/2.0 200")).isEqualTo(1);
        assertThat(count(udp, "SIP/2.0 487")).isEqualTo(1);
        ManualLoop.deliver(layer, udp, message("CANCEL"));
        assertThat(calls).containsExactly("cancel");
        assertThat(count(udp, "SIP/2.0 200")).isEqualTo(2);
    }

    private String another(int i) {
        return message("INVITE").replace("z9hG4bKi", "z9hG4bKi" + i).replace("c1", "c" + i);
    }

    private TransactionLayer limited(int pending, int kept, SipRequestHandler handler) {
        var limits =
                new TransactionLimits(
                        pending,
                        100,
                        kept,
                        5,
                        180_000,
                        DatagramLimit.DEFAULT,
                        2_000,
                        600_000,
                        100,
                        2,
                        AdmissionLimits.DEFAULTS);
        return ManualLoop.layer(loop, ManualLoop.config(limits), handler, SipEvents.NONE);
    }

    /// Half a minute's worth of calls that were answered long ago must not keep others out.
    @Test
    @Tag("RFC6026-7.1")
    void acknowledgedInvitesLeaveRoomForOthers() {
        TransactionLayer small = limited(2, 5, (tx, _) -> received.add(tx));
        for (int i = 0; i < 10; i++) {
            ManualLoop.deliver(small, udp, another(i));
            received.getLast().respond(200);
            received.getLast().acknowledged();
            received.getLast().acknowledged();
        }
        assertThat(received).hasSize(10);
        assertThat(count(udp, "SIP/2.0 503")).isZero();
        assertThat(small.serverSide().count()).as("those that absorb repetitions").isEqualTo(5);
        ManualLoop.deliver(small, udp, another(2));
        assertThat(received).as("absorbed").hasSize(10);
        assertThat(count(udp, "SIP/2.0 200")).isEqualTo(10);
        for (int i = 10; i < 13; i++) {
            ManualLoop.deliver(small, udp, another(i));
        }
        assertThat(received).hasSize(12);
        assertThat(count(udp, "SIP/2.0 503")).as("two wait for an answer").isEqualTo(1);
        loop.pass(small, 33_000);
        assertThat(small.serverSide().count()).isEqualTo(2);
        for (ServerTransaction waiting : received.subList(10, 12)) {
            waiting.respond(486);
        }
        ManualLoop.deliver(small, udp, another(14));
        assertThat(received).as("a refusal waits for its ACK").hasSize(12);
    }

    /// Nobody has to send the ACK, and the source may be forged.
    @Test
    void answeredInvitesAreBounded() {
        TransactionLayer small = limited(100, 100, (tx, _) -> tx.respond(405));
        for (int i = 0; i < 1_000; i++) {
            ManualLoop.deliver(small, udp, another(i));
        }
        assertThat(small.serverSide().count()).isEqualTo(100);
        assertThat(count(udp, "SIP/2.0 405")).isEqualTo(100);
        assertThat(count(udp, "SIP/2.0 503")).isEqualTo(900);
    }

    @Test
    @Tag("RFC3261-8.2.7")
    void aMethodNobodyServesLeavesNoState() {
        TransactionLayer refusing =
                ManualLoop.layer(
                        loop,
                        ManualLoop.config(TransactionLimits.DEFAULTS),
                        new SipRequestHandler() {
                            @Override
                            public void onRequest(ServerTransaction tx, SipRequest request) {
                                received.add(tx);
                            }

                            @Override
                            public Optional<SipReply> refusal(SipMethod method) {
                                return method == SipMethod.INVITE
                                        ? Optional.of(SipReply.of(405).with("Allow", "MESSAGE"))
                                        : Optional.empty();
                            }
                        },
                        SipEvents.NONE);
        for (int i = 0; i < 1_000; i++) {
            ManualLoop.deliver(refusing, udp, another(i));
        }
        loop.pass(refusing, 40_000);
        assertThat(refusing.serverSide().count()).isZero();
        assertThat(refusing.serverSide().keptCount()).isZero();
        assertThat(received).isEmpty();
        assertThat(count(udp, "SIP/2.0 405")).as("one for one").isEqualTo(1_000);
        assertThat(udp.last()).contains("Allow: MESSAGE\r\n", ";tag=");
        ManualLoop.deliver(refusing, udp, another(999).replace("INVITE", "ACK"));
        ManualLoop.deliver(refusing, udp, another(999).replace("INVITE", "CANCEL"));
        assertThat(udp.last()).startsWith("SIP/2.0 481 ");
        assertThat(refusing.isBusy()).isFalse();
    }

    private static OutgoingRequest invite() {
        return OutgoingRequest.builder(SipMethod.INVITE, "sip:b@example.com")
                .header("Route", "<sip:p1;lr>")
                .from("<sip:a@example.com>", "f")
                .to("<sip:b@example.com>")
                .callId("c")
                .cSeq(7)
                .build();
    }

    private void answer(TestFlow flow, String request, int status) {
        ManualLoop.deliver(
                layer,
                flow,
                "SIP/2.0 "
                        + status
                        + " X\r\n"
                        + request.substring(request.indexOf("Via:"))
                                .replace("<sip:b@example.com>", "<sip:b@example.com>;tag=t"));
    }

    @Test
    @Tag("RFC3261-17.1.1.2")
    void timerADoublesAndTimerBEnds() {
        layer.start(invite(), udp, listener);
        loop.pass(layer, 32_100);
        assertThat(udp.sent).as("0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5 s").hasSize(7);
        assertThat(outcomes).containsExactly(new ClientOutcome.TimedOut());
        assertThat(layer.clientCount()).isZero();
    }

    @Test
    @Tag("RFC3261-17.1.1.3")
    void aRefusalIsAcknowledgedHereAsOftenAsItComes() {
        layer.start(invite(), udp, listener);
        String sent = udp.last();
        answer(udp, sent, 180);
        assertThat(provisional).containsExactly(180);
        loop.pass(layer, 10_000);
        assertThat(udp.sent).as("a provisional ends the repetition").hasSize(1);
        answer(udp, sent, 486);
        answer(udp, sent, 486);
        assertThat(outcomes).hasSize(1);
        assertThat(count(udp, "ACK ")).isEqualTo(2);
        String via = sent.lines().filter(l -> l.startsWith("Via:")).findFirst().orElseThrow();
        assertThat(udp.last())
                .contains(via + "\r\n")
                .contains("Route: <sip:p1;lr>\r\n")
                .contains("CSeq: 7 ACK\r\n")
                .contains("To: <sip:b@example.com>;tag=t\r\n");
        loop.pass(layer, 32_100);
        assertThat(layer.clientCount()).isZero();
    }

    @Test
    @Tag("RFC6026-7.2")
    void further2xxReachTheListenerUntilTimerM() {
        layer.start(invite(), tcp, listener);
        String sent = tcp.last();
        answer(tcp, sent, 200);
        answer(tcp, sent, 200);
        assertThat(outcomes).hasSize(1);
        assertThat(further).hasSize(1);
        assertThat(count(tcp, "ACK ")).as("the ACK to a 2xx is for the dialog").isZero();
        loop.pass(layer, 32_100);
        assertThat(layer.clientCount()).isZero();
    }

    @Test
    void anInviteOfOursIsNotKeptOnceItIsAnswered() {
        for (int status : new int[] {200, 486}) {
            WeakReference<OutgoingRequest> request = started();
            String sent = udp.last();
            answer(udp, sent, 180);
            answer(udp, sent, status);
            assertForgotten(request);
            answer(udp, sent, status);
            answer(udp, sent.replace("7 INVITE", "7 CANCEL"), 200);
            answer(udp, sent.replace("7 INVITE", "7 BYE"), status);
        }
        assertThat(outcomes).hasSize(2);
        assertThat(further).as("what says BYE is none of it").hasSize(1);
        assertThat(count(udp, "ACK ")).as("to the refusal, and to it again").isEqualTo(2);
        loop.pass(layer, 32_100);
        assertThat(layer.isBusy()).isFalse();
    }

    private WeakReference<OutgoingRequest> started() {
        OutgoingRequest request = invite();
        layer.start(request, udp, listener);
        return new WeakReference<>(request);
    }

    @Test
    @Tag("RFC3261-9.1")
    void cancelWaitsForAProvisional() {
        ClientTransaction t =
                java.util.Objects.requireNonNull(layer.start(invite(), udp, listener));
        String sent = udp.last();
        t.cancel();
        assertThat(count(udp, "CANCEL ")).isZero();
        answer(udp, sent, 100);
        assertThat(count(udp, "CANCEL ")).isEqualTo(1);
        assertThat(provisional).as("100 is for the hop only").isEmpty();
        String cancel = udp.last();
        String via = sent.lines().filter(l -> l.startsWith("Via:")).findFirst().orElseThrow();
        assertThat(cancel)
                .contains(via + "\r\n")
                .contains("CSeq: 7 CANCEL\r\n")
                .contains("Route: <sip:p1;lr>\r\n");
        loop.pass(layer, 600);
        assertThat(count(udp, "CANCEL ")).isEqualTo(2);
        answer(udp, cancel, 200);
        loop.pass(layer, 5_000);
        assertThat(count(udp, "CANCEL ")).isEqualTo(2);
        answer(udp, sent, 487);
        assertThat(outcomes).hasSize(1);
        assertThat(count(udp, "ACK ")).isEqualTo(1);
    }

    @Test
    void anInviteThatRingsForEverIsCancelledAndEnds() {
        layer.start(invite(), udp, listener);
        answer(udp, udp.last(), 180);
        loop.pass(layer, TransactionLimits.DEFAULTS.inviteMs() + 100);
        assertThat(count(udp, "CANCEL ")).isEqualTo(1);
        loop.pass(layer, 33_000);
        assertThat(outcomes).containsExactly(new ClientOutcome.TimedOut());
        assertThat(layer.clientCount()).isZero();
        assertThat(layer.isBusy()).isFalse();
    }
}
