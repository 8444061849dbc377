package org.fivegmc.sip.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is refused without parsing is refused as it would be after it.
class PlainHeadTest {
    private static final String MESSAGE =
            """
            MESSAGE sip:+8613800000001@example.com;user=phone SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKtop;rport
            Via: SIP/2.0/TCP pcscf.example.com;branch=z9hG4bKsecond, SIP/2.0/TCP ue;branch=z9hG4bK3
            Max-Forwards: 70
            f: "Alice" <sip:a@example.com>;tag=1
            To: Bob <sip:b@example.com>
            Call-ID: 4711@192.0.2.1
            CSeq: 17 MESSAGE
            Timestamp: 54.21
            Contribution-ID: abc
            P-Asserted-Identity: <tel:+8613800000002>
            Content-Type: text/plain
            Content-Length: 5

            hello\
            """
                    .replace("\n", "\r\n");

    private final PlainHead head = new PlainHead();
    private final SipCheck check = new SipCheck(Set.of());

    @BeforeAll
    static void readCorpus() throws IOException, URISyntaxException {
        TortureMutationTest.readCorpus();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private boolean isPlain(byte[] wire) {
        // an array that is longer than the datagram, as that of a loop
        byte[] array = Arrays.copyOf(wire, wire.length + 50);
        Arrays.fill(array, wire.length, array.length, (byte) 'x');
        return head.read(array, wire.length);
    }

    private String answer() {
        var w = new SipWriter();
        head.answer(
                w, SipReply.of(503).with(HeaderName.RETRY_AFTER, "7"), "abc", "192.0.2.9", 5099);
        assertThat(w.length() % PlainHead.UNIT).isZero();
        return new String(w.toByteArray(), StandardCharsets.UTF_8)
                .replaceFirst("Content-Length: *0\r\n\r\n$", "Content-Length: 0\r\n\r\n");
    }

    private static String answer(SipRequest parsed) {
        var w = new SipWriter();
        ResponseWriter.write(
                w,
                parsed,
                SipReply.of(503).with(HeaderName.RETRY_AFTER, "7"),
                "abc",
                "192.0.2.9",
                5099);
        return new String(w.toByteArray(), StandardCharsets.UTF_8);
    }

    private static SipParse parse(byte[] wire) {
        return new SipParser(SipLimits.DEFAULTS).parseDatagram(wire);
    }

    @Test
    void theAnswerIsThatToTheParsedRequest() {
        byte[] wire = bytes(MESSAGE);
        assertThat(isPlain(wire)).isTrue();
        assertThat(head.method()).isEqualTo(SipMethod.MESSAGE);
        assertThat(answer()).isEqualTo(answer((SipRequest) parse(wire)));
        assertThat(answer()).contains("\r\nTo: Bob <sip:b@example.com>;tag=abc\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "From: ,From:\t",
        "To: Bob,t:Bob",
        "Via: SIP,v:SIP",
        "branch=z9hG4bKtop;rport,branch=z9hG4bKtop",
        "CSeq: 17 MESSAGE,CSEQ:17  MESSAGE",
        "Timestamp: 54.21,Subject: \u00e4\u00f6\t\u00fc",
    })
    void otherSpellings(String from, String to) {
        byte[] wire = bytes(MESSAGE.replace(from, to));
        assertThat(isPlain(wire)).isTrue();
        assertThat(answer()).isEqualTo(answer((SipRequest) parse(wire)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "To: Bob <sip:b@example.com>|To: Bob <sip:b@example.com>;tag=x",
                "To: Bob <sip:b@example.com>|To: Bob <sip:b@example.com>; TAG = x",
                "To: Bob|To: Bob\r\n ",
                "To: Bob|T: Bob <sip:c@example.com>\r\nTo: Bob",
                "CSeq: 17 MESSAGE|CSeq: 17 INVITE",
                "CSeq: 17 MESSAGE|CSeq: 4294967296 MESSAGE",
                "CSeq: 17 MESSAGE|CSeq: MESSAGE",
                "Call-ID: 4711@192.0.2.1|Call-ID: ",
                "Call-ID: 4711@192.0.2.1\r\n|",
                "branch=z9hG4bKtop|branch=top",
                "branch=z9hG4bKtop|branch=z9hG4bKtop;;",
                "branch=z9hG4bKtop;rport|branch=z9hG4bKtop, SIP/2.0/UDP x",
                "SIP/2.0\r\nVia|SIP/3.0\r\nVia",
                "SIP/2.0\r\nVia|SIP/2.0\nVia",
                "MESSAGE sip|NEWMETHOD sip",
                "MESSAGE sip|\r\nMESSAGE sip",
                "user=phone SIP|user=phone  SIP",
                "Content-Length: 5\r\n\r\n|Content-Length: 5\r\n",
                "Contribution-ID: abc|Contribution-ID: \u0000",
                "To: Bob|To : Bob",
                "Timestamp: 54.21|Timestamp:",
                "Max-Forwards: 70|Max-Forwards: 70\rX: 1",
                "Max-Forwards: 70|Max-Forwards: 70\nX: 1",
            })
    void whatIsNotPlainIsLeftToTheParser(String change) {
        int bar = change.indexOf('|');
        String changed = MESSAGE.replace(change.substring(0, bar), change.substring(bar + 1));
        assertThat(changed).isNotEqualTo(MESSAGE);
        assertThat(isPlain(bytes(changed))).as("%s", changed).isFalse();
    }

    @Test
    void longHeadsAreNotPlain() {
        String filler = "X: " + "y".repeat(PlainHead.MAX_BYTES) + "\r\n";
        assertThat(isPlain(bytes(MESSAGE.replace("CSeq:", filler + "CSeq:")))).isFalse();
        String vias = "Via: SIP/2.0/UDP x;branch=z9hG4bKx\r\n".repeat(16);
        assertThat(isPlain(bytes(MESSAGE.replace("CSeq:", vias + "CSeq:")))).isFalse();
    }

    /// Damage of any kind: what is taken for plain and passes the parser gets the same answer; what
    /// does not pass gets an answer that can be read.
    @Test
    void damagedRequests() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        int plain = 0;
        int same = 0;
        for (int round = 0; round < 60_000; round++) {
            byte[] wire = TortureMutationTest.damaged(bytes(MESSAGE), random);
            if (!isPlain(wire)) {
                continue;
            }
            plain++;
            String text = answer();
            if (parse(wire) instanceof SipRequest r && check.check(r) instanceof SipCheck.Passed) {
                assertThat(text).as("seed %d", seed).isEqualTo(answer(r));
                assertThat(r.to().tag()).as("seed %d", seed).isNull();
                same++;
            }
            assertThat(parse(bytes(text)))
                    .as("seed %d, %s", seed, text)
                    .isInstanceOf(SipResponse.class);
        }
        assertThat(plain).isGreaterThan(same);
        assertThat(same).isGreaterThan(1_000);
    }
}
