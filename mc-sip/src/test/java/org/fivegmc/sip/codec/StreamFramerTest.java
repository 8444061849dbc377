package org.fivegmc.sip.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// RFC 3261 section 18.3 and RFC 5626 section 3.5.1.
class StreamFramerTest {
    private static final String HEAD =
            """
            MESSAGE sip:bob@example.com SIP/2.0
            Via: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bKa
            From: <sip:a@example.com>;tag=1
            To: <sip:b@example.com>
            Call-ID: c1
            CSeq: 1 MESSAGE
            """
                    .replace("\n", "\r\n");

    private static String message(String body) {
        return HEAD + "l: " + body.length() + "\r\n\r\n" + body;
    }

    private static StreamFramer framer(SipLimits limits) {
        return new StreamFramer(limits, new SipParser(limits));
    }

    private static List<String> drain(StreamFramer f) {
        List<String> out = new ArrayList<>();
        while (true) {
            switch (f.next()) {
                case StreamFramer.Received(SipParse p) -> out.add(p.toString());
                case StreamFramer.Ping _ -> out.add("ping");
                case StreamFramer.Pong _ -> out.add("pong");
                case StreamFramer.Waiting _ -> {
                    return out;
                }
            }
        }
    }

    private static List<String> feed(StreamFramer f, String text) {
        byte[] b = text.getBytes(StandardCharsets.ISO_8859_1);
        f.append(b, 0, b.length);
        return drain(f);
    }

