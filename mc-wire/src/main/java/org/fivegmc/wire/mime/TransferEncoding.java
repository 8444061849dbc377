package org.fivegmc.wire.mime;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Locale;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;

/// Undoes Content-Transfer-Encoding (RFC 2045 section 6). The result is never longer than the
/// input.
public final class TransferEncoding {
    private TransferEncoding() {}

    /// Decoded octets; `7bit`, `8bit`, `binary` and the empty name change nothing.
    public static Parse<ByteSlice> decode(String encoding, ByteSlice content) {
        String name = encoding.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "", "7bit", "8bit", "binary", "identity" -> new Parse.Parsed<>(content);
            case "base64" -> base64(content);
            case "quoted-printable" -> quotedPrintable(content);
            default -> new Parse.Malformed<>(0, "unknown transfer encoding " + name);
        };
    }

    /// Octets outside the alphabet are skipped (RFC 2045 section 6.8), padding may be missing.
    private static Parse<ByteSlice> base64(ByteSlice content) {
        try {
            return new Parse.Parsed<>(
                    ByteSlice.of(Base64.getMimeDecoder().decode(content.toByteArray())));
        } catch (IllegalArgumentException _) {
            return new Parse.Malformed<>(0, "not base64");
        }
    }

    private static Parse<ByteSlice> quotedPrintable(ByteSlice content) {
        var out = new ByteArrayOutputStream(content.length());
        int i = 0;
        while (i < content.length()) {
            byte octet = content.at(i);
            if (octet != '=') {
                int blanks = blanksBeforeLineEnd(content, i);
                if (blanks > 0) {
                    i += blanks;
                } else {
                    out.write(octet);
                    i++;
                }
                continue;
            }
            int soft = softBreak(content, i + 1);
            if (soft > 0) {
                i += 1 + soft;
                continue;
            }
            int high = i + 2 < content.length() ? Character.digit(content.at(i + 1), 16) : -1;
            int low = i + 2 < content.length() ? Character.digit(content.at(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                return new Parse.Malformed<>(i, "not quoted-printable");
            }
            out.write(high << 4 | low);
            i += 3;
        }
        return new Parse.Parsed<>(ByteSlice.of(out.toByteArray()));
    }

    /// Blanks at the end of a line were added in transport.
    private static int blanksBeforeLineEnd(ByteSlice content, int from) {
        int i = from;
        while (i < content.length() && isBlank(content.at(i))) {
            i++;
        }
        boolean lineEnd = i == content.length() || content.at(i) == '\r' || content.at(i) == '\n';
        return lineEnd ? i - from : 0;
    }

    /// Length of "blanks, line end" or "blanks, end of content" from there, else 0.
    private static int softBreak(ByteSlice content, int from) {
        int i = from;
        while (i < content.length() && isBlank(content.at(i))) {
            i++;
        }
        if (i < content.length() && content.at(i) == '\r') {
            i++;
        }
        if (i < content.length() && content.at(i) == '\n') {
            return i + 1 - from;
        }
        return i == content.length() ? Math.max(1, i - from) : 0;
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}
