package org.fivegmc.loadtest.sessions;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import org.fivegmc.loadtest.wire.SipBytes;

/// Cuts a stream into MSRP frames (RFC 4975 section 7). Bodies are handed on piece by piece where
/// they lie. Thread: one.
final class MsrpReader {
    private static final byte[] MSRP = SipBytes.ascii("MSRP ");
    private static final byte[] SEND = SipBytes.ascii("SEND");
    private static final byte[] REPORT = SipBytes.ascii("REPORT");
    private static final int DASHES = 7;

    private final Sink sink;
    private byte[] endLine = new byte[0];
    private boolean inBody;

    /// Told of what comes.
    interface Sink {
        /// A request; `in` holds its head from `from` to `to`, and is not kept.
        void request(String id, boolean send, byte[] in, int from, int to) throws IOException;

        void response(String id, int status) throws IOException;

        void body(byte[] in, int from, int to);

        /// The end-line of a request.
        void end(char flag) throws IOException;
    }

    MsrpReader(Sink sink) {
        this.sink = sink;
    }

    /// Where the rest begins.
    int take(byte[] in, int from, int to) throws IOException {
        int at = from;
        while (true) {
            int next = inBody ? body(in, at, to) : frame(in, at, to);
            if (next < 0) {
                return at;
            }
            if (next == at) {
                return at;
            }
            at = next;
        }
    }

    /// A head; -1 when it is not whole.
    private int frame(byte[] in, int from, int to) throws IOException {
        int line = SipBytes.nextLine(in, from, to);
        if (line == to && (to == from || in[to - 1] != '\n')) {
            return -1;
        }
        if (!SipBytes.startsWith(in, from, to, MSRP)) {
            throw new IOException("no MSRP: " + SipBytes.text(in, from, Math.min(to, from + 40)));
        }
        int idEnd = SipBytes.tokenEnd(in, from + MSRP.length, line);
        String id = SipBytes.text(in, from + MSRP.length, idEnd);
        byte[] end = ("-------" + id).getBytes(ISO_8859_1);
        int status = (int) SipBytes.decimal(in, idEnd + 1, line);
        int at = line;
        while (at < to) {
            int next = SipBytes.nextLine(in, at, to);
            if (next == to && in[to - 1] != '\n') {
                return -1;
            }
            boolean ends = SipBytes.startsWith(in, at, to, end);
            if (ends || next - at <= 2) {
                return headEnds(in, from, idEnd, at, next, id, status, ends, end);
            }
            at = next;
        }
        return -1;
    }

    private int headEnds(
            byte[] in,
            int from,
            int idEnd,
            int at,
            int next,
            String id,
            int status,
            boolean ends,
            byte[] end)
            throws IOException {
        if (status >= 0) {
            if (!ends) {
                throw new IOException("a response with a body");
            }
            sink.response(id, status);
            return next;
        }
        boolean send = SipBytes.startsWith(in, idEnd + 1, next, SEND);
        if (!send && !SipBytes.startsWith(in, idEnd + 1, next, REPORT)) {
            throw new IOException("neither SEND nor REPORT");
        }
        sink.request(id, send, in, from, at);
        if (ends) {
            sink.end((char) in[at + end.length]);
        } else {
            endLine = end;
            inBody = true;
        }
        return next;
    }

    /// Octets of a body up to where an end-line may begin, or the end-line; `from` when more is
    /// needed.
    private int body(byte[] in, int from, int to) throws IOException {
        int found = endLineAt(in, from, to);
        int whole = endLine.length + 3; // flag and line end
        if (found < 0) {
            int safe = Math.max(from, to - whole - 2);
            if (safe > from) {
                sink.body(in, from, safe);
            }
            return safe;
        }
        if (found + whole > to) {
            int safe = Math.max(from, found - 2);
            if (safe > from) {
                sink.body(in, from, safe);
            }
            return safe;
        }
        sink.body(in, from, found - 2);
        inBody = false;
        sink.end((char) in[found + endLine.length]);
        return found + whole;
    }

    /// The dashes are looked for seven octets at a time: most of a body has none.
    private int endLineAt(byte[] in, int from, int to) {
        int at = from + 2;
        int last = to - endLine.length;
        while (at <= last) {
            if (in[at + DASHES - 1] != '-') {
                at += DASHES;
            } else if (SipBytes.startsWith(in, at, to, endLine)
                    && in[at - 1] == '\n'
                    && mayBeFlag(in, at + endLine.length, to)) {
                return at;
            } else {
                at++;
            }
        }
        return -1;
    }

    private static boolean mayBeFlag(byte[] in, int at, int to) {
        return at >= to || in[at] == '+' || in[at] == '$' || in[at] == '#';
    }
}
