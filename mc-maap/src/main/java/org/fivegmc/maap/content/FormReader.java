package org.fivegmc.maap.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.fivegmc.wire.Parameters;

/// Takes a form apart while it arrives (RFC 7578, RFC 2046 section 5.1): one part after the other,
/// each as a stream, in a buffer of fixed size.
final class FormReader {
    /// Longest header block of a part.
    static final int MAX_HEADERS = 4096;

    /// Longest boundary (RFC 2046 section 5.1.1).
    static final int MAX_BOUNDARY = 70;

    /// Written to the disk piece by piece, of which small ones are dear.
    private static final int BUFFER = 128 * 1024;

    private static final int OCTETS = 256;

    /// The form breaks the grammar.
    static final class FormException extends IOException {
        private static final long serialVersionUID = 1;

        FormException(String rule) {
            super(rule);
        }
    }

    /// One field. Its content ends where the next part begins.
    ///
    /// @param fileName as given; empty when there is none
    /// @param type Content-Type as given
    record Part(String name, String fileName, String type, InputStream content) {}

    private final InputStream in;
    private final byte[] delimiter;

    /// By how much a search goes on that has this octet where the delimiter has its last one.
    private final int[] shift = new int[OCTETS];

    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int limit;

    /// Up to where the search has found no delimiter.
    private int clear;

    private boolean atDelimiter;
    private boolean ended;

    FormReader(InputStream in, String boundary) {
        this.in = in;
        delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        Arrays.fill(shift, delimiter.length);
        for (int i = 0; i < delimiter.length - 1; i++) {
            shift[delimiter[i] & 0xff] = delimiter.length - 1 - i;
        }
        // the first delimiter needs no line end in front of it
        buffer[0] = '\r';
        buffer[1] = '\n';
        limit = 2;
    }

    /// The next part; what was not read of the one before is skipped.
    Optional<Part> next() throws IOException {
        var skipped = new byte[4096];
        while (!ended && !atDelimiter) {
            read(skipped, 0, skipped.length);
        }
        if (ended) {
            return Optional.empty();
        }
        at += delimiter.length;
        atDelimiter = false;
        if (octet(0) == '-' && octet(1) == '-') {
            ended = true;
            return Optional.empty();
        }
        String padding = line(MAX_HEADERS);
        if (!padding.isBlank()) {
            throw new FormException("a line goes on behind the boundary");
        }
        return Optional.of(part());
    }

    private Part part() throws IOException {
        String name = "";
        String fileName = "";
        String type = "";
        int left = MAX_HEADERS;
        String line = line(left);
        while (!line.isEmpty()) {
            left -= line.length() + 2;
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon).strip();
            String value = colon < 0 ? "" : line.substring(colon + 1).strip();
            if (field.equalsIgnoreCase("content-disposition")) {
                Parameters parameters = parameters(value);
                name = parameters.value("name").orElse("");
                fileName = fileName(parameters);
            } else if (field.equalsIgnoreCase("content-type")) {
                type = value;
            }
            line = line(left);
        }
        return new Part(name, fileName, type, new Content());
    }

    private static Parameters parameters(String value) {
        int semicolon = value.indexOf(';');
        return semicolon < 0 ? Parameters.NONE : Parameters.parse(value.substring(semicolon));
    }

    /// Browsers write a quotation mark as %22 (RFC 7578 section 4.2); `filename*` is RFC 5987's.
    private static String fileName(Parameters parameters) {
        Optional<String> extended =
                parameters
                        .value("filename*")
                        .filter(value -> value.regionMatches(true, 0, "UTF-8''", 0, 7));
        if (extended.isPresent()) {
            try {
                return java.net.URLDecoder.decode(
                        extended.get().substring(7).replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException _) {
                // the plain one then
            }
        }
        return parameters.value("filename").orElse("").replace("%22", "\"");
    }

    /// Up to and without its line end, which may be a bare line feed.
    private String line(int most) throws IOException {
        int length = 0;
        while (octet(length) != '\n') {
            length++;
            if (length > most) {
                throw new FormException("headers of a part longer than " + MAX_HEADERS);
            }
        }
        String line = new String(buffer, at, length, StandardCharsets.UTF_8);
        at += length + 1;
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    /// The octet at this distance, which is inside the buffer.
    private byte octet(int distance) throws IOException {
        while (limit - at <= distance) {
            fill();
        }
        return buffer[at + distance];
    }

    private void fill() throws IOException {
        if (at > 0) {
            System.arraycopy(buffer, at, buffer, 0, limit - at);
            limit -= at;
            clear = Math.max(0, clear - at);
            at = 0;
        }
        int n = in.read(buffer, limit, buffer.length - limit);
        if (n < 0) {
            throw new FormException("the body ends before the last boundary");
        }
        limit += n;
    }

    /// Octets of the current part, or -1 at its end.
    private int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (true) {
            if (ended || atDelimiter) {
                return -1;
            }
            if (clear <= at) {
                clear = dataEnd();
            }
            if (clear > at) {
                int n = Math.min(length, clear - at);
                System.arraycopy(buffer, at, target, offset, n);
                at += n;
                return n;
            }
            if (!atDelimiter) {
                fill();
            }
        }
    }

    /// Up to where there is surely no delimiter; notes when one begins right here. Looks at every
    /// octet only where a delimiter may be (Horspool's search).
    private int dataEnd() {
        int last = delimiter.length - 1;
        int i = at;
        while (i + last < limit) {
            if (begins(i, delimiter.length)) {
                atDelimiter = i == at;
                return i;
            }
            i += shift[buffer[i + last] & 0xff];
        }
        // the first octets of one may be the last that are here
        while (i < limit && !begins(i, limit - i)) {
            i++;
        }
        return i;
    }

    /// Whether so many octets of the delimiter are at this place.
    private boolean begins(int place, int length) {
        return buffer[place + length - 1] == delimiter[length - 1]
                && Arrays.equals(buffer, place, place + length, delimiter, 0, length);
    }

    /// The octets of the part that is current.
    private final class Content extends InputStream {
        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return FormReader.this.read(target, offset, length);
        }
    }
}
