package org.fivegmc.msrp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.fivegmc.wire.ByteSlice;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 4975 sections 7.1 and 9.
class MsrpDecoderTest {
    private static final String PATHS =
            "To-Path: msrp://a:1/x;tcp\r\nFrom-Path: msrp://b:2/y;tcp\r\n";

    private static String send(String id, String body, String flag) {
        return "MSRP "
                + id
                + " SEND\r\n"
                + PATHS
                + "Message-ID: 1\r\nByte-Range: 1-*/*\r\n"
                + "Content-Type: text/plain\r\n\r\n"
                + body
                + "\r\n-------"
                + id
                + flag
                + "\r\n";
    }

    private static String response(String id) {
        return "MSRP " + id + " 200 OK\r\n" + PATHS + "-------" + id + "$\r\n";
    }

    private static final String TROUBLE =
            send("abcd", "hello", "$")
                    + response("a786hjs2")
                    // what looks like an end-line and is none
                    + send(
                            "dash",
                            "\r\n-------das$\r\n-------dash\r\n-------dash!\r\n--------dash$",
                            "+")
                    + send("tail", "-------tail$\r\r\n\r\n", "#")
                    + send("near", "\r\n-------near$\r\r\n-------near$x\r\n-------near$ \r\n", "$")
                    + send("line", "\r\r\r\n\r\n\n\r", "$")
                    // another frame inside of a body
                    + send("outr", response("inner"), "$")
                    + "MSRP 7e3f SEND\r\n"
                    + PATHS
                    + "-------7e3f$\r\n"
                    // an empty line where there is no body
                    + "MSRP 7e40 SEND\r\n"
                    + PATHS
                    + "\r\n-------7e40$\r\n"
                    + send("none", "", "$")
                    + "\r\n\r\n"
                    + send("last", "\0\u00ff-------", "$");

    private static List<String> whole(String text) {
        return new Stream(MsrpLimits.DEFAULTS).feed(text).told;
    }

    @Tag("RFC4975-9")
    @Test
    void readsARequest() {
        var decoder = new MsrpDecoder(MsrpLimits.DEFAULTS);
        String text =
                """
                MSRP d93kswow SEND
                To-Path: msrp://a:1/x;tcp msrp://c/z;tcp
                from-path:msrp://b:2/y;tcp\s
                Message-ID: 12339sdqwer
                Byte-Range: 17-32/4000
                Success-Report: yes
                Failure-Report: partial
                X-New: some thing
                Content-Type: text/plain;charset=UTF-8

                Hi
                -------d93kswow+
                """
                        .replace("\n", "\r\n");
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        decoder.feed(octets, 0, octets.length);
        Head head = (Head) decoder.next();
        assertThat(head.isRequest()).isTrue();
        assertThat(head.method()).isEqualTo(MsrpMethod.SEND);
        assertThat(head.toPath().text()).isEqualTo("msrp://a:1/x;tcp msrp://c/z;tcp");
        assertThat(head.fromPath().text()).isEqualTo("msrp://b:2/y;tcp");
        assertThat(head.messageId().text()).isEqualTo("12339sdqwer");
        assertThat(head.byteRange()).isEqualTo(new ByteRange(17, 32, 4000));
        assertThat(head.successReport()).isTrue();
        assertThat(head.failureReport()).isEqualTo(FailureReport.PARTIAL);
        assertThat(head.contentType().text()).isEqualTo("text/plain;charset=UTF-8");
        assertThat(head.header("x-new").text()).isEqualTo("some thing");
        assertThat(head.headerCount()).isEqualTo(8);
        assertThat(head.headerName(6).text()).isEqualTo("X-New");
        assertThat(head.hasBody()).isTrue();
        assertThat(head.fault()).isEqualTo(MsrpRule.NONE);
        assertThat(head.bodyFault()).isEqualTo(MsrpRule.NONE);
        assertThat(decoder.isPartial()).isTrue();
        assertThat(decoder.next()).isEqualTo(new Body(ByteSlice.of("Hi")));
        assertThat(decoder.next()).isEqualTo(new End(End.Flag.MORE));
        assertThat(decoder.next()).isInstanceOf(MsrpRead.Waiting.class);
        assertThat(decoder.isPartial()).isFalse();
    }

