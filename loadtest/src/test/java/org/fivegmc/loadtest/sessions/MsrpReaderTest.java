package org.fivegmc.loadtest.sessions;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MsrpReaderTest {
    private static final String BODY = "one\r\n-------t2$\r\n-------t1\r\nand more";
    private static final String STREAM =
            "MSRP t1 SEND\r\nTo-Path: msrp://a;tcp\r\nFrom-Path: msrp://b;tcp\r\nMessage-ID: m\r\n"
                    + "Byte-Range: 1-*/40\r\nContent-Type: text/plain\r\n\r\n"
                    + BODY
                    + "\r\n-------t1+\r\n"
                    + "MSRP t9 200 OK\r\nTo-Path: msrp://b;tcp\r\nFrom-Path: msrp://a;tcp\r\n-------t9$\r\n"
                    + "MSRP t3 REPORT\r\nTo-Path: msrp://a;tcp\r\nFrom-Path: msrp://b;tcp\r\n"
                    + "Status: 000 200 OK\r\n-------t3$\r\n";

    private final List<String> told = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private final MsrpReader reader = new MsrpReader(new Told());

    @Test
    void findsFramesHoweverTheStreamIsCut() throws IOException {
        for (int piece = 1; piece <= STREAM.length(); piece += piece < 40 ? 1 : 37) {
            told.clear();
            body.setLength(0);
            feed(piece);
            assertThat(told)
                    .as("pieces of %d", piece)
                    .containsExactly(
                            "SEND t1 msrp://b;tcp",
                            "end + of " + BODY,
                            "200 t9",
                            "REPORT t3 msrp://b;tcp",
                            "end $ of ");
        }
    }

    private void feed(int piece) throws IOException {
        byte[] all = STREAM.getBytes(ISO_8859_1);
        byte[] kept = {};
        for (int at = 0; at < all.length; at += piece) {
            int count = Math.min(piece, all.length - at);
            byte[] in = Arrays.copyOf(kept, kept.length + count);
            System.arraycopy(all, at, in, kept.length, count);
            int taken = reader.take(in, 0, in.length);
            kept = Arrays.copyOfRange(in, taken, in.length);
        }
        assertThat(kept).isEmpty();
    }

    @Test
    void whatIsNoMsrpIsTold() {
        byte[] http = "HTTP/1.1 200 OK\r\n".getBytes(ISO_8859_1);
        assertThatThrownBy(() -> reader.take(http, 0, http.length))
                .hasMessageContaining("HTTP/1.1");
    }

    private final class Told implements MsrpReader.Sink {
        @Override
        public void request(String id, boolean send, byte[] in, int from, int to) {
            String head = new String(in, from, to - from, ISO_8859_1);
            String path = head.lines().filter(l -> l.startsWith("From-Path")).findFirst().get();
            told.add((send ? "SEND " : "REPORT ") + id + path.substring(10));
        }

        @Override
        public void response(String id, int status) {
            told.add(status + " " + id);
        }

        @Override
        public void body(byte[] in, int from, int to) {
            body.append(new String(in, from, to - from, ISO_8859_1));
        }

        @Override
        public void end(char flag) {
            told.add("end " + flag + " of " + body);
            body.setLength(0);
        }
    }
}
