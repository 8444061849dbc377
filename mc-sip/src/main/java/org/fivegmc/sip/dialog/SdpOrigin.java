package org.fivegmc.sip.dialog;

import org.fivegmc.sip.codec.Span;

/// The `o=` line of a description: the same line says that nothing has changed since (RFC 3264
/// section 8).
final class SdpOrigin {
    private SdpOrigin() {}

    /// The line in a body, also when that has more parts than SDP; empty when there is none.
    static String of(Span body) {
        int end = body.length();
        for (int at = 0; at < end; at = nextLine(body, at)) {
            if (at + 1 < end && body.byteAt(at) == 'o' && body.byteAt(at + 1) == '=') {
                return line(body, at);
            }
        }
        return "";
    }

    private static int nextLine(Span body, int from) {
        int at = from;
        while (at < body.length() && body.byteAt(at) != '\n') {
            at++;
        }
        return at + 1;
    }

    private static String line(Span body, int from) {
        StringBuilder line = new StringBuilder();
        for (int at = from;
                at < body.length() && body.byteAt(at) != '\r' && body.byteAt(at) != '\n';
                at++) {
            line.append((char) (body.byteAt(at) & 0xff));
        }
        return line.toString();
    }
}
