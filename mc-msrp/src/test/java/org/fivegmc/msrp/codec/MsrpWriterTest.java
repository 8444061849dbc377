package org.fivegmc.msrp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.fivegmc.wire.ByteSlice;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MsrpWriterTest {
    private static final ByteSlice A = ByteSlice.of("msrp://a:1/x;tcp");
    private static final ByteSlice B = ByteSlice.of("msrp://b:2/y;tcp");

    @Tag("RFC4975-7.1.1")
    @Test
    void writesASend() {
        var writer = new MsrpWriter();
        writer.request(ByteSlice.of("t1"), "SEND", A, B)
                .header("Message-ID", "m1")
                .byteRange(new ByteRange(1, ByteRange.OPEN, 10))
                .header("Content-Type", ByteSlice.of("text/plain"))
                .body(ByteSlice.of("hello"))
                .end(End.Flag.MORE);
        String expected =
                """
                MSRP t1 SEND
                To-Path: msrp://a:1/x;tcp
                From-Path: msrp://b:2/y;tcp
                Message-ID: m1
                Byte-Range: 1-*/10
                Content-Type: text/plain

                hello
                -------t1+
                """
                        .replace("\n", "\r\n");
        assertThat(new String(writer.toByteArray(), StandardCharsets.US_ASCII)).isEqualTo(expected);
        assertThat(writer.length()).isEqualTo(expected.length());
        assertThat(writer.head().text() + writer.body() + writer.tail()).isEqualTo(expected);
    }

    @Tag("RFC4975-7.2")
    @Test
    void writesResponsesAndReports() {
        var writer = new MsrpWriter();
        writer.response(ByteSlice.of("t1"), MsrpStatus.STOP_SENDING, A, B).end(End.Flag.LAST);
        assertThat(new String(writer.toByteArray(), StandardCharsets.US_ASCII))
                .isEqualTo(
                        """
                        MSRP t1 413 Stop Sending Message
                        To-Path: msrp://a:1/x;tcp
                        From-Path: msrp://b:2/y;tcp
                        -------t1$
                        """
                                .replace("\n", "\r\n"));
        writer.request(ByteSlice.of("t2"), "REPORT", A, B)
                .byteRange(new ByteRange(1, 1234567890123L, 1234567890123L))
                .status(MsrpStatus.OK)
                .end(End.Flag.LAST);
        assertThat(new String(writer.toByteArray(), StandardCharsets.US_ASCII))
                .contains("Byte-Range: 1-1234567890123/1234567890123\r\nStatus: 000 200 OK\r\n");
    }

    /// What is written is read, whatever the body is; seeds are fixed.
    @Test
    void roundTrips() {
        var random = new Random(1);
        var ids = new TransactionIds(new SplittableRandom(1));
        var writer = new MsrpWriter();
        for (int round = 0; round < 3_000; round++) {
            byte[] body = new byte[random.nextInt(300) + 1];
            for (int i = 0; i < body.length; i++) {
                // mostly what end-lines consist of
                body[i] =
                        (byte)
                                (random.nextInt(10) == 0
                                        ? random.nextInt(256)
                                        : "\r\n---$+#".charAt(random.nextInt(8)));
            }
            ByteSlice octets = ByteSlice.of(body);
            ByteSlice id = ids.next(octets);
            End.Flag flag = End.Flag.of("$+#".charAt(random.nextInt(3)));
            writer.request(id, "SEND", A, B)
                    .header("Message-ID", "mé" + round)
                    .body(octets)
                    .end(flag);
            var stream = new Stream(MsrpLimits.DEFAULTS);
            byte[] all = writer.toByteArray();
            int split = random.nextInt(all.length);
            stream.feed(all, 0, split).feed(all, split, all.length);
            assertThat(stream.told).hasSize(3);
            assertThat(stream.told.getFirst()).startsWith("head " + id).contains("mé" + round);
            assertThat(stream.told.get(1))
                    .isEqualTo("body " + new String(body, StandardCharsets.ISO_8859_1));
            assertThat(stream.told.getLast()).isEqualTo("end " + flag);
        }
    }

    @Test
    void anIdInTheBodyIsFound() {
        ByteSlice id = ByteSlice.of("abc");
        for (int lead = 0; lead < 20; lead++) {
            for (int dashes = 5; dashes < 30; dashes++) {
                String body = "x".repeat(lead) + "-".repeat(dashes) + "abc";
                assertThat(TransactionIds.occursIn(ByteSlice.of(body), id))
                        .as("%d %d", lead, dashes)
                        .isEqualTo(dashes >= 7);
            }
        }
        assertThat(TransactionIds.occursIn(ByteSlice.of("-------ab"), id)).isFalse();
        assertThat(TransactionIds.occursIn(ByteSlice.of("-------abd-------abc"), id)).isTrue();
    }

    @Tag("RFC4975-7.1")
    @Test
    void anIdThatOccursIsNotTaken() {
        int[] next = {0};
        RandomGenerator counting = () -> next[0]++ / 16 == 0 ? 0 : -1L >>> 1;
        ByteSlice first = new TransactionIds(counting).next();
        next[0] = 0;
        ByteSlice body = ByteSlice.of("x-------" + first);
        assertThat(new TransactionIds(counting).next(body)).isNotEqualTo(first);
    }

    @Test
    @Tag("RFC4975-10")
    void statusesAndEveryOtherCode() {
        assertThat(MsrpStatus.of(506)).isEqualTo(MsrpStatus.BOUND_ELSEWHERE);
        assertThat(MsrpStatus.of(299)).isEqualTo(MsrpStatus.OK);
        assertThat(MsrpStatus.of(499)).isEqualTo(MsrpStatus.BAD_REQUEST);
    }
}
