package org.fivegmc.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.server.hostile.Requests.ALICE;
import static org.fivegmc.server.hostile.Requests.BOB;
import static org.fivegmc.server.hostile.Requests.utf8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Single messages that are too large, cut off, or lie about themselves, sent to a running server.
/// Each gets its own answer, and nobody else notices.
@org.jspecify.annotations.NullUnmarked // JUnit sets the fields
class HostileInputTest {

    private static final int WAIT_MS = 10_000;
    private static final String CPIM_HEAD =
            "From: <sip:a@b>\r\nTo: <sip:b@b>\r\nDateTime: 2026-01-01T00:00:00Z\r\n";
    private static final String IMDN_NS = "NS: imdn <urn:ietf:params:imdn>\r\n";

    @TempDir private static Path directory;

    private static HostileServer server;

    @BeforeAll
    static void start() throws IOException {
        server = HostileServer.start(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String optionsHead() {
        return Requests.head("OPTIONS", "sip:" + Requests.DOMAIN, Requests.uri(ALICE), "sip:x@y");
    }

    private static byte[] withLength(String length, String body) {
        return utf8(optionsHead() + "Content-Length: " + length + "\r\n\r\n" + body);
    }

    private static byte[] deflated(int length) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(out)) {
            deflater.write(new byte[length]);
        }
        return out.toByteArray();
    }

    private static byte[] flood(int headers, int octetsEach) {
        var head = new StringBuilder(optionsHead());
        for (int i = 0; i < headers; i++) {
            head.append("X-").append(i).append(": ").repeat("x", octetsEach).append("\r\n");
        }
        return utf8(head.append("Content-Length: 0\r\n\r\n").toString());
    }

    private static byte[] cpim(String head, byte[] content) {
        return Requests.message("message/cpim", Requests.with(head, content));
    }

