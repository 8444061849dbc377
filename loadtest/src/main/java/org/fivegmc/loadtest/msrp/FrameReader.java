package org.fivegmc.loadtest.msrp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads frames from a stream (RFC 4975 sections 7.1 and 9): [#next], then [#body] until it answers
/// -1, then [#flag]. One thread. A head line has at most [#BUFFER] octets, a head [#MOST_LINES]
/// lines; a body has no limit, for it is not kept.
final class FrameReader {
    static final int BUFFER = 65_536;
    static final int MOST_LINES = 200;
    private static final String DASHES = "-------";

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int pos;
    private int limit;
    private byte[] endLine = new byte[0];
    private boolean bodyBegins;
    private char flag = '$';

    FrameReader(InputStream in) {
        this.in = in;
    }

    /// The next head; empty when the stream ends between frames.
    Optional<FrameHead> next() throws IOException {
        Optional<String> first = line();
        while (first.isPresent() && first.get().isEmpty()) {
            first = line();
        }
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String start = first.get();
        int idEnd = start.indexOf(' ', 5);
        if (!start.startsWith("MSRP ") || idEnd < 0) {
            throw new ProtocolException("no start line: " + start);
        }
        String id = start.substring(5, idEnd);
        String word = start.substring(idEnd + 1);
        boolean response = !word.isEmpty() && Character.isDigit(word.charAt(0));
        endLine = ("\r\n" + DASHES + id).getBytes(StandardCharsets.US_ASCII);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        boolean hasBody = headers(DASHES + id, headers);
        return Optional.of(
                new FrameHead(
                        id,
                        response ? "" : word,
                        response ? number(word.substring(0, Math.min(3, word.length()))) : 0,
                        headers,
                        hasBody));
    }

    private boolean headers(String bare, Map<String, String> headers) throws IOException {
        for (int lines = 0; lines < MOST_LINES; lines++) {
            String line = line().orElseThrow(() -> new EOFException("the stream ends in a head"));
            if (line.isEmpty()) {
                flag = 0;
                bodyBegins = true;
                return true;
            }
            if (line.startsWith(bare) && line.length() == bare.length() + 1) {
                flag = line.charAt(bare.length());
                if (!isFlag(flag)) {
                    throw new ProtocolException("no end-line: " + line);
                }
                return false;
            }
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new ProtocolException("no header: " + line);
            }
            headers.putIfAbsent(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        throw new ProtocolException("too many lines in a head");
    }

    /// Reads octets of the body; -1 when it has ended.
    int body(byte[] into) throws IOException {
        if (flag != 0) {
            return -1;
        }
        if (bodyBegins) {
            // the CRLF of the empty line may be the one in front of the end-line
            bodyBegins = false;
            while (endLineAt(pos, 2) == Fit.PERHAPS) {
                fill();
            }
            if (endLineAt(pos, 2) == Fit.YES) {
                return end(pos, 2);
            }
        }
        while (true) {
            int at = pos;
            Fit fit = Fit.NO;
            while (at < limit && fit == Fit.NO) {
                fit = endLineAt(at, 0);
                at += fit == Fit.NO ? 1 : 0;
            }
            if (at > pos) {
                int n = Math.min(at - pos, into.length);
                System.arraycopy(buffer, pos, into, 0, n);
                pos += n;
                return n;
            }
            if (fit == Fit.YES) {
                return end(at, 0);
            }
            fill();
        }
    }

    /// How the chunk has ended: `$`, `+` or `#`.
    char flag() {
        return flag;
    }

    private enum Fit {
        YES,
        NO,
        /// As far as there are octets.
        PERHAPS
    }

    private Fit endLineAt(int at, int without) {
        int length = endLine.length - without;
        int n = Math.min(length, limit - at);
        if (!Arrays.equals(endLine, without, without + n, buffer, at, at + n)) {
            return Fit.NO;
        }
        int flagAt = at + length;
        if (flagAt >= limit) {
            return Fit.PERHAPS;
        }
        if (!isFlag((char) buffer[flagAt])) {
            return Fit.NO;
        }
        if (flagAt + 1 < limit && buffer[flagAt + 1] != '\r') {
            return Fit.NO;
        }
        if (flagAt + 2 >= limit) {
            return Fit.PERHAPS;
        }
        return buffer[flagAt + 2] == '\n' ? Fit.YES : Fit.NO;
    }

    private int end(int at, int without) {
        int flagAt = at + endLine.length - without;
        flag = (char) buffer[flagAt];
        pos = flagAt + 3;
        return -1;
    }

    /// A line without its end; empty when the stream ends before it begins.
    private Optional<String> line() throws IOException {
        int at = pos;
        while (true) {
            while (at < limit && buffer[at] != '\n') {
                at++;
            }
            if (at < limit) {
                int to = at > pos && buffer[at - 1] == '\r' ? at - 1 : at;
                String line = new String(buffer, pos, to - pos, StandardCharsets.UTF_8);
                pos = at + 1;
                return Optional.of(line);
            }
            int begun = limit - pos;
            if (!more()) {
                if (begun > 0) {
                    throw new EOFException("the stream ends in a line");
                }
                return Optional.empty();
            }
            at = pos + begun;
        }
    }

    private void fill() throws IOException {
        if (!more()) {
            throw new EOFException("the stream ends in a body");
        }
    }

    private boolean more() throws IOException {
        if (pos > 0) {
            System.arraycopy(buffer, pos, buffer, 0, limit - pos);
            limit -= pos;
            pos = 0;
        }
        if (limit == buffer.length) {
            throw new ProtocolException("a line of more than " + BUFFER + " octets");
        }
        int n = in.read(buffer, limit, buffer.length - limit);
        limit += Math.max(0, n);
        return n > 0;
    }

    private static boolean isFlag(char c) {
        return c == '$' || c == '+' || c == '#';
    }

    private static int number(String text) throws ProtocolException {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw new ProtocolException("no number: " + text);
        }
    }
}
