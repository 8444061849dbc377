package org.fivegmc.loadtest.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamFramerTest {
    private static final String ONE = message("Content-Length: 5", "hello");
    private static final String TWO = message("l:0", "");
    private static final String THREE = message("content-length :  11", "a\r\n\r\nb\r\n\r\nc");
    private static final String STREAM = ONE + "\r\n\r\n" + TWO + THREE + "\r\n";

    private final List<String> messages = new ArrayList<>();
    private final StreamFramer framer = new StreamFramer();

    @Test
    void anySplitGivesTheSameMessages() throws IOException {
        for (int first = 0; first <= STREAM.length(); first++) {
            for (int second = first; second <= STREAM.length(); second++) {
                messages.clear();
                take(STREAM.substring(0, first));
                take(STREAM.substring(first, second));
                take(STREAM.substring(second));
                assertThat(messages).containsExactly(ONE, TWO, THREE);
                assertThat(framer.kept()).isZero();
            }
        }
    }

    @Test
    void byteByByteToo() throws IOException {
        for (int at = 0; at < STREAM.length(); at++) {
            take(STREAM.substring(at, at + 1));
        }
        assertThat(messages).containsExactly(ONE, TWO, THREE);
    }

    @Test
    void keepsNoMoreThanItMay() throws IOException {
        byte[] endless = new byte[StreamFramer.MOST];
        Arrays.fill(endless, (byte) 'x');
        framer.take(endless, 0, endless.length, this::add);
        assertThat(framer.kept()).isEqualTo(StreamFramer.MOST);
        assertThatThrownBy(() -> framer.take(endless, 0, 1, this::add))
                .isInstanceOf(IOException.class);
    }

    @Test
    void refusesALengthThatIsNone() {
        assertThatThrownBy(() -> take(message("Content-Length: many", "")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> take(message("Content-Length: 99999999", "")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void stopsWhenTheConnectionIsClosedMeanwhile() throws IOException {
        byte[] bytes = STREAM.getBytes(ISO_8859_1);
        framer.take(
                bytes,
                0,
                bytes.length,
                (in, from, to) -> {
                    add(in, from, to);
                    return false;
                });
        assertThat(messages).containsExactly(ONE);
    }

    private static String message(String length, String body) {
        return "MESSAGE sip:a@b SIP/2.0\r\nCall-ID: 1\r\n" + length + "\r\n\r\n" + body;
    }

    private void take(String more) throws IOException {
        // From the middle of a buffer that is used again.
        byte[] bytes = ("??" + more + "!!").getBytes(ISO_8859_1);
        framer.take(bytes, 2, bytes.length - 2, this::add);
        Arrays.fill(bytes, (byte) 0);
    }

    private boolean add(byte[] in, int from, int to) {
        messages.add(new String(in, from, to - from, ISO_8859_1));
        return true;
    }
}