    static Stream<Arguments> bodies() throws IOException {
        byte[] notUtf8 = {(byte) 0xff, (byte) 0xfe, (byte) 0xc0, 'x'};
        String id = "imdn.Message-ID: m1\r\n";
        String inner = "\r\nContent-Type: text/plain;charset=utf-8\r\n\r\n";
        return Stream.of(
                Arguments.of(
                        "text that is not UTF-8",
                        400,
                        "bad_charset",
                        Requests.message("text/plain", notUtf8)),
                Arguments.of("CPIM of garbage", 400, "bad_cpim", cpim("", notUtf8)),
                Arguments.of(
                        "CPIM whose head is not UTF-8",
                        400,
                        "bad_cpim",
                        cpim("Subject: ", Requests.with("", notUtf8))),
                Arguments.of(
                        "CPIM that asks for reports without Message-ID",
                        400,
                        "bad_message_id",
                        cpim(
                                CPIM_HEAD
                                        + IMDN_NS
                                        + "imdn.Disposition-Notification: display\r\n"
                                        + inner,
                                utf8("hello"))),
                Arguments.of(
                        "CPIM with an endless Message-ID",
                        400,
                        "bad_message_id",
                        cpim(
                                CPIM_HEAD
                                        + IMDN_NS
                                        + "imdn.Message-ID: "
                                        + "m".repeat(5000)
                                        + "\r\n"
                                        + inner,
                                utf8("hello"))),
                Arguments.of(
                        "CPIM that ends in its head",
                        400,
                        "bad_cpim",
                        cpim(CPIM_HEAD + IMDN_NS + id, utf8(""))),
                Arguments.of(
                        "an IMDN that is no XML",
                        400,
                        "bad_imdn",
                        cpim(
                                CPIM_HEAD
                                        + IMDN_NS
                                        + id
                                        + "\r\nContent-Type: message/imdn+xml\r\n\r\n",
                                utf8("<imdn><message-id>"))),
                Arguments.of(
                        "an IMDN that expands itself",
                        400,
                        "bad_imdn",
                        cpim(
                                CPIM_HEAD
                                        + IMDN_NS
                                        + id
                                        + "\r\nContent-Type: message/imdn+xml\r\n\r\n",
                                utf8(
                                        "<!DOCTYPE x [<!ENTITY a \"b\"><!ENTITY c \"&a;&a;\">]>"
                                                + "<imdn>&c;</imdn>"))),
                Arguments.of(
                        "deflate bomb",
                        413,
                        "inflates_too_large",
                        Requests.message(
                                "text/plain", deflated(20 << 20), "Content-Encoding: deflate")),
                Arguments.of(
                        "no deflate at all",
                        400,
                        "bad_encoding",
                        Requests.message("text/plain", notUtf8, "Content-Encoding: deflate")),
                Arguments.of(
                        "an unknown coding",
                        415,
                        "unknown_encoding",
                        Requests.message("text/plain", notUtf8, "Content-Encoding: br")),
                Arguments.of(
                        "a type nobody reads",
                        415,
                        "unknown_type",
                        Requests.message("image/png", notUtf8)),
                Arguments.of(
                        "a type that is none",
                        415,
                        "unknown_type",
                        Requests.message(";;;///", notUtf8)),
                Arguments.of("an empty type", 415, "unknown_type", Requests.message("", notUtf8)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void bodies(String what, int status, String reason, byte[] request) throws Exception {
        double before = refused(reason);
        try (var tcp = new TcpPeer(server.sip());
                var udp = new UdpPeer(server.sip())) {
            assertThat(tcp.finalAnswer(request, WAIT_MS)).as(what).isEqualTo(status);
            assertThat(tcp.finalAnswer(Requests.options(), WAIT_MS)).isEqualTo(200);
            if (request.length < 60_000) {
                // the same transaction, by another way
                assertThat(udp.finalAnswer(request, WAIT_MS)).as(what).isEqualTo(status);
            }
        }
        assertThat(refused(reason)).as(what).isGreaterThan(before);
        server.servesTheWellBehaved();
    }

    private static double refused(String reason) throws Exception {
        return server.meter("mc_messages_refused_total", "reason=\"" + reason + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "-1, '', 400",
        "99999999999999999999, '', 400",
        "2147483648, '', 400",
        "2147483647, '', 413",
        "1e3, '', 400",
        "'', '', 400",
        "10, short, 400"
    })
    void lengthsThatCannotBe(String length, String body, int status) throws Exception {
        double before = server.meter("mc_sip_malformed_total", "");
        try (var udp = new UdpPeer(server.sip());
                var tcp = new TcpPeer(server.sip())) {
            int overUdp = udp.finalAnswer(withLength(length, body), WAIT_MS);
            // in a datagram a length beyond its end is all the same wrong
            assertThat(overUdp).isEqualTo(400);
            if (!"short".equals(body)) {
                assertThat(tcp.finalAnswer(withLength(length, body), WAIT_MS)).isEqualTo(status);
                assertThat(tcp.isClosedWithin(WAIT_MS)).as("framing is lost").isTrue();
            }
        }
        assertThat(server.meter("mc_sip_malformed_total", "")).isGreaterThan(before);
        server.servesTheWellBehaved();
    }

    /// What the length does not cover is ignored in a datagram and begins the next message in a
    /// stream.
    @Test
    void moreThanItsLength() throws IOException {
        byte[] request = withLength("0", "more than was said, and no SIP at all\r\n\r\n");
        try (var udp = new UdpPeer(server.sip());
                var tcp = new TcpPeer(server.sip())) {
            assertThat(udp.finalAnswer(request, WAIT_MS)).isEqualTo(200);
            assertThat(tcp.finalAnswer(request, WAIT_MS)).isIn(200, TcpPeer.CLOSED);
            assertThat(tcp.isClosedWithin(WAIT_MS)).isTrue();
        }
        server.servesTheWellBehaved();
    }

    @Test
    void twoLengthsAndNone() throws IOException {
        byte[] two = utf8(optionsHead() + "Content-Length: 0\r\nl: 5\r\n\r\nhello");
        byte[] none = utf8(optionsHead() + "\r\n");
        try (var first = new TcpPeer(server.sip());
                var second = new TcpPeer(server.sip());
                var udp = new UdpPeer(server.sip())) {
            assertThat(udp.finalAnswer(two, WAIT_MS)).isEqualTo(400);
            assertThat(udp.finalAnswer(none, WAIT_MS)).isEqualTo(200);
            assertThat(first.finalAnswer(two, WAIT_MS)).isEqualTo(400);
            assertThat(first.isClosedWithin(WAIT_MS)).isTrue();
            assertThat(second.finalAnswer(none, WAIT_MS)).isEqualTo(400);
            assertThat(second.isClosedWithin(WAIT_MS)).isTrue();
        }
        server.servesTheWellBehaved();
    }

    @Test
    void aThousandHeadersAndAMegabyteOfThem() throws Exception {
        double before = server.meter("mc_sip_malformed_total", "");
        try (var udp = new UdpPeer(server.sip());
                var many = new TcpPeer(server.sip());
                var long1 = new TcpPeer(server.sip());
                var mega = new TcpPeer(server.sip())) {
            assertThat(udp.finalAnswer(flood(1000, 5), WAIT_MS)).isEqualTo(400);
            assertThat(many.finalAnswer(flood(1000, 5), WAIT_MS)).isEqualTo(400);
            assertThat(long1.finalAnswer(flood(1, 20_000), WAIT_MS)).isEqualTo(400);
            // closed while more was under way: the answer may be lost with the connection
            assertThat(mega.finalAnswer(flood(1000, 1000), WAIT_MS)).isIn(400, TcpPeer.CLOSED);
            assertThat(mega.isClosedWithin(WAIT_MS)).isTrue();
        }
        assertThat(server.meter("mc_sip_malformed_total", "")).isGreaterThanOrEqualTo(before + 4);
        server.servesTheWellBehaved();
    }

    @Test
    void largerThanAllowed() throws Exception {
        double before = refused("body_too_large");
        byte[] datagram = Requests.message("text/plain", utf8("x".repeat(64_500)));
        byte[] stream = Requests.message("text/plain", utf8("x".repeat(3 << 20)));
        try (var udp = new UdpPeer(server.sip());
                var tcp = new TcpPeer(server.sip())) {
            assertThat(datagram.length).isBetween(64_000, 65_507);
            assertThat(udp.finalAnswer(datagram, WAIT_MS)).isEqualTo(413);
            assertThat(refused("body_too_large")).isEqualTo(before + 1);
            assertThat(tcp.finalAnswer(stream, WAIT_MS)).isIn(413, TcpPeer.CLOSED);
            assertThat(tcp.isClosedWithin(WAIT_MS)).isTrue();
        }
        server.servesTheWellBehaved();
    }

    @Test
    void cutOffAnywhere() throws IOException {
        byte[] whole = Requests.text("to be cut");
        try (var udp = new UdpPeer(server.sip())) {
            for (int length = 0; length < whole.length; length += 7) {
                udp.send(java.util.Arrays.copyOf(whole, length));
            }
            assertThat(udp.finalAnswer(Requests.options(), WAIT_MS)).isNotZero();
        }
        for (int length = 1; length < whole.length; length += 37) {
            try (var tcp = new TcpPeer(server.sip())) {
                tcp.send(java.util.Arrays.copyOf(whole, length));
            }
        }
        server.servesTheWellBehaved();
    }

    /// A REGISTER of an S-CSCF whose body is parts within parts within parts.
    @Test
    void nestedPartsInAThirdPartyRegister() throws IOException {
        var body = new StringBuilder();
        int depth = 500;
        for (int i = 0; i < depth; i++) {
            body.append("--b").append(i).append("\r\nContent-Type: multipart/mixed;boundary=b");
            body.append(i + 1).append("\r\n\r\n");
        }
        byte[] nested = utf8(body.toString());
        String head =
                Requests.head(
                        "REGISTER",
                        "sip:" + Requests.DOMAIN,
                        "sip:scscf@" + Requests.DOMAIN,
                        Requests.uri("+8613812340077"));
        byte[] request =
                Requests.with(
                        head
                                + "Contact: <sip:scscf@127.0.0.1>\r\nExpires: 600\r\n"
                                + "Content-Type: multipart/mixed;boundary=b0\r\n"
                                + "Content-Length: "
                                + nested.length
                                + "\r\n\r\n",
                        nested);
        try (var tcp = new TcpPeer(server.sip())) {
            assertThat(tcp.finalAnswer(request, WAIT_MS)).isEqualTo(200);
        }
        server.servesTheWellBehaved();
    }

    @Test
    void registrationsFullOfNonsense() throws IOException {
        String contact = "<sip:" + BOB + "@127.0.0.1>";
        String many = (contact + ";expires=99999999999999999999,").repeat(200) + contact;
        for (String contacts : new String[] {"*", "<<<>>>", "<sip:@>;expires=-1", many}) {
            String head =
                    Requests.head(
                            "REGISTER",
                            "sip:" + Requests.DOMAIN,
                            Requests.uri("+8613812340078"),
                            Requests.uri("+8613812340078"));
            try (var udp = new UdpPeer(server.sip())) {
                int status =
                        udp.finalAnswer(
                                utf8(
                                        head
                                                + "Contact: "
                                                + contacts
                                                + "\r\nContent-Length: 0\r\n\r\n"),
                                WAIT_MS);
                assertThat(status).as(contacts).isBetween(400, 499);
            }
        }
        server.servesTheWellBehaved();
    }
}
