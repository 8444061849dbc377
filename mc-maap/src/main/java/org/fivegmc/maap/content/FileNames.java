package org.fivegmc.maap.content;

import java.nio.charset.StandardCharsets;

/// Names of files as senders give them: shown to people and written into headers, never used as
/// paths.
final class FileNames {
    /// Longest name that is kept, in characters.
    static final int MAX_LENGTH = 120;

    private static final int MAX_EXTENSION = 16;
    private static final String NAMELESS = "file";
    private static final String FORBIDDEN = "/\\:*?\"<>|";

    private FileNames() {}

    /// Without directories, control characters, characters that change the direction of text (with
    /// which `gpj.exe` looks like `exe.jpg`), and what Windows does not take; never empty.
    static String clean(String given) {
        String name =
                given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        var kept = new StringBuilder();
        name.codePoints()
                .filter(c -> !isInvisible(c))
                .map(c -> FORBIDDEN.indexOf(c) >= 0 ? '_' : c)
                .forEach(kept::appendCodePoint);
        String clean = kept.toString().strip().replaceAll("^\\.+", "").replaceAll("[. ]+$", "");
        return clean.isEmpty() ? NAMELESS : shortened(clean);
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }

    /// Keeps the extension.
    private static String shortened(String name) {
        if (name.length() <= MAX_LENGTH) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String extension =
                dot > 0 && name.length() - dot <= MAX_EXTENSION ? name.substring(dot) : "";
        int end = MAX_LENGTH - extension.length();
        if (Character.isHighSurrogate(name.charAt(end - 1))) {
            end--;
        }
        return name.substring(0, end) + extension;
    }

    /// Content-Disposition (RFC 6266): the name in ASCII for old clients, and as it is.
    static String disposition(boolean attachment, String name) {
        var ascii = new StringBuilder();
        var encoded = new StringBuilder();
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0);
            encoded.append(plain ? Character.toString(c) : "%%%02X".formatted((int) c));
        }
        name.codePoints()
                .forEach(c -> ascii.appendCodePoint(c >= ' ' && c < 0x7f && c != '%' ? c : '_'));
        return (attachment ? "attachment" : "inline")
                + "; filename=\""
                + ascii
                + "\"; filename*=UTF-8''"
                + encoded;
    }
}
