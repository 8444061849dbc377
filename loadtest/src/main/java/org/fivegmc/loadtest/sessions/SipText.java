package org.fivegmc.loadtest.sessions;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fivegmc.loadtest.wire.SipBytes;

/// A SIP message as lines.
///
/// @param start its first line
/// @param lines its header lines, folded ones not joined
record SipText(String start, List<String> lines, String body) {
    private static final String VERSION = "SIP/2.0 ";

    static SipText read(byte[] in, int from, int head, int to) {
        List<String> lines = new ArrayList<>();
        int at = SipBytes.nextLine(in, from, head);
        String start = SipBytes.text(in, from, SipBytes.end(in, from, at));
        while (at < head) {
            int next = SipBytes.nextLine(in, at, head);
            int end = SipBytes.end(in, at, next);
            if (end > at) {
                lines.add(SipBytes.text(in, at, end));
            }
            at = next;
        }
        return new SipText(start, lines, SipBytes.text(in, head, to));
    }

    /// 0 for a request.
    int status() {
        return start.startsWith(VERSION) ? Integer.parseInt(start.substring(8, 11)) : 0;
    }

    /// Of a request, or of what a response answers.
    String method() {
        String cseq = header("CSeq");
        return cseq.substring(cseq.indexOf(' ') + 1);
    }

    /// The value of the first header of a name, or nothing.
    String header(String name) {
        for (String line : lines) {
            if (isNamed(line, name)) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return "";
    }

    private static boolean isNamed(String line, String name) {
        return line.length() > name.length()
                && line.charAt(name.length()) == ':'
                && line.regionMatches(true, 0, name, 0, name.length());
    }

    /// The URI of Contact.
    String contact() {
        String contact = header("Contact");
        int open = contact.indexOf('<');
        int close = contact.indexOf('>');
        return open < 0 || close < open ? contact : contact.substring(open + 1, close);
    }

    /// An attribute of the session description, or nothing.
    String attribute(String name) {
        String begin = "a=" + name + ":";
        int at = body.indexOf(begin);
        if (at < 0) {
            return "";
        }
        int end = body.indexOf('\n', at);
        return body.substring(at + begin.length(), end < 0 ? body.length() : end).strip();
    }

    /// An answer to this request.
    ///
    /// @param tag of its To
    /// @param more whole header lines, each with its line end
    String answer(int status, String tag, String more, String type, String content) {
        StringBuilder out = new StringBuilder(512);
        out.append(VERSION).append(status).append(status < 300 ? " OK\r\n" : " No\r\n");
        for (String line : lines) {
            boolean to = isNamed(line, "To");
            if (to
                    || isNamed(line, "Via")
                    || isNamed(line, "From")
                    || isNamed(line, "Call-ID")
                    || isNamed(line, "CSeq")
                    || isNamed(line, "Record-Route")) {
                out.append(line);
                if (to && !line.toLowerCase(Locale.ROOT).contains(";tag=")) {
                    out.append(";tag=").append(tag);
                }
                out.append("\r\n");
            }
        }
        out.append(more);
        return end(out, type, content);
    }

    /// The end of a head and the content.
    static String end(StringBuilder out, String type, String content) {
        if (!type.isEmpty()) {
            out.append("Content-Type: ").append(type).append("\r\n");
        }
        return out.append("Content-Length: ")
                .append(content.length())
                .append("\r\n\r\n")
                .append(content)
                .toString();
    }
}
