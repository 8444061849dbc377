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
import org.fivegmc.loadtest.msrp.Manners.Part;
import org.jspecify.annotations.Nullable;

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
    private long taken;
    private long partAt;
    private int chunk;
    private boolean isSend;
    private @Nullable Stop stop;

    /// Where reading ends.
    private record Stop(int chunk, Part part, int octets, Runnable reached) {}

    /// Reading has come to the place where it was to end.
    static final class Stopped extends IOException {
        private static final long serialVersionUID = 1;

        Stopped() {
            super("nothing more is to be read");
        }
    }

    FrameReader(InputStream in) {
        this.in = in;
    }

    /// Reads an octet at a time, so that exactly so many octets of a part of a SEND with a body are
    /// taken from the stream. Then `reached` is run, and [Stopped] thrown.
    ///
    /// @param where counted from 0
    void stopAt(int where, Part part, int octets, Runnable reached) {
        stop = new Stop(where, part, octets, reached);
    }

    /// @param octets of the part that were taken
    private void stopIfAt(Part part, long octets) throws Stopped {
        Stop end = stop;
        if (end != null
                && isSend
                && end.chunk() == chunk
                && end.part() == part
                && octets >= end.octets()) {
            end.reached().run();
            throw new Stopped();
        }
    }

    private void beginPart() {
        partAt = taken - (limit - pos);
    }

    /// The next head; empty when the stream ends between frames.
    Optional<FrameHead> next() throws IOException {
        isSend = false;
        beginPart();
        Optional<String> first = line();
        while (first.isPresent() && first.get().isEmpty()) {
            beginPart();
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
        isSend = word.equals("SEND");
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
                beginPart();
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
                stopIfAt(Part.BODY, taken - partAt);
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
            stopIfAt(Part.BODY, taken - partAt);
            stopIfAt(Part.END_LINE, limit - at);
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
        chunk += isSend ? 1 : 0;
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
            stopIfAt(Part.HEAD, taken - partAt);
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
        int n = in.read(buffer, limit, stop == null ? buffer.length - limit : 1);
        limit += Math.max(0, n);
        taken += Math.max(0, n);
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
