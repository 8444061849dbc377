package org.fivegmc.loadtest.msrp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.loadtest.msrp.Manners.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A receiver that is lost is lost at the octet it was told.
class FrameReaderStopTest {
    private static final String ANSWER =
            """
            MSRP zyx 200 OK\r
            To-Path: msrp://127.0.0.1:9/us;tcp\r
            From-Path: msrp://127.0.0.1:9/them;tcp\r
            -------zyx$\r
            """;

    private static String chunk(String id, String content, char flag) {
        return """
        MSRP %1$s SEND\r
        To-Path: msrp://127.0.0.1:9/us;tcp\r
        Content-Type: text/plain\r
        \r
        %2$s\r
        -------%1$s%3$s\r
        """
                .formatted(id, content, flag);
    }

    private static final String STREAM =
            ANSWER + chunk("abcdef", "~".repeat(40), '+') + chunk("ghijkl", "~".repeat(30), '$');

    /// @param last what was read at last
    @ParameterizedTest(name = "{1} octets of the {2} of chunk {0}")
    @CsvSource({
        "0, 0, HEAD, 'MSRP abcdef SEND\\r\\n'",
        "0, 20, HEAD, 'MSRP abcdef SEND\\r\\nTo'",
        "0, 0, BODY, 'Content-Type: text/plain\\r\\n\\r\\n'",
        "0, 1, BODY, '\\r\\n\\r\\n~'",
        "0, 40, BODY, '\\r\\n\\r\\n~{40}'",
        "0, 12, END_LINE, '~\\r\\n-{7}abc'",
        "0, 15, END_LINE, '~\\r\\n-{7}abcdef'",
        "0, 16, END_LINE, '~\\r\\n-{7}abcdef\\+'",
        "1, 20, HEAD, 'MSRP ghijkl SEND\\r\\nTo'",
        "1, 5, BODY, '\\r\\n\\r\\n~{5}'",
        "1, 17, END_LINE, '~\\r\\n-{7}ghijkl\\$\\r'"
    })
    void nothingIsReadAfterThat(int chunk, int octets, Part part, String last) throws IOException {
        InputStream in = new ByteArrayInputStream(STREAM.getBytes(US_ASCII));
        var reader = new FrameReader(in);
        var reached = new AtomicInteger();
        reader.stopAt(chunk, part, octets, reached::incrementAndGet);
        assertThatThrownBy(() -> readAll(reader)).isInstanceOf(FrameReader.Stopped.class);
        assertThat(STREAM.substring(0, STREAM.length() - in.available())).matches("(?s).*" + last);
        assertThat(reached).hasValue(1);
    }

    @Test
    void whatIsNotReachedDoesNotStop() throws IOException {
        var reader = new FrameReader(new ByteArrayInputStream(STREAM.getBytes(US_ASCII)));
        reader.stopAt(2, Part.HEAD, 0, () -> {});
        assertThat(readAll(reader)).isEqualTo(3);
    }

    private static int readAll(FrameReader reader) throws IOException {
        byte[] octets = new byte[16];
        int frames = 0;
        for (Optional<FrameHead> head = reader.next(); head.isPresent(); head = reader.next()) {
            frames++;
            while (reader.body(octets) >= 0) {
                // read
            }
        }
        return frames;
    }
}