    @Tag("RFC4975-9")
    @Test
    void readsResponsesAndReports() {
        var decoder = new MsrpDecoder(MsrpLimits.DEFAULTS);
        String text =
                "MSRP a1 413\r\n"
                        + PATHS
                        + "-------a1$\r\nMSRP b1 REPORT\r\n"
                        + PATHS
                        + "Message-ID: m\r\nByte-Range: 1-39/39\r\nStatus: 000 413 Stop\r\n-------b1$\r\n";
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        decoder.feed(octets, 0, octets.length);
        Head response = (Head) decoder.next();
        assertThat(response.isRequest()).isFalse();
        assertThat(response.status()).isEqualTo(413);
        assertThat(response.hasBody()).isFalse();
        assertThat(decoder.next()).isEqualTo(new End(End.Flag.LAST));
        Head report = (Head) decoder.next();
        assertThat(report.method()).isEqualTo(MsrpMethod.REPORT);
        assertThat(report.reportedStatus()).isEqualTo(413);
        assertThat(report.status()).isEqualTo(-1);
    }

    @Tag("RFC4975-7.1")
    @Test
    void bodiesMayLookLikeFrames() {
        List<String> told = whole(TROUBLE);
        assertThat(told.stream().filter(t -> t.startsWith("head "))).hasSize(11);
        assertThat(told.stream().filter(t -> t.startsWith("end "))).hasSize(11);
        assertThat(told.stream().filter(t -> t.startsWith("body ")).map(t -> t.substring(5)))
                .containsExactly(
                        "hello",
                        "\r\n-------das$\r\n-------dash\r\n-------dash!\r\n--------dash$",
                        "-------tail$\r\r\n\r\n",
                        "\r\n-------near$\r\r\n-------near$x\r\n-------near$ \r\n",
                        "\r\r\r\n\r\n\n\r",
                        response("inner"),
                        "\0\u00ff-------");
        assertThat(told.getLast()).isEqualTo("end LAST");
    }

    /// The end-line at the very start of a body with an empty line in front ends it (some stacks
    /// write that empty line although there is no body).
    @Test
    void anEmptyLineInFrontOfTheEndLineIsNoBody() {
        assertThat(whole("MSRP 7e40 SEND\r\n" + PATHS + "\r\n-------7e40#\r\n"))
                .hasSize(2)
                .last()
                .isEqualTo("end ABORTED");
    }

    @Test
    @Tag("RFC4975-5.1")
    void everySplitReadsTheSame() {
        byte[] octets = TROUBLE.getBytes(StandardCharsets.ISO_8859_1);
        List<String> expected = whole(TROUBLE);
        for (int split = 0; split <= octets.length; split++) {
            assertThat(
                            new Stream(MsrpLimits.DEFAULTS)
                                    .feed(octets, 0, split)
                                    .feed(octets, split, octets.length)
                                    .told)
                    .as("split at %d", split)
                    .isEqualTo(expected);
        }
    }

    @Test
    @Tag("RFC4975-5.1")
    void everyPieceSizeReadsTheSame() {
        byte[] octets = TROUBLE.getBytes(StandardCharsets.ISO_8859_1);
        List<String> expected = whole(TROUBLE);
        for (int size = 1; size < 64; size++) {
            var stream = new Stream(MsrpLimits.DEFAULTS);
            for (int from = 0; from < octets.length; from += size) {
                stream.feed(octets, from, Math.min(octets.length, from + size));
            }
            assertThat(stream.told).as("pieces of %d", size).isEqualTo(expected);
        }
    }

