package org.fivegmc.wire.sdp;

import java.util.Locale;

/// The attribute `file-selector` (RFC 5547 section 6): which file a stream carries.
///
/// @param name empty when not told
/// @param type its media type, empty when not told
/// @param size octets, -1 when not told
/// @param hash as written, `sha-1:72:24:…`; empty when not told
public record FileSelector(String name, String type, long size, String hash) {
    /// No file selected.
    public static final FileSelector NONE = new FileSelector("", "", -1, "");

    public boolean isEmpty() {
        return equals(NONE);
    }

    static FileSelector parse(String value) {
        String name = "";
        String type = "";
        long size = -1;
        String hash = "";
        int i = 0;
        while (i < value.length()) {
            int colon = value.indexOf(':', i);
            if (colon < 0) {
                break;
            }
            String key = value.substring(i, colon).strip().toLowerCase(Locale.ROOT);
            int from = colon + 1;
            int to;
            if (from < value.length() && value.charAt(from) == '"') {
                from++;
                int quote = value.indexOf('"', from);
                to = quote < 0 ? value.length() : quote;
                i = to + 1;
            } else {
                int blank = value.indexOf(' ', from);
                to = blank < 0 ? value.length() : blank;
                i = to;
            }
            String part = value.substring(from, to);
            switch (key) {
                case "name" -> name = unescaped(part);
                case "type" -> type = part.toLowerCase(Locale.ROOT);
                case "size" -> size = Numbers.decimal(part);
                case "hash" -> hash = part;
                default -> {
                    // a selector of the future
                }
            }
        }
        return new FileSelector(name, type, size, hash);
    }

    public String text() {
        var out = new StringBuilder();
        if (!name.isEmpty()) {
            out.append(" name:\"").append(escaped(name)).append('"');
        }
        if (!type.isEmpty()) {
            out.append(" type:").append(type);
        }
        if (size >= 0) {
            out.append(" size:").append(size);
        }
        if (!hash.isEmpty()) {
            out.append(" hash:").append(hash);
        }
        return out.substring(Math.min(1, out.length()));
    }

    /// What would end the quotes or the line is written in percent (RFC 5547 section 6).
    private static String escaped(String name) {
        return name.replace("%", "%25")
                .replace("\"", "%22")
                .replace("\r", "%0D")
                .replace("\n", "%0A")
                .replace("\0", "%00");
    }

    private static String unescaped(String name) {
        return name.replace("%00", "\0")
                .replace("%0A", "\n")
                .replace("%0a", "\n")
                .replace("%0D", "\r")
                .replace("%0d", "\r")
                .replace("%22", "\"")
                .replace("%25", "%");
    }
}
