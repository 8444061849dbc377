package org.fivegmc.msrp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.fivegmc.msrp.codec.FailureReport;
import org.fivegmc.msrp.session.BodySource;
import org.fivegmc.msrp.session.CloseReason;
import org.fivegmc.msrp.session.MsrpEvents;
import org.fivegmc.msrp.session.OutgoingMessage;
import org.fivegmc.msrp.session.SendOutcome;
import org.fivegmc.msrp.session.SessionLimits;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.sdp.Fingerprint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MsrpEndpointTest {
    private static final int TEN_MIB = 10 * 1024 * 1024;
    private static final EndpointLimits SHORT = Rig.limits(SessionLimits.DEFAULTS, 10, 10);

    private final Rig server = Rig.server(SHORT);
    private final Rig client = Rig.client(SHORT);
    private final DigestOwner here = new DigestOwner();
    private final DigestOwner there = new DigestOwner();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    /// Octets made up as they are asked for, so that nobody holds the message.
    private static final class MadeUp implements BodySource {
        final AtomicLong asked = new AtomicLong();
        private final long total;
        private final byte[] piece = new byte[65_536];

        MadeUp(long total) {
            this.total = total;
        }

        @Override
        public long total() {
            return total;
        }

        @Override
        public ByteSlice read(long offset, int most) {
            asked.set(offset + most);
            for (int i = 0; i < most; i++) {
                piece[i] = octet(offset + i);
            }
            return ByteSlice.of(piece, 0, most);
        }

        static byte octet(long at) {
            // CR, LF and dashes among others
            return (byte) "\r\n-------abc+$#\0".charAt((int) ((at * 7 + at / 1_000) % 16));
        }

        String sha256() {
            MessageDigest digest = DigestOwner.sha256();
            byte[] part = new byte[1_024];
            for (long at = 0; at < total; at += part.length) {
                int n = (int) Math.min(part.length, total - at);
                for (int i = 0; i < n; i++) {
                    part[i] = octet(at + i);
                }
                digest.update(part, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    private static CompletableFuture<SendOutcome> send(
            SessionHandle session, String id, BodySource source) {
        var outcome = new CompletableFuture<SendOutcome>();
        session.send(OutgoingMessage.of(id, "application/octet-stream", source, outcome::complete));
        return outcome;
    }

    private static SendOutcome soon(CompletableFuture<SendOutcome> outcome) throws Exception {
        return outcome.get(30, TimeUnit.SECONDS);
    }

    private List<Fingerprint> print(Rig rig, boolean secure) {
        return secure ? List.of(rig.endpoint.fingerprint()) : List.of();
    }

    private SessionHandle expect(String id, boolean secure) {
        return server.expect(id, secure, there, print(client, secure));
    }

    private SessionHandle connect(String id, boolean secure) {
        return client.connect(server, id, secure, here, print(server, secure));
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void tenMebibytesEachWay(boolean secure) throws Exception {
        SessionHandle theirs = expect("s1", secure);
        SessionHandle ours = connect("s1", secure);
        var up = new MadeUp(TEN_MIB);
        var down = new MadeUp(TEN_MIB + 1);
        var sentDown = send(theirs, "down", down);
        var sentUp = send(ours, "up", up);
        assertThat(soon(sentUp)).isInstanceOf(SendOutcome.Sent.class);
        assertThat(soon(sentDown)).isInstanceOf(SendOutcome.Sent.class);
        assertThat(there.told).containsExactly("bound", "complete " + up.sha256());
        assertThat(here.told).containsExactly("bound", "complete " + down.sha256());
        assertThat(client.events.count("stray")).isZero();
        assertThat(client.events.count("failed") + server.events.count("failed")).isZero();
        ours.close();
        await().untilAsserted(() -> assertThat(there.told).contains("closed PEER"));
        assertThat(here.told).contains("closed LOCAL");
        await().until(() ->
                server.endpoint.connectionCount() == 0 && client.endpoint.connectionCount() == 0);
        assertThat(server.endpoint.sessionCount() + client.endpoint.sessionCount()).isZero();
        assertThat(server.endpoint.unmatchedCount()).isZero();
    }

    /// What is under way is bounded by sockets and windows, not by the size of the message.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSlowSinkStopsTheSender(boolean secure) throws Exception {
        there.slow = true;
        expect("s1", secure);
        SessionHandle ours = connect("s1", secure);
        var source = new MadeUp(64L * TEN_MIB / 10);
        var outcome = send(ours, "m", source);
        await().until(() -> there.octets.get() > 0);
        await().during(Duration.ofMillis(300)).until(() -> server.events.count("paused") == 1);
        long written = there.octets.get();
        assertThat(written).isLessThan(1 << 18);
        assertThat(source.asked.get()).isLessThan(1 << 20);
        there.slow = false;
        there.resume.run();
        assertThat(soon(outcome)).isInstanceOf(SendOutcome.Sent.class);
        assertThat(there.told).containsExactly("bound", "complete " + source.sha256());
    }

    @Test
    void theLastAnswerWaitsForTheOwner() {
        there.accepts = false;
        expect("s1", false);
        var outcome = send(connect("s1", false), "m", new MadeUp(10_000));
        await().until(() -> there.told.size() == 2);
        await().during(Duration.ofMillis(200)).until(() -> !outcome.isDone());
        server.close();
        await().until(outcome::isDone);
        assertThat(outcome).isCompletedWithValue(new SendOutcome.Lost(CloseReason.PEER, true));
    }

    @Tag("RFC4975-5.4")
    @Test
    void severalSessionsShareAConnection() throws Exception {
        expect("s1", true);
        expect("s2", true);
        var first = send(connect("s1", true), "m", new MadeUp(100_000));
        assertThat(soon(first)).isInstanceOf(SendOutcome.Sent.class);
        SessionHandle second = connect("s2", true);
        assertThat(soon(send(second, "m", new MadeUp(100_000))))
                .isInstanceOf(SendOutcome.Sent.class);
        assertThat(server.endpoint.connectionCount()).isEqualTo(1);
        // two is the limit of one connection
        expect("s3", true);
        assertThat(soon(send(connect("s3", true), "m", new MadeUp(10))))
                .isInstanceOf(SendOutcome.Sent.class);
        assertThat(server.endpoint.connectionCount()).isEqualTo(2);
    }

    @Test
    void sessionsHaveALimitAndDifferentIds() {
        expect("s1", false);
        assertThatThrownBy(() -> expect("s1", false)).isInstanceOf(IllegalArgumentException.class);
        expect("s2", false);
        SessionHandle last = expect("s3", false);
        var spec =
                new SessionSpec(
                        Rig.uri("s4", false),
                        List.of(Rig.uri("x", false)),
                        false,
                        List.of(),
                        there);
        assertThat(server.endpoint.expect(spec)).isEmpty();
        last.close();
        assertThat(server.endpoint.expect(spec)).isPresent();
    }

    @Test
    void aSessionWaitsForItsPeerOnlySoLong() {
        SessionHandle session = expect("s1", false);
        var outcome = send(session, "m", new MadeUp(10));
        await().until(outcome::isDone);
        assertThat(outcome)
                .isCompletedWithValue(new SendOutcome.Lost(CloseReason.NEVER_CONNECTED, false));
        assertThat(there.told).containsExactly("closed NEVER_CONNECTED");
    }

    @Tag("RFC4975-14.4")
    @Tag("RFC8122-6")
    @Test
    void aWrongFingerprintOfTheServerIsRefused() {
        expect("s1", true);
        client.connect(server, "s1", true, here, List.of(Fingerprint.sha256(new byte[3])));
        await().untilAsserted(() -> assertThat(here.told).containsExactly("closed FINGERPRINT"));
        assertThat(there.told).isEmpty();
    }

    @Tag("RFC4975-14.4")
    @Tag("RFC8122-6")
    @Test
    void aWrongFingerprintOfTheClientIsRefused() {
        server.expect("s1", true, there, List.of(Fingerprint.sha256(new byte[3])));
        connect("s1", true);
        await().untilAsserted(
                        () -> assertThat(here.told).containsExactly("bound", "closed REFUSED"));
        assertThat(there.told).isEmpty();
    }

    @Test
    void aSessionOfTlsIsNotServedOverTcp() throws IOException {
        expect("s1", true);
        try (var socket = new RawPeer(server.at(false))) {
            socket.write(RawPeer.empty("t1", "s1"));
            assertThat(socket.line()).isEqualTo("MSRP t1 403 Forbidden");
        }
        assertThat(there.told).isEmpty();
    }

    @Tag("RFC4975-5.4")
    @Test
    void nobodyListensThere() throws IOException {
        int port;
        try (var unused = new ServerSocket(0)) {
            port = unused.getLocalPort();
        }
        var spec =
                new SessionSpec(
                        Rig.uri("c", false), List.of(Rig.uri("s", false)), false, List.of(), here);
        client.endpoint.connect(
                spec, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        await().untilAsserted(() -> assertThat(here.told).containsExactly("closed CONNECT_FAILED"));
        assertThat(client.endpoint.connectionCount()).isZero();
    }

    /// Long before the session would be given up because its peer has not come.
    @Test
    void whoDoesNotAcceptIsNotWaitedForLong() throws IOException {
        try (var full = new FullListener()) {
            var spec =
                    new SessionSpec(
                            Rig.uri("c", false),
                            List.of(Rig.uri("s", false)),
                            false,
                            List.of(),
                            here);
            client.endpoint.connect(spec, full.address());
            assertThat(here.told).isEmpty();
            await().untilAsserted(
                            () -> assertThat(here.told).containsExactly("closed CONNECT_FAILED"));
            assertThat(client.endpoint.connectionCount()).isZero();
        }
    }

    @Tag("RFC4975-5.4")
    @Test
    @Tag("RFC4975-10.10")
    void requestsAreMatchedBySessionId() throws IOException {
        expect("s1", false);
        try (var first = new RawPeer(server.at(false));
                var second = new RawPeer(server.at(false))) {
            first.write(RawPeer.empty("t0", "unknown"));
            assertThat(first.line()).isEqualTo("MSRP t0 481 No Such Session");
            first.write(
                    "MSRP t1 SEND\r\nTo-Path: x\r\nFrom-Path: msrp://p/q;tcp\r\n-------t1$\r\n");
            first.skip();
            assertThat(first.line()).isEqualTo("MSRP t1 400 Bad Request");
            first.write(RawPeer.empty("t2", "s1"));
            first.skip();
            assertThat(first.line()).isEqualTo("MSRP t2 200 OK");
            second.write(RawPeer.empty("t3", "s1"));
            assertThat(second.line()).isEqualTo("MSRP t3 506 Session Already In Use");
        }
    }

    /// Where a peer may vanish.
    @ParameterizedTest
    @CsvSource({
        "'',''",
        "'MSRP t1 SE',''",
        "'MSRP t1 SEND\r\nTo-Path: msrp://127.0.0.1:9/s1;tcp\r\nFrom-P',''",
        "'<head>','bound'",
        "'<head>hel','bound,abort SESSION_CLOSED'",
        "'<head>hello\r\n---','bound,abort SESSION_CLOSED'",
        "'<head>hello\r\n-------t1+\r\n','bound,abort SESSION_CLOSED'",
        "'<head>hello\r\n-------t1+\r\nMSRP t2','bound,abort SESSION_CLOSED'",
    })
    void aPeerVanishes(String octets, String told) throws IOException {
        expect("s1", false);
        var socket = new RawPeer(server.at(false));
        socket.write(octets.replace("<head>", RawPeer.head("t1", "s1", "m", "1-*/*")));
        await().until(() -> server.events.count("opened " + MsrpEvents.Direction.IN) == 1);
        if (!told.isEmpty()) {
            await().until(() -> !there.told.isEmpty());
        }
        socket.close();
        await().until(() -> server.endpoint.connectionCount() == 0);
        if (told.isEmpty()) {
            assertThat(there.told).isEmpty();
        } else {
            await().untilAsserted(() ->
                    assertThat(String.join(",", there.told)).isEqualTo(told + ",closed PEER"));
        }
        assertThat(server.endpoint.unmatchedCount()).isZero();
    }

    @Test
    void aConnectionThatNamesNoSessionIsClosed() throws IOException {
        try (var socket = new RawPeer(server.at(false))) {
            socket.write(RawPeer.empty("t1", "unknown"));
            assertThat(socket.line()).startsWith("MSRP t1 481");
            socket.awaitEnd();
        }
        await().until(() -> server.events.count(CloseReason.UNMATCHED) == 1);
    }

    @Test
    void aTlsClientThatSaysNothingIsClosed() throws IOException {
        try (var socket = new RawPeer(server.at(true))) {
            socket.awaitEnd();
        }
        await().until(() -> server.endpoint.connectionCount() == 0);
    }

    @Test
    void whatIsNoMsrpIsClosed() throws IOException {
        try (var socket = new RawPeer(server.at(false))) {
            socket.write("GET / HTTP/1.1\r\n\r\n");
            socket.awaitEnd();
        }
        await().until(() -> server.events.count(CloseReason.MALFORMED) == 1);
        await().until(() -> server.events.count("START_LINE") == 1);
    }

    @Test
    void stalledAndIdlePeersAreClosed() throws IOException {
        expect("s1", false);
        expect("s2", false);
        try (var stalled = new RawPeer(server.at(false));
                var idle = new RawPeer(server.at(false))) {
            stalled.write(RawPeer.head("t1", "s1", "m", "1-*/*") + "hel");
            idle.write(RawPeer.empty("t2", "s2"));
            stalled.awaitEnd();
            await().until(() -> server.events.count(CloseReason.SLOW_SENDER) == 1);
            assertThat(server.events.count(CloseReason.IDLE)).isZero();
            idle.awaitEnd();
            await().until(() -> server.events.count(CloseReason.IDLE) == 1);
        }
        await().untilAsserted(
                        () -> assertThat(there.told).contains("closed SLOW_SENDER", "closed IDLE"));
    }

    /// One octet now and then is never still for long; a whole frame in time may be as small as it
    /// likes.
    @Test
    void aPeerThatDripsIsClosed() throws IOException, InterruptedException {
        expect("s1", false);
        expect("s2", false);
        try (var drips = new RawPeer(server.at(false));
                var small = new RawPeer(server.at(false))) {
            drips.write(RawPeer.head("t1", "s1", "m", "1-*/*"));
            for (int i = 0; i < 60 && server.events.count(CloseReason.SLOW_SENDER) == 0; i++) {
                try {
                    drips.write("x");
                } catch (SocketException _) {
                    // that is what is waited for
                }
                small.write(RawPeer.empty("k" + i, "s2"));
                Thread.sleep(50);
            }
            await().until(() -> server.events.count(CloseReason.SLOW_SENDER) == 1);
            small.write(RawPeer.empty("last", "s2"));
            await().until(() -> server.endpoint.connectionCount() == 1);
        }
        await().untilAsserted(() ->
                assertThat(there.told).contains("abort SESSION_CLOSED", "closed SLOW_SENDER"));
    }

    @Test
    void aPeerThatDoesNotReadIsClosed() throws IOException {
        SessionHandle session = expect("s1", false);
        try (var socket = new RawPeer(server.at(false))) {
            socket.write(RawPeer.empty("t1", "s1"));
            var outcome = new CompletableFuture<SendOutcome>();
            session.send(
                    new OutgoingMessage(
                            "m",
                            "text/plain",
                            new MadeUp(100L * TEN_MIB),
                            false,
                            FailureReport.NO,
                            outcome::complete));
            await().until(outcome::isDone);
            assertThat(outcome)
                    .isCompletedWithValue(new SendOutcome.Lost(CloseReason.SLOW_READER, false));
        }
    }

    @Test
    void aPeerThatDoesNotReadAnswersIsCutOff() throws IOException {
        expect("s1", false);
        try (var socket = new RawPeer(server.at(false))) {
            String many = RawPeer.empty("t1", "s1").repeat(1_000);
            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 1_000; i++) {
                                    socket.write(many);
                                }
                            })
                    .isInstanceOf(IOException.class);
        }
        await().until(() -> server.events.count(CloseReason.SLOW_READER) == 1);
    }

    @Test
    void connectionsHaveLimits() throws IOException {
        try (var few = Rig.server(Rig.limits(SessionLimits.DEFAULTS, 2, 1))) {
            few.expect("s1", false, there, List.of());
            few.expect("s2", false, there, List.of());
            try (var first = new RawPeer(few.at(false))) {
                await().until(() -> few.endpoint.unmatchedCount() == 1);
                try (var second = new RawPeer(few.at(false))) {
                    second.awaitEnd();
                }
                assertThat(few.events.count(MsrpEvents.Refused.TOO_MANY_UNMATCHED)).isEqualTo(1);
                first.write(RawPeer.empty("t1", "s1"));
                assertThat(first.line()).isEqualTo("MSRP t1 200 OK");
                try (var third = new RawPeer(few.at(false))) {
                    third.write(RawPeer.empty("t2", "s2"));
                    assertThat(third.line()).isEqualTo("MSRP t2 200 OK");
                    try (var fourth = new RawPeer(few.at(false))) {
                        fourth.awaitEnd();
                    }
                    assertThat(few.events.count(MsrpEvents.Refused.TOO_MANY_CONNECTIONS))
                            .isEqualTo(1);
                }
            }
        }
    }

    @Test
    void addressesInUseStopTheStart() {
        var config =
                new EndpointConfig(
                        List.of(new EndpointConfig.Listener(server.at(false), false)),
                        MsrpIdentity.selfSigned("x", Instant.now(), Duration.ofDays(1)),
                        1,
                        false,
                        SHORT);
        assertThatThrownBy(() -> MsrpEndpoint.start(config, MsrpEvents.NONE))
                .isInstanceOf(EndpointStartException.class);
    }

    /// A socket that says what it is told to.
    private static final class RawPeer implements AutoCloseable {
        private final Socket socket;

        RawPeer(InetSocketAddress server) throws IOException {
            socket = new Socket(server.getAddress(), server.getPort());
            socket.setSoTimeout(10_000);
        }

        static String head(String id, String session, String message, String range) {
            return "MSRP "
                    + id
                    + " SEND\r\nTo-Path: msrp://127.0.0.1:9/"
                    + session
                    + ";tcp\r\nFrom-Path: msrp://p/q;tcp\r\nMessage-ID: "
                    + message
                    + "\r\nByte-Range: "
                    + range
                    + "\r\nContent-Type: text/plain\r\n\r\n";
        }

        static String empty(String id, String session) {
            return "MSRP "
                    + id
                    + " SEND\r\nTo-Path: msrp://127.0.0.1:9/"
                    + session
                    + ";tcp\r\nFrom-Path: msrp://p/q;tcp\r\n-------"
                    + id
                    + "$\r\n";
        }

        void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        String line() throws IOException {
            var line = new StringBuilder();
            int octet = socket.getInputStream().read();
            while (octet >= 0 && octet != '\n') {
                line.append((char) octet);
                octet = socket.getInputStream().read();
            }
            return line.toString().strip();
        }

        /// The rest of a response.
        void skip() throws IOException {
            while (!line().startsWith("-------")) {
                // headers
            }
        }

        void awaitEnd() throws IOException {
            try {
                while (socket.getInputStream().read() >= 0) {
                    // until the other side closes
                }
            } catch (SocketException _) {
                // reset is an end, too
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /// A device may connect as soon as it has our offer: its answer travels by other ways.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anOfferIsTakenBeforeItsAnswerIsHere(boolean secure) throws Exception {
        SessionHandle offered = server.endpoint.offer(Rig.uri("s1", secure), there).orElseThrow();
        var down = new MadeUp(5_000);
        var sentDown = send(offered, "down", down);
        SessionHandle ours = connect("s1", secure);
        var up = new MadeUp(3_000);
        assertThat(soon(send(ours, "up", up))).isInstanceOf(SendOutcome.Sent.class);
        assertThat(there.told).containsExactly("bound", "complete " + up.sha256());
        assertThat(sentDown).isNotDone();
        offered.agreed(answered("s1", secure, print(client, secure)));
        assertThat(soon(sentDown)).isInstanceOf(SendOutcome.Sent.class);
        assertThat(here.told).containsExactly("bound", "complete " + down.sha256());
    }

    @Test
    void aDeviceThatTookAnOfferMustBeTheOneOfTheAnswer() {
        SessionHandle offered = server.endpoint.offer(Rig.uri("s1", true), there).orElseThrow();
        connect("s1", true);
        await().until(() -> there.told.contains("bound"));
        offered.agreed(answered("s1", true, print(server, true)));
        await().untilAsserted(() -> assertThat(there.told).contains("closed FINGERPRINT"));
    }

    @Test
    void anOfferThatIsAnsweredFirstIsAnOrdinarySession() throws Exception {
        SessionHandle offered = server.endpoint.offer(Rig.uri("s1", false), there).orElseThrow();
        offered.agreed(answered("s1", false, List.of()));
        var down = new MadeUp(10);
        var sentDown = send(offered, "down", down);
        connect("s1", false);
        assertThat(soon(sentDown)).isInstanceOf(SendOutcome.Sent.class);
        assertThatThrownBy(() -> offered.agreed(answered("s1", false, List.of())))
                .isInstanceOf(IllegalStateException.class);
    }

    private SessionSpec answered(String id, boolean secure, List<Fingerprint> prints) {
        return new SessionSpec(
                Rig.uri(id, secure), List.of(Rig.uri("c" + id, secure)), secure, prints, there);
    }
}