    @Test
    void bodiesPassWithoutBeingKept() {
        var decoder = new MsrpDecoder(new MsrpLimits(200, 400, 8, 32));
        byte[] head =
                send("abcd", "", "")
                        .split("\r\n\r\n", 2)[0]
                        .concat("\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
        decoder.feed(head, 0, head.length);
        assertThat(decoder.next()).isInstanceOf(Head.class);
        assertThat(decoder.next()).isInstanceOf(MsrpRead.Waiting.class);
        byte[] piece = new byte[1 << 16];
        for (int i = 0; i < 64; i++) {
            decoder.feed(piece, 0, piece.length);
            Body body = (Body) decoder.next();
            assertThat(body.octets().array()).isSameAs(piece);
            assertThat(body.octets().length()).isEqualTo(piece.length);
            assertThat(decoder.next()).isInstanceOf(MsrpRead.Waiting.class);
        }
    }

    @Test
    void limitsHaveTheirOwnErrors() {
        var limits = new MsrpLimits(40, 100, 2, 4);
        String ok = "MSRP abcd SEND\r\nA: 1\r\nB: 2\r\n-------abcd$\r\n";
        assertThat(new Stream(limits).feed(ok).told).hasSize(2);
        assertThat(new Stream(limits).feed("MSRP abcde SEND\r\n").told)
                .containsExactly("malformed TRANSACTION_ID_TOO_LONG");
        assertThat(new Stream(limits).feed("MSRP abcd SEND\r\nA: 1\r\nB: 2\r\nC: 3\r\n").told)
                .containsExactly("malformed TOO_MANY_HEADERS");
        String line = "A: " + "x".repeat(35);
        assertThat(new Stream(limits).feed("MSRP abcd SEND\r\n" + line + "\r\n").told).isEmpty();
        assertThat(new Stream(limits).feed("MSRP abcd SEND\r\n" + line + "x\r\n").told)
                .containsExactly("malformed LINE_TOO_LONG");
        assertThat(new Stream(limits).feed("MSRP " + "a".repeat(40)).told)
                .containsExactly("malformed LINE_TOO_LONG");
        var small = new MsrpLimits(40, 45, 9, 4);
        assertThat(new Stream(small).feed("MSRP abcd SEND\r\n" + ("A: " + "x".repeat(35))).told)
                .containsExactly("malformed HEAD_TOO_LONG");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "START_LINE:HTTP/1.1 200 OK\r\n",
                "START_LINE:MSRP abcd\r\n",
                "START_LINE:MSRP abcd \r\n",
                "START_LINE:MSRP abcd 20\r\n",
                "START_LINE:MSRP abcd 2000 OK\r\n",
                "START_LINE:MSRP abcd 2x0 OK\r\n",
                "START_LINE:MSRP abcd SEND x\r\n",
                "TRANSACTION_ID:MSRP  SEND\r\n",
                "TRANSACTION_ID:MSRP .abc SEND\r\n",
                "TRANSACTION_ID:MSRP ab\tc SEND\r\n",
                "HEADER_SYNTAX:MSRP abcd SEND\r\nTo-Path\r\n",
                "HEADER_SYNTAX:MSRP abcd SEND\r\n: x\r\n",
                "HEADER_SYNTAX:MSRP abcd SEND\r\nTo Path: x\r\n",
                "HEADER_SYNTAX:MSRP abcd SEND\r\n folded: x\r\n",
                "HEADER_SYNTAX:MSRP abcd SEND\r\nA: x\ry\r\n",
                "END_LINE:MSRP abcd SEND\r\n-------abcd\r\n",
                "END_LINE:MSRP abcd SEND\r\n-------abce$\r\n",
                "END_LINE:MSRP abcd SEND\r\n-------abcd!\r\n",
                "END_LINE:MSRP abcd SEND\r\n-------abcd$$\r\n"
            })
    void damagedFramesLoseTheFraming(String example) {
        int colon = example.indexOf(':');
        var stream = new Stream(MsrpLimits.DEFAULTS).feed(example.substring(colon + 1));
        assertThat(stream.told).containsExactly("malformed " + example.substring(0, colon));
        assertThat(MsrpRule.valueOf(example.substring(0, colon)).framing()).isTrue();
        assertThat(stream.feed(response("next")).told).hasSize(1);
    }

