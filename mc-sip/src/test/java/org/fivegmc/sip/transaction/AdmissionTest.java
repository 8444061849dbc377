package org.fivegmc.sip.transaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;
import org.fivegmc.sip.codec.PlainHead;
import org.fivegmc.sip.codec.SipLimits;
import org.fivegmc.sip.codec.SipParser;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.transaction.ManualLoop.TestFlow;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.SipTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that answers some requests a millisecond, in the order they came.
class AdmissionTest {

    private static final TransactionLimits LIMITS =
            new TransactionLimits(
                    50_000,
                    1,
                    100_000,
                    5,
                    1000,
                    DatagramLimit.DEFAULT,
                    1,
                    1,
                    1,
                    2,
                    new AdmissionLimits(100, 25));

    private final ManualLoop loop = new ManualLoop(0);
    private final TestFlow udp = new TestFlow(loop, SipTransport.UDP);
    private final Deque<ServerTransaction> waiting = new ArrayDeque<>();
    private final TransactionLayer layer =
            ManualLoop.layer(
                    loop, ManualLoop.config(LIMITS), (tx, _) -> waiting.add(tx), SipEvents.NONE);
    private int sent;

    private void send(String method, String toTag) {
        String id = Integer.toString(sent++);
        ManualLoop.deliver(
                layer,
                udp,
                NonInviteTest.message("z9hG4bK" + id, "c" + id)
                        .replace("MESSAGE", method)
                        .replace("To: <sip:b@example.com>", "To: <sip:b@example.com>" + toTag));
    }

    /// Answers what it can in each millisecond, and is sent so much.
    private void pass(int milliseconds, int answersPerMs, int offeredPerMs, String method) {
        for (int ms = 0; ms < milliseconds; ms++) {
            for (int i = 0; i < answersPerMs && !waiting.isEmpty(); i++) {
                waiting.poll().respond(200);
            }
            for (int i = 0; i < offeredPerMs; i++) {
                send(method, "");
            }
            loop.now++;
        }
    }

    private boolean isTaken(String method, String toTag) {
        int before = waiting.size();
        send(method, toTag);
        boolean taken = waiting.size() > before;
        if (taken) {
            waiting.removeLast().respond(200);
        }
        return taken;
    }

    private long refused() {
        return udp.sent.stream().filter(s -> s.startsWith("SIP/2.0 503 ")).count();
    }

    @Test
    void aBurstIsNoOverload() {
        for (int i = 0; i < 5_000; i++) {
            send("REGISTER", "");
        }
        assertThat(waiting).hasSize(5_000);
        pass(500, 10, 0, "REGISTER");
        assertThat(waiting).isEmpty();
        assertThat(refused()).isZero();
    }

    @Test
    void whatIsTakenIsAnsweredSoonHoweverMuchIsOffered() {
        pass(1_000, 20, 60, "MESSAGE");
        int taken = sent - (int) refused();
        assertThat(taken).as("all that could be answered").isGreaterThan(950 * 20);
        assertThat(waiting.size() / 20)
                .as("milliseconds until the last one is answered")
                .isBetween(50, 110);
        pass(200, 20, 0, "MESSAGE");
        long before = refused();
        pass(100, 20, 15, "MESSAGE");
        assertThat(refused()).as("refused once it is over").isEqualTo(before);
    }

    @Test
    void registrationsMakeRoomForMessages() {
        pass(1_000, 20, 60, "REGISTER");
        assertThat(waiting.size() / 20).isBetween(10, 30);
        assertThat(isTaken("REGISTER", "")).isFalse();
        assertThat(isTaken("OPTIONS", "")).isFalse();
        assertThat(isTaken("MESSAGE", "")).isTrue();
    }

    @Test
    void whatBelongsToSomethingBegunIsNeverRefused() {
        pass(1_000, 20, 60, "MESSAGE");
        assertThat(isTaken("MESSAGE", "")).isFalse();
        assertThat(isTaken("MESSAGE", ";tag=dialog")).isTrue();
        assertThat(isTaken("BYE", ";tag=dialog")).isTrue();
    }

