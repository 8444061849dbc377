package org.fivegmc.wire.cpim;

/// Escapes in CPIM header text (RFC 3862 section 2.3.1): backslash, quotes, control letters and a
/// `u` with four hex digits.
final class CpimText {
    private CpimText() {}

    /// An escape that is none stays as it is.
    static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        var out = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                out.append(c);
                i++;
                continue;
            }
            char next = text.charAt(i + 1);
            int code = next == 'u' ? hex(text, i + 2) : simple(next);
            if (code < 0) {
                out.append(c);
                i++;
            } else {
                out.append((char) code);
                i += next == 'u' ? 6 : 2;
            }
        }
        return out.toString();
    }

    private static int simple(char c) {
        return switch (c) {
            case '\\', '"', '\'' -> c;
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            default -> -1;
        };
    }

    private static int hex(String text, int from) {
        if (from + 4 > text.length()) {
            return -1;
        }
        int code = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        return code;
    }
}
