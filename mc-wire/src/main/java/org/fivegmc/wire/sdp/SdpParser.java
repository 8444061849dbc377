package org.fivegmc.wire.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;

/// Reads descriptions as peers write them: any line end, empty lines, blanks at the end, lines in
/// the wrong order or of unknown types. Only what cannot be told from something else is refused: a
/// description that does not begin with `v=`, an `m=` line that names no port and transport or has
/// octets of no token, and whatever breaks a limit.
public final class SdpParser {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private SdpParser() {}

    public static Parse<SessionDescription> parse(ByteSlice octets) {
        return parse(octets, SdpLimits.DEFAULTS);
    }

    public static Parse<SessionDescription> parse(ByteSlice octets, SdpLimits limits) {
        if (octets.length() > limits.octets()) {
            return new Parse.Malformed<>(
                    limits.octets(), "SDP longer than " + limits.octets() + " octets");
        }
        return new Reader(octets, limits).read();
    }

    private static final class Reader {
        private final ByteSlice octets;
        private final SdpLimits limits;
        private final List<SdpLine> session = new ArrayList<>();
        private final List<MediaDescription> media = new ArrayList<>();
        private List<SdpLine> current = session;
        private String mediaLine = "";
        private int lineStart;

        Reader(ByteSlice octets, SdpLimits limits) {
            this.octets = octets;
            this.limits = limits;
        }

        Parse<SessionDescription> read() {
            int lines = 0;
            int i = 0;
            while (i < octets.length()) {
                lineStart = i;
                while (i < octets.length() && octets.at(i) != '\n' && octets.at(i) != '\r') {
                    i++;
                }
                if (i - lineStart > limits.lineOctets()) {
                    return fail("SDP line longer than " + limits.lineOctets() + " octets");
                }
                ByteSlice line = octets.slice(lineStart, i).trim();
                i++;
                if (line.isEmpty()) {
                    continue;
                }
                lines++;
                if (lines > limits.lines()) {
                    return fail("more than " + limits.lines() + " SDP lines");
                }
                // an octet beyond ASCII is negative here, and no type
                boolean typed = line.length() >= 2 && line.at(1) == '=' && line.at(0) > ' ';
                if (session.isEmpty() && !(typed && line.at(0) == 'v')) {
                    return fail("SDP does not begin with v=");
                }
                String rule = typed ? take((char) line.at(0), line) : "";
                if (!rule.isEmpty()) {
                    return fail(rule);
                }
            }
            if (session.isEmpty()) {
                return fail("SDP does not begin with v=");
            }
            String rule = closeMedia();
            return rule.isEmpty()
                    ? new Parse.Parsed<>(new SessionDescription(session, media))
                    : fail(rule);
        }

        private String take(char type, ByteSlice line) {
            String value = line.slice(2, line.length()).trim().text();
            if (type != 'm') {
                current.add(new SdpLine(type, value));
                return "";
            }
            String rule = closeMedia();
            // tokens (RFC 8866 section 5.14), which an answer repeats: it must not be longer
            if (!isTokens(line)) {
                return "m= line with octets that no token has";
            }
            if (media.size() == limits.media()) {
                return "more than " + limits.media() + " media descriptions";
            }
            mediaLine = value;
            current = new ArrayList<>();
            return rule.isEmpty() && value.isEmpty() ? "empty m= line" : rule;
        }

        private static boolean isTokens(ByteSlice line) {
            for (int i = 0; i < line.length(); i++) {
                int octet = line.at(i);
                if (octet < ' ' && octet != '\t' || octet == 0x7f) { // beyond ASCII: negative
                    return false;
                }
            }
            return true;
        }

        /// Adds the media description that was being read, if any.
        private String closeMedia() {
            if (mediaLine.isEmpty()) {
                return "";
            }
            String[] words = BLANKS.split(mediaLine);
            int port = words.length < 3 ? -1 : port(words[1]);
            if (port < 0) {
                return "m= line without port and transport";
            }
            media.add(
                    new MediaDescription(
                            words[0],
                            port,
                            words[2],
                            List.of(words).subList(3, words.length),
                            current));
            mediaLine = "";
            return "";
        }

        private static int port(String word) {
            int slash = word.indexOf('/');
            String digits = slash < 0 ? word : word.substring(0, slash);
            if (digits.isEmpty() || digits.length() > 5) {
                return -1;
            }
            int value = 0;
            for (int i = 0; i < digits.length(); i++) {
                int digit = digits.charAt(i) - '0';
                if (digit < 0 || digit > 9) {
                    return -1;
                }
                value = value * 10 + digit;
            }
            return value > 65_535 ? -1 : value;
        }

        private Parse<SessionDescription> fail(String rule) {
            return new Parse.Malformed<>(lineStart, rule);
        }
    }
}
