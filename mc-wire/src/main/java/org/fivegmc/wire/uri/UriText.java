package org.fivegmc.wire.uri;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Percent escapes of URIs (RFC 3986 section 2.1), octets taken as UTF-8.
public final class UriText {
    private static final String USER_PLAIN = "-_.!~*'()&=+$,;?/";
    private static final String PARAMETER_PLAIN = "-_.!~*'()[]/:&+$";

    private UriText() {}

    /// An escape that is none stays as it is.
    public static String unescape(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(in.length);
        int i = 0;
        while (i < in.length) {
            int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
            if (low < 0) {
                out.write(in[i]);
                i++;
            } else {
                out.write(high << 4 | low);
                i += 3;
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /// User part of a SIP URI (RFC 3261 section 25.1 `user`).
    static String escapeUser(String text) {
        return escape(text, USER_PLAIN);
    }

    /// Name or value of a URI parameter (`paramchar`).
    static String escapeParameter(String text) {
        return escape(text, PARAMETER_PLAIN);
    }

    private static String escape(String text, String plain) {
        var out = new StringBuilder(text.length() + 8);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            boolean letter =
                    (octet >= 'a' && octet <= 'z')
                            || (octet >= 'A' && octet <= 'Z')
                            || (octet >= '0' && octet <= '9');
            if (letter || (octet > 0 && plain.indexOf(octet) >= 0)) {
                out.append((char) octet);
            } else {
                out.append('%');
                out.append(Character.toUpperCase(Character.forDigit(octet >> 4 & 15, 16)));
                out.append(Character.toUpperCase(Character.forDigit(octet & 15, 16)));
            }
        }
        return out.toString();
    }
}