    private static byte[] stream() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(message("hello").getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes("\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(message("").getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(message("body\r\n\r\nwith breaks").getBytes(StandardCharsets.ISO_8859_1));
        return out.toByteArray();
    }

    @Test
    void theEndOfTheHeadIsFoundWhereverItIs() {
        for (int pad = 0; pad < 9; pad++) {
            String subject = "Subject: " + "x".repeat(pad) + "\r\n";
            for (String last : List.of("l: 2\r\n\r\n", "l: 2\r\n\t\r\n\r\n", "l: 2 \r\r\n\r\n")) {
                StreamFramer one = framer(SipLimits.DEFAULTS);
                String head = HEAD + subject + last;
                byte[] octets = (head + "hi").getBytes(StandardCharsets.ISO_8859_1);
                for (int at = 0; at < octets.length - 1; at++) {
                    one.append(octets, at, 1);
                    assertThat(drain(one)).as(head.substring(0, at)).isEmpty();
                }
                one.append(octets, octets.length - 1, 1);
                List<String> slowly = drain(one);
                assertThat(slowly).hasSize(1);
                assertThat(feed(framer(SipLimits.DEFAULTS), head + "hi")).isEqualTo(slowly);
            }
        }
    }

    @Test
    @Tag("RFC3261-18.3")
    void everySplitInTwoGivesTheSameFrames() {
        byte[] stream = stream();
        List<String> whole =
                feed(framer(SipLimits.DEFAULTS), new String(stream, StandardCharsets.ISO_8859_1));
        assertThat(whole)
                .containsExactly(
                        message("hello"),
                        "ping",
                        message(""),
                        "pong",
                        message("body\r\n\r\nwith breaks"));
        for (int cut = 0; cut <= stream.length; cut++) {
            StreamFramer f = framer(SipLimits.DEFAULTS);
            List<String> frames = new ArrayList<>();
            f.append(stream, 0, cut);
            frames.addAll(drain(f));
            f.append(stream, cut, stream.length - cut);
            frames.addAll(drain(f));
            assertThat(frames).as("cut at %d", cut).isEqualTo(whole);
            assertThat(f.capacity()).as("an idle connection holds no buffer").isZero();
        }
    }

    @Test
    @Tag("RFC3261-18.3")
    void anySplitGivesTheSameFrames() {
        byte[] stream = stream();
        List<String> whole =
                feed(framer(SipLimits.DEFAULTS), new String(stream, StandardCharsets.ISO_8859_1));
        qt().forAll(lists().of(integers().between(1, 40)).ofSizeBetween(1, 60))
                .check(sizes -> {
                    StreamFramer f = framer(SipLimits.DEFAULTS);
                    List<String> frames = new ArrayList<>();
                    int at = 0;
                    for (int i = 0; at < stream.length; i++) {
                        int n = Math.min(sizes.get(i % sizes.size()), stream.length - at);
                        f.append(stream, at, n);
                        at += n;
                        frames.addAll(drain(f));
                    }
                    return frames.equals(whole);
                });
    }

    private static Malformed broken(StreamFramer f, String text) {
        byte[] b = text.getBytes(StandardCharsets.ISO_8859_1);
        f.append(b, 0, b.length);
        assertThat(f.next()).isInstanceOf(StreamFramer.Received.class);
        return lastMalformed(text);
    }

    private static Malformed lastMalformed(String text) {
        StreamFramer f = framer(SMALL);
        byte[] b = text.getBytes(StandardCharsets.ISO_8859_1);
        f.append(b, 0, b.length);
        return (Malformed) ((StreamFramer.Received) f.next()).parse();
    }

    private static final String NASTY = "\r\n :;,<>\"@=\\\0%[z";

    private static final SipLimits SMALL = new SipLimits(1_000, 2_000, 600, 20, 200, 1_000, 100);

    @Test
    @Tag("RFC3261-18.3")
    void lostFramingEndsTheConnectionAndIsAnswerable() {
        for (String length :
                List.of(
                        "",
                        "l: -1\r\n",
                        "l: x\r\n",
                        "l: 1\r\nContent-Length: 1\r\n",
                        "l: 1001\r\n")) {
            Malformed m = broken(framer(SMALL), HEAD + length + "\r\n");
            assertThat(m.scope()).isEqualTo(Malformed.Scope.CONNECTION);
            assertThat(m.answerable()).isPresent();
        }
        assertThat(lastMalformed(HEAD + "l: 1001\r\n\r\n").rule())
                .isEqualTo(SyntaxRule.BODY_TOO_LONG);
        assertThat(lastMalformed(HEAD + "\r\n").rule())
                .isEqualTo(SyntaxRule.CONTENT_LENGTH_MISSING);
    }

    @Test
    void anEndlessHeadIsCutOff() {
        Malformed m = lastMalformed(HEAD + "X: y\r\n".repeat(100));
        assertThat(m.rule()).isEqualTo(SyntaxRule.HEADERS_TOO_LONG);
        assertThat(m.scope()).isEqualTo(Malformed.Scope.CONNECTION);
        StreamFramer f = framer(SMALL);
        assertThat(feed(f, HEAD + "X: y\r\n".repeat(100))).hasSize(1);
        assertThat(feed(f, message("ignored"))).isEmpty();
    }

    @Test
    void faultsThatSpareTheFramingLetTheNextMessageThrough() {
        List<String> frames =
                feed(framer(SMALL), HEAD + "l: 0\r\nbad header\r\n\r\n" + message("next"));
        assertThat(frames).hasSize(2);
        assertThat(frames.getFirst()).contains("header-name");
        assertThat(frames.getLast()).isEqualTo(message("next"));
    }

    @Test
    void tooManyHeadersAndTooLongOnesAreRefused() {
        assertThat(
                        feed(framer(SMALL), HEAD + "l: 0\r\n" + "X:y\r\n".repeat(20) + "\r\n")
                                .getFirst())
                .contains("too-many-headers");
        assertThat(
                        feed(framer(SMALL), HEAD + "l: 0\r\nX: " + "y".repeat(200) + "\r\n\r\n")
                                .getFirst())
                .contains("header-too-long");
    }

    @Test
    void randomBytesNeverThrow() {
        Random random = new Random(7);
        byte[] seed = stream();
        SipParser parser = new SipParser(SMALL);
        SipCheck check = new SipCheck(java.util.Set.of());
        for (int round = 0; round < 20_000; round++) {
            byte[] b = round % 4 == 0 ? new byte[random.nextInt(300)] : seed.clone();
            if (round % 4 == 0) {
                random.nextBytes(b);
            } else {
                for (int i = 0; i < 1 + round % 7; i++) {
                    b[random.nextInt(b.length)] =
                            (byte) NASTY.charAt(random.nextInt(NASTY.length()));
                }
            }
            StreamFramer f = framer(SMALL);
            f.append(b, 0, b.length);
            drain(f);
            switch (parser.parseDatagram(b)) {
                case SipRequest r -> {
                    assertThat(check.check(r)).isNotNull();
                    assertThat(TortureTest.write(SipReply.of(400), r)).startsWith("SIP/2.0 400 ");
                    assertThat(r.contacts()).isNotNull();
                    assertThat(r.values(HeaderName.VIA)).isNotNull();
                }
                case SipResponse r -> assertThat(r.status()).isBetween(100, 699);
                case Malformed m -> assertThat(m.rule()).isNotNull();
            }
        }
    }
}