    @Test
    void theKernelsBufferDoesNotFillUp() {
        loop.backlog = 0.3f;
        assertThat(isTaken("REGISTER", "")).isFalse();
        assertThat(isTaken("MESSAGE", "")).isTrue();
        loop.backlog = 0.6f;
        assertThat(isTaken("MESSAGE", "")).isFalse();
        assertThat(isTaken("MESSAGE", ";tag=dialog")).isTrue();
        loop.backlog = 0;
        assertThat(isTaken("REGISTER", "")).isTrue();
    }

    /// Else its sender believes that it failed, and it is delivered.
    @Test
    void whatWasTakenIsNeverRefusedWhenItComesAgain() {
        send("MESSAGE", "");
        send("MESSAGE", "");
        ServerTransaction first = waiting.removeFirst();
        loop.backlog = 1;
        assertThat(isTaken("MESSAGE", "")).isFalse();
        udp.sent.clear();

        sent = 0;
        send("MESSAGE", "");
        assertThat(udp.sent).as("absorbed").isEmpty();
        first.respond(202);
        assertThat(udp.sent).hasSize(1).first().asString().startsWith("SIP/2.0 202 ");
        sent = 0;
        send("MESSAGE", "");
        assertThat(udp.sent).as("answered again").hasSize(2);
        assertThat(udp.sent.getLast()).isEqualTo(udp.sent.getFirst());

        assertThat(waiting).hasSize(1);
        waiting.removeFirst().respond(202);
        udp.sent.clear();
        send("MESSAGE", "");
        assertThat(udp.sent).hasSize(1).first().asString().startsWith("SIP/2.0 202 ");
        send("MESSAGE", "");
        assertThat(udp.sent.getLast()).as("a refused one again").startsWith("SIP/2.0 503 ");
    }

    /// But for blanks.
    @Test
    void anAnswerWithoutParsingIsNoOther() {
        loop.backlog = 1;
        String wire = NonInviteTest.message("z9hG4bK1", "c1");
        ManualLoop.deliver(layer, udp, wire);
        layer.onMessage(udp, new SipParser(SipLimits.DEFAULTS).parseDatagram(wire.getBytes(UTF_8)));
        assertThat(udp.sent).hasSize(2);
        assertThat(udp.sent.getFirst().replaceAll("Content-Length: *", "Content-Length: "))
                .isEqualTo(udp.sent.getLast());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKx",
                "SIP/2.0/UDP 192.0.2.7;rport;branch=z9hG4bKx",
                "SIP / 2.0 / UDP Example.COM:5070 ; BRANCH = z9hG4bKx;received=1.2.3.4",
                "SIP/2.0/UDP [2001:db8::9]:5070;branch=z9hG4bKx\r\nVia: SIP/2.0/TCP a;branch=z9hG4bKy"
            })
    void aRequestHasOneKey(String via) {
        byte[] wire =
                NonInviteTest.message("z9hG4bK1", "c1")
                        .replaceFirst("Via: .*", "Via: " + via)
                        .getBytes(UTF_8);
        var hash = new KeyHash(3, 4);
        var head = new PlainHead();
        assertThat(head.read(wire, wire.length)).isTrue();
        SipRequest parsed = (SipRequest) new SipParser(SipLimits.DEFAULTS).parseDatagram(wire);
        assertThat(hash.transaction(head)).isEqualTo(hash.transaction(parsed));
    }

    @Test
    void notAllComeBackTogether() {
        loop.backlog = 1;
        for (int i = 0; i < 500; i++) {
            send("REGISTER", "");
        }
        assertThat(
                        udp.sent.stream()
                                .map(s -> s.replaceAll("(?s).*Retry-After: (\\d+).*", "$1"))
                                .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("5", "6", "7", "8", "9", "10");
    }
}
