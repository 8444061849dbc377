package org.fivegmc.loadtest.msrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.msrp.Manners.Farewell.RESET;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.fivegmc.loadtest.msrp.Draft.Incident;
import org.fivegmc.loadtest.msrp.Draft.Piece;
import org.fivegmc.msrp.codec.FailureReport;
import org.fivegmc.msrp.session.CloseReason;
import org.fivegmc.msrp.session.SendOutcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The peer and the server's endpoint against each other. They share no line of code, so what both
/// say of a message is evidence for both.
@Timeout(60)
class MsrpPeerTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String TYPE = "application/octet-stream";
    private static PeerIdentity identity;

    private final Center center = new Center(2_048);
    private MsrpPeer peer;

    @BeforeAll
    static void makeKeys() throws IOException, InterruptedException {
        identity = PeerIdentity.selfSigned("peer");
    }

    @BeforeEach
    void start() throws IOException {
        peer = new MsrpPeer(identity);
    }

    @AfterEach
    void stop() throws IOException {
        peer.close();
        center.close();
        assertThat(center.failures.all()).isEmpty();
    }

    private static SessionPlan plan(String id, boolean secure, Center other) {
        SessionPlan plan = SessionPlan.of(Center.uri("p-" + id, secure), Center.uri(id, secure));
        return secure ? plan.withFingerprint(other.fingerprint()) : plan;
    }

    private static Optional<String> print(boolean secure) {
        return secure ? Optional.of(identity.fingerprint()) : Optional.empty();
    }

    private PeerSession connect(String id, boolean secure, Manners manners) throws IOException {
        return peer.connect(center.at(secure), plan(id, secure, center).with(manners));
    }

    private static Outcome outcome(SentMessage message) {
        return message.outcome(SOON).orElseThrow();
    }

    private static void assertTold(Center.Side side, String... told) {
        List<String> seen = side.told.await(told.length, _ -> true, SOON);
        assertThat(seen).containsExactly(told);
    }

    private static ReceivedMessage received(PeerSession session) {
        List<ReceivedMessage> all = session.received().await(1, _ -> true, SOON);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    // ---- whole messages

    @ParameterizedTest
    @CsvSource({
        "false, 1, 1",
        "false, 1300, 1",
        "true, 1300, 1",
        "false, 1300, 2048",
        "true, 1300, 2048",
        "false, 65536, 1",
        "false, 65536, 2048",
        "true, 65536, 65536",
        "false, 10485760, 2048",
        "true, 10485760, 65536"
    })
    void messagesGoBothWays(boolean secure, int octets, int chunk) throws Exception {
        try (Center sized = new Center(chunk)) {
            Center.Side side = sized.expect("s", secure, print(secure));
            PeerSession session = peer.connect(sized.at(secure), plan("s", secure, sized));
            Content up = Content.madeUp(octets, 1);
            Content down = Content.madeUp(octets, 2);
            SentMessage sent =
                    session.send(Draft.of(TYPE, up).inChunksOf(chunk).withSuccessReport());
            assertThat(outcome(sent)).isEqualTo(new Outcome.Answered());
            assertTold(side, "complete " + up.sha256());
            assertThat(sent.reports().await(1, _ -> true, SOON))
                    .containsExactly(new SentMessage.Report(200, "1-" + octets + "/" + octets));

            assertThat(side.send("down", down, true).get(20, TimeUnit.SECONDS))
                    .isEqualTo(new SendOutcome.Sent());
            ReceivedMessage got = received(session);
            assertThat(got.end()).isEqualTo(ReceivedMessage.End.COMPLETE);
            assertThat(got.octets()).isEqualTo(octets);
            assertThat(got.chunks()).isEqualTo((octets + chunk - 1) / chunk);
            assertThat(got.sha256()).isEqualTo(down.sha256());
            assertThat(side.reports.await(1, _ -> true, SOON)).containsExactly("200 1-" + octets);
            assertThat(session.connection().fault()).isEmpty();
            assertThat(sized.malformed.get() + sized.strays.get()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thePeerMayListen(boolean secure) throws Exception {
        SessionPlan plan =
                SessionPlan.of(Center.uri("p-s", secure), Center.uri("s", secure))
                        .with(Manners.GOOD);
        PeerSession session =
                peer.expect(secure ? plan.withFingerprint(center.fingerprint()) : plan);
        Center.Side side = center.connect("s", secure, print(secure), peer.listen(secure));
        Content down = Content.madeUp(100_000, 3);
        assertThat(side.send("m", down, false).get(20, TimeUnit.SECONDS))
                .isEqualTo(new SendOutcome.Sent());
        assertThat(received(session).sha256()).isEqualTo(down.sha256());
        assertThat(session.emptyReceived()).isEqualTo(1);
        Content up = Content.madeUp(100_000, 4);
        assertThat(outcome(session.send(Draft.of(TYPE, up)))).isEqualTo(new Outcome.Answered());
        assertTold(side, "complete " + up.sha256());
        side.close();
        assertThat(session.connection().awaitOver(SOON)).isTrue();
    }

    @Test
    void certificatesAreCompared() throws Exception {
        String wrong = "SHA-256" + " 00".repeat(32).replace(" ", ":").replaceFirst(":", " ");
        center.expect("s", true, print(true));
        SessionPlan plan = plan("s", true, center).withFingerprint(wrong);
        assertThatThrownBy(() -> peer.connect(center.at(true), plan))
                .isInstanceOf(IOException.class);
        Center.Side other = center.expect("t", true, Optional.of(wrong));
        PeerSession session = connect("t", true, Manners.GOOD);
        assertThat(session.keepAlive().get(20, TimeUnit.SECONDS)).isEqualTo(403);
        assertThat(other.told.all()).isEmpty();

        peer.expect(
                SessionPlan.of(Center.uri("p-u", true), Center.uri("u", true))
                        .withFingerprint(wrong));
        Center.Side refused = center.connect("u", true, print(true), peer.listen(true));
        assertTold(refused, "closed REFUSED");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sessionsShareAConnection(boolean secure) throws Exception {
        PeerConnection connection =
                peer.open(center.at(secure), secure, Optional.of(center.fingerprint()));
        for (int i = 0; i < 5; i++) {
            Center.Side side = center.expect("s" + i, secure, print(secure));
            PeerSession session = connection.session(plan("s" + i, secure, center));
            Content up = Content.madeUp(50_000, i);
            Content down = Content.madeUp(50_000, 100 + i);
            SentMessage sent = session.send(Draft.of(TYPE, up));
            assertThat(outcome(sent)).isEqualTo(new Outcome.Answered());
            assertThat(side.send("m", down, false).get(20, TimeUnit.SECONDS))
                    .isEqualTo(new SendOutcome.Sent());
            assertTold(side, "complete " + up.sha256());
            assertThat(received(session).sha256()).isEqualTo(down.sha256());
        }
        assertThat(center.endpoint.connectionCount()).isEqualTo(1);
    }

    @Test
    void aSecondConnectionForASessionIsRefused() throws Exception {
        center.expect("s", false, Optional.empty());
        PeerSession first = connect("s", false, Manners.GOOD);
        assertThat(first.keepAlive().get(20, TimeUnit.SECONDS)).isEqualTo(200);
        PeerSession second = connect("s", false, Manners.GOOD);
        assertThat(second.keepAlive().get(20, TimeUnit.SECONDS)).isEqualTo(506);
        PeerSession stranger = connect("nobody", false, Manners.GOOD);
        assertThat(stranger.keepAlive().get(20, TimeUnit.SECONDS)).isEqualTo(481);
    }

    @Test
    void piecesComeInAnyOrderAndOverlap(@TempDir Path directory) throws Exception {
        Center.Side side = center.expect("s", false, Optional.empty());
        PeerSession session = connect("s", false, Manners.GOOD);
        Content up = Content.madeUp(10_000, 5);
        Draft draft =
                Draft.of(TYPE, up)
                        .inPieces(
                                List.of(
                                        new Piece(4_000, 3_000),
                                        new Piece(0, 2_500),
                                        new Piece(1_000, 4_000),
                                        new Piece(6_999, 3_001)));
        assertThat(outcome(session.send(draft))).isEqualTo(new Outcome.Answered());
        assertTold(side, "complete " + up.sha256());
        for (Draft.Ranges ranges : Draft.Ranges.values()) {
            Draft other = Draft.of(TYPE, up).inChunksOf(3_000).with(ranges);
            assertThat(outcome(session.send(other))).isEqualTo(new Outcome.Answered());
        }
        assertThat(side.told.all()).hasSize(4).containsOnly("complete " + up.sha256());

        // the same to a peer that keeps files
        PeerSession listening =
                peer.expect(
                        SessionPlan.of(Center.uri("f", false), Center.uri("g", false))
                                .withFiles(directory));
        PeerSession sending =
                peer.connect(
                        peer.listen(false),
                        SessionPlan.of(Center.uri("g", false), Center.uri("f", false)));
        assertThat(outcome(sending.send(draft))).isEqualTo(new Outcome.Answered());
        ReceivedMessage file = received(listening);
        assertThat(file.sha256()).isEqualTo(up.sha256());
        assertThat(Files.size(file.file().orElseThrow())).isEqualTo(10_000);
    }

    @Test
    void reportsAreAskedForOrNot() throws Exception {
        center.expect("s", false, Optional.empty());
        PeerSession session = connect("s", false, Manners.GOOD);
        Content text = Content.of("hello".getBytes(StandardCharsets.UTF_8));
        for (String failure : List.of("no", "partial")) {
            SentMessage sent =
                    session.send(
                            Draft.of("text/plain", text)
                                    .withFailureReport(failure)
                                    .withSuccessReport());
            assertThat(outcome(sent)).isEqualTo(new Outcome.Written());
            assertThat(sent.reports().await(1, _ -> true, SOON))
                    .containsExactly(new SentMessage.Report(200, "1-5/5"));
        }
        SentMessage plain = session.send(Draft.of("text/plain", text));
        assertThat(outcome(plain)).isEqualTo(new Outcome.Answered());
        assertThat(plain.reports().all()).isEmpty();
    }

    @Test
    void aLargeMessageIsInterruptedByASmallOne() throws Exception {
        Center.Side side = center.expect("s", false, Optional.empty());
        PeerSession session = connect("s", false, Manners.GOOD);
        Content large = Content.madeUp(200_000, 6);
        Content small = Content.madeUp(20, 7);
        // in the first chunk: the small one waits for its turn, which is the next
        SentMessage first =
                session.send(
                        Draft.of(TYPE, large)
                                .with(new Incident.Pause(2_048, Duration.ofSeconds(2))));
        SentMessage second = session.send(Draft.of(TYPE, small));
        assertThat(outcome(second)).isEqualTo(new Outcome.Answered());
        assertThat(outcome(first)).isEqualTo(new Outcome.Answered());
        assertTold(side, "complete " + small.sha256(), "complete " + large.sha256());
    }

    // ---- misbehaviour

    @Test
    void everyTokenIsASegment() throws Exception {
        Manners tokens = Manners.GOOD.with(new Manners.Writing.Tokens());
        assertExchange(tokens, 700, 200);
    }

    @Test
    void headersAreOdd() throws Exception {
        assertExchange(Manners.GOOD.withOddHeaders(), 10_000, 2_048);
    }

    @Test
    void octetsDripButFastEnough() throws Exception {
        assertExchange(
                Manners.GOOD.with(new Manners.Writing.Drip(7, Duration.ofMillis(1))), 2_000, 1_000);
    }

    private void assertExchange(Manners manners, int octets, int chunk) throws Exception {
        Center.Side side = center.expect("s", false, Optional.empty());
        PeerSession session = connect("s", false, manners);
        assertThat(session.keepAlive().get(20, TimeUnit.SECONDS)).isEqualTo(200);
        Content up = Content.madeUp(octets, 8);
        SentMessage sent = session.send(Draft.of(TYPE, up).inChunksOf(chunk).withSuccessReport());
        assertThat(outcome(sent)).isEqualTo(new Outcome.Answered());
        assertThat(sent.reports().await(1, _ -> true, SOON)).hasSize(1);
        Content down = Content.madeUp(octets, 9);
        assertThat(side.send("m", down, true).get(20, TimeUnit.SECONDS))
                .isEqualTo(new SendOutcome.Sent());
        assertThat(received(session).sha256()).isEqualTo(down.sha256());
        assertThat(side.reports.await(1, _ -> true, SOON)).containsExactly("200 1-" + octets);
        assertTold(side, "complete " + up.sha256());
        assertThat(center.malformed.get()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0-0/0", "1-1/1", "*-*/*", "0-*/0", "garbage"})
    void keepAlivesHaveStrangeRanges(String range) throws Exception {
        Center.Side side = center.expect("s", false, Optional.empty());
        PeerSession session = connect("s", false, Manners.GOOD.withEmptyRange(range));
        assertThat(session.keepAlive().get(20, TimeUnit.SECONDS)).isEqualTo(200);
        assertThat(session.keepAlive().get(20, TimeUnit.SECONDS)).isEqualTo(200);
        assertThat(side.told.all()).isEmpty();
    }

    @Test
    void aPeerThatDripsIsClosed() throws Exception {
        try (Center strict = new Center(2_048, 500, 200)) {
            Center.Side side = strict.expect("s", false, Optional.empty());
            Manners drip = Manners.GOOD.with(new Manners.Writing.Drip(1, Duration.ofMillis(20)));
            PeerSession session =
                    peer.connect(strict.at(false), plan("s", false, strict).with(drip));
            SentMessage sent = session.send(Draft.of(TYPE, Content.madeUp(2_000, 1)));
            assertThat(outcome(sent)).isEqualTo(new Outcome.Lost());
            assertThat(side.told.all()).doesNotContain("complete");
        }
    }

    @Test
    void answersComeLate() throws Exception {
        Center.Side side = center.expect("s", false, Optional.empty());
        PeerSession session =
                connect(
                        "s",
                        false,
                        Manners.GOOD.with(new Manners.Answering.Late(Duration.ofMillis(400))));
        assertThat(session.keepAlive().get(20, TimeUnit.SECONDS)).isEqualTo(200);
        Content down = Content.madeUp(10_000, 1);
        assertThat(side.send("m", down, false).get(20, TimeUnit.SECONDS))
                .isEqualTo(new SendOutcome.Sent());
        assertThat(received(session).sha256()).isEqualTo(down.sha256());
    }

    /// Too late is like never, and what comes then is nobody's.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void answersDoNotComeInTime(boolean later) throws Exception {
        Center.Side side = center.expect("s", false, Optional.empty());
        PeerSession session =
                connect(
                        "s",
                        false,
                        Manners.GOOD.with(
                                later
                                        ? new Manners.Answering.Late(Duration.ofSeconds(3))
                                        : new Manners.Answering.Never()));
        assertThat(session.keepAlive().get(20, TimeUnit.SECONDS)).isEqualTo(200);
        assertThat(side.send("m", Content.madeUp(5_000, 1), false).get(20, TimeUnit.SECONDS))
                .isEqualTo(new SendOutcome.TimedOut(true));
        if (later) {
            await().until(() -> center.strays.get() == 3);
        }
        assertThat(session.keepAlive().get(20, TimeUnit.SECONDS)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 413, 415})
    void refusalsAreTold(int status) throws Exception {
        Center.Side side = center.expect("s", false, Optional.empty());
        PeerSession session =
                connect("s", false, Manners.GOOD.with(new Manners.Answering.AtOnce(status)));
        assertThat(session.keepAlive().get(20, TimeUnit.SECONDS)).isEqualTo(200);
        SendOutcome outcome =
                side.send("m", Content.madeUp(1_000_000, 1), false).get(20, TimeUnit.SECONDS);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        SendOutcome.Refused.class,
                        refused -> assertThat(refused.status().code()).isEqualTo(status));
        assertThat(received(session).end()).isEqualTo(ReceivedMessage.End.ABORTED);
    }

    @Test
    void whatIsRefusedIsNotTakenForReceived() throws Exception {
        Center.Side side = center.expect("s", false, Optional.empty());
        PeerSession session =
                connect("s", false, Manners.GOOD.with(new Manners.Answering.AtOnce(481)));
        assertThat(session.keepAlive().get(20, TimeUnit.SECONDS)).isEqualTo(200);
        assertThat(side.send("m", Content.madeUp(100, 1), false).get(20, TimeUnit.SECONDS))
                .isEqualTo(new SendOutcome.Lost(CloseReason.REFUSED, false));
        assertThat(received(session).end()).isEqualTo(ReceivedMessage.End.REFUSED);
    }

    @Test
    void aMessageIsGivenUpInsideAChunk() throws Exception {
        Center.Side side = center.expect("s", false, Optional.empty());
        PeerSession session = connect("s", false, Manners.GOOD);
        SentMessage sent =
                session.send(
                        Draft.of(TYPE, Content.madeUp(10_000, 1))
                                .with(Draft.Ranges.OPEN_END)
                                .with(new Incident.Abort(5_000)));
        assertThat(outcome(sent)).isEqualTo(new Outcome.Aborted());
        assertTold(side, "abort SENDER");
        assertThat(session.keepAlive().get(20, TimeUnit.SECONDS)).isEqualTo(200);
    }

    // ---- peers that vanish

    /// The sender vanishes: inside of the first and a later chunk, between chunks, with every octet
    /// sent and the end-line missing.
    @ParameterizedTest
    @CsvSource({
        "false, 20",
        "false, 2047",
        "false, 2048",
        "false, 5000",
        "false, 9999",
        "false, 10000",
        "true, 20",
        "true, 5000",
        "true, 10000"
    })
    void aSenderVanishes(boolean secure, long at) throws Exception {
        Center.Side side = center.expect("s", secure, print(secure));
        PeerSession session = connect("s", secure, Manners.GOOD);
        assertThat(session.keepAlive().get(20, TimeUnit.SECONDS)).isEqualTo(200);
        SentMessage sent =
                session.send(
                        Draft.of(TYPE, Content.madeUp(10_000, 1)).with(new Incident.Vanish(at)));
        assertThat(outcome(sent)).isEqualTo(new Outcome.Vanished());
        assertTold(side, "abort SESSION_CLOSED", "closed PEER");
        await().until(() -> center.endpoint.sessionCount() == 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSenderVanishesBeforeTheMessage(boolean inTheHead) throws Exception {
        Center.Side side = center.expect("s", false, Optional.empty());
        PeerSession session = connect("s", false, Manners.GOOD);
        assertThat(session.keepAlive().get(20, TimeUnit.SECONDS)).isEqualTo(200);
        if (inTheHead) {
            SentMessage sent =
                    session.send(
                            Draft.of(TYPE, Content.madeUp(10, 1)).with(new Incident.Vanish(0)));
            assertThat(outcome(sent)).isEqualTo(new Outcome.Vanished());
        } else {
            session.connection().reset();
        }
        assertTold(side, "closed PEER");
    }

    /// The whole message is there: the center has it, whether its 200 arrives or not.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSenderVanishesAfterTheLastChunk(boolean secure) throws Exception {
        Center.Side side = center.expect("s", secure, print(secure));
        PeerSession session = connect("s", secure, Manners.GOOD);
        Content up = Content.madeUp(10_000, 1);
        SentMessage sent =
                session.send(Draft.of(TYPE, up).with(new Incident.Vanish(Incident.AFTER_THE_END)));
        sent.outcome(SOON);
        assertTold(side, "complete " + up.sha256(), "closed PEER");
    }

    /// The receiver vanishes: the center does not take the message for delivered unless the last
    /// 200 came.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aReceiverVanishes(boolean secure) throws Exception {
        Content down = Content.madeUp(10_000, 1);
        assertThat(vanishing("a", secure, new Manners.Vanishing.Inside(5_000, RESET), down))
                .isInstanceOf(SendOutcome.Lost.class);
        assertThat(vanishing("b", secure, new Manners.Vanishing.BeforeAnswer(RESET), down))
                .isEqualTo(new SendOutcome.Lost(CloseReason.PEER, true));
        assertThat(vanishing("c", secure, new Manners.Vanishing.BeforeReport(RESET), down))
                .isEqualTo(new SendOutcome.Sent());
    }

    private SendOutcome vanishing(String id, boolean secure, Manners.Vanishing where, Content down)
            throws Exception {
        Center.Side side = center.expect(id, secure, print(secure));
        PeerSession session = connect(id, secure, Manners.GOOD.with(where));
        assertThat(session.keepAlive().get(20, TimeUnit.SECONDS)).isEqualTo(200);
        SendOutcome outcome =
                side.send("m", down, true, FailureReport.YES).get(20, TimeUnit.SECONDS);
        assertTold(side, "closed PEER");
        assertThat(side.reports.all()).isEmpty();
        boolean whole = !(where instanceof Manners.Vanishing.Inside);
        ReceivedMessage got = received(session);
        assertThat(got.end())
                .isEqualTo(whole ? ReceivedMessage.End.COMPLETE : ReceivedMessage.End.CUT);
        return outcome;
    }
}
