package org.fivegmc.loadtest.handsets;

import static org.fivegmc.loadtest.wire.SipBytes.ascii;

import org.fivegmc.loadtest.wire.SipBytes;

/// Writes answers to requests: the headers RFC 3261 section 8.2.6.2 demands, copied as they came.
/// Thread: one.
final class AnswerWriter {
    private static final byte[] OK = ascii("SIP/2.0 200 OK\r\n");
    private static final byte[] END = ascii("Content-Length: 0\r\n\r\n");
    private static final byte[] TAG = ascii(";tag=");
    private static final byte[] LINE_END = ascii("\r\n");

    private final byte[] ourTag;

    AnswerWriter(String tag) {
        this.ourTag = ascii(";tag=" + tag);
    }

    /// 200 for the request whose head ends at `head`.
    void ok(Draft out, byte[] in, int from, int head) {
        out.clear().put(OK);
        int next;
        for (int line = SipBytes.nextLine(in, from, head); line < head; line = next) {
            next = SipBytes.nextHeader(in, line, head);
            if (named(in, line, next, "to", 't')) {
                int end = SipBytes.end(in, line, next);
                out.put(in, line, end);
                if (SipBytes.indexOf(in, line, end, TAG) < 0) {
                    out.put(ourTag);
                }
                out.put(LINE_END);
            } else if (named(in, line, next, "via", 'v')
                    || named(in, line, next, "from", 'f')
                    || named(in, line, next, "call-id", 'i')
                    || named(in, line, next, "cseq", (char) 0)) {
                out.put(in, line, next);
            }
        }
        out.put(END);
    }

    private static boolean named(byte[] in, int line, int to, String name, char compact) {
        return SipBytes.valueIfNamed(in, line, to, name, compact) >= 0;
    }
}
