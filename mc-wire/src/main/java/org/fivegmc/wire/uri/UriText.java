package org.fivegmc.wire.uri;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Percent escapes of URIs (RFC 3986 section 2.1), octets taken as UTF-8.
public final class UriText {
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
}