    @Test
    @Tag("RFC4975-10.2")
    void whatIsMissingIsTold() {
        String head = "MSRP abcd SEND\r\n%s-------abcd$\r\n";
        assertThat(head(head.formatted("")).fault()).isEqualTo(MsrpRule.TO_PATH);
        assertThat(head(head.formatted("To-Path: a\r\n")).fault()).isEqualTo(MsrpRule.FROM_PATH);
        Head keepAlive = head(head.formatted(PATHS + "Byte-Range: 0-0/0\r\n"));
        assertThat(keepAlive.fault()).isEqualTo(MsrpRule.NONE);
        assertThat(keepAlive.bodyFault()).isEqualTo(MsrpRule.MESSAGE_ID);
        assertThat(head(head.formatted("Message-ID: 1\r\nByte-Range: x\r\n")).bodyFault())
                .isEqualTo(MsrpRule.BYTE_RANGE);
        assertThat(head("MSRP abcd 200 OK\r\n-------abcd$\r\n").fault()).isEqualTo(MsrpRule.NONE);
        assertThat(head("MSRP abcd AUTH\r\n-------abcd$\r\n").method()).isEqualTo(MsrpMethod.OTHER);
    }

    @Tag("RFC4975-7.1.1")
    @Test
    void byteRanges() {
        assertThat(ByteRange.parse(ByteSlice.of("1-*/*"))).isEqualTo(ByteRange.ABSENT);
        assertThat(ByteRange.parse(ByteSlice.EMPTY)).isEqualTo(ByteRange.ABSENT);
        assertThat(ByteRange.parse(ByteSlice.of("1 - 2 / 3"))).isEqualTo(new ByteRange(1, 2, 3));
        for (String bad :
                List.of(
                        "0-1/2",
                        "*-1/2",
                        "1-2",
                        "1/2-3",
                        "-1-2/3",
                        "a-b/c",
                        "1-/",
                        "99999999999999999999-1/1")) {
            assertThat(ByteRange.parse(ByteSlice.of(bad)).isReadable()).as(bad).isFalse();
        }
    }

    @Test
    void isNotFedTooEarly() {
        var decoder = new MsrpDecoder(MsrpLimits.DEFAULTS);
        decoder.feed(new byte[4], 0, 4);
        assertThatThrownBy(() -> decoder.feed(new byte[4], 0, 4))
                .isInstanceOf(IllegalStateException.class);
    }

    private static Head head(String text) {
        var decoder = new MsrpDecoder(MsrpLimits.DEFAULTS);
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        decoder.feed(octets, 0, octets.length);
        return (Head) decoder.next();
    }

    /// Whatever comes, nothing is thrown, the decoder uses up what it is fed, and how the octets
    /// are divided makes no difference.
    @Test
    void damagedStreamsThrowNothing() {
        var random = new Random(4975);
        byte[] sound = TROUBLE.getBytes(StandardCharsets.ISO_8859_1);
        int lost = 0;
        for (int round = 0; round < 5_000; round++) {
            byte[] octets = sound.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(octets.length);
                if (random.nextBoolean()) {
                    octets[at] = (byte) random.nextInt(256);
                } else {
                    int from = random.nextInt(octets.length);
                    int n = Math.min(octets.length - at, octets.length - from);
                    System.arraycopy(octets, from, octets, at, Math.min(n, 200));
                }
            }
            List<String> expected =
                    new Stream(MsrpLimits.DEFAULTS).feed(octets, 0, octets.length).told;
            lost += expected.getLast().startsWith("malformed") ? 1 : 0;
            var stream = new Stream(MsrpLimits.DEFAULTS);
            int from = 0;
            while (from < octets.length) {
                int to = Math.min(octets.length, from + 1 + random.nextInt(100));
                stream.feed(octets, from, to);
                from = to;
            }
            assertThat(stream.told).as("round %d", round).isEqualTo(expected);
        }
        assertThat(lost).isBetween(500, 4_999);
    }
}
