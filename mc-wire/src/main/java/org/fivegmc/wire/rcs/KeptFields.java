package org.fivegmc.wire.rcs;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Header fields that are kept with a message and travel on, each as one line with CRLF. Octets of
/// whoever keeps them may stand before, of a fixed number, the first of which is 1; no field begins
/// so.
public final class KeptFields {

    public static final String CONVERSATION_ID = "Conversation-ID";
    public static final String CONTRIBUTION_ID = "Contribution-ID";
    public static final String IN_REPLY_TO = "InReplyTo-Contribution-ID";

    /// The first octet of what may stand before the fields.
    public static final byte MARK = 1;

    /// How many octets that is.
    public static final int MARK_LENGTH = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(160);

    /// Appends a field; control characters become blanks. An empty value leaves the field out.
    public KeptFields with(String name, String value) {
        if (!value.isEmpty()) {
            String line = name + ": " + value.replaceAll("\\p{Cntrl}", " ") + "\r\n";
            out.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    public byte[] octets() {
        return out.toByteArray();
    }

    /// The first line of the value of a field among kept ones, or null. Names in any case.
    public static @Nullable String value(byte[] kept, String name) {
        for (int line = begin(kept); line < kept.length; line = nextLine(kept, line)) {
            int colon = afterName(kept, line, name);
            if (colon >= 0) {
                int end = nextLine(kept, line);
                return new String(kept, colon + 1, end - colon - 1, StandardCharsets.UTF_8).strip();
            }
        }
        return null;
    }

    /// The same with an empty text for none.
    public static String text(byte[] kept, String name) {
        String value = value(kept, name);
        return value == null ? "" : value;
    }

    /// Whether the first line of the value of a field is the same here and there, or the field in
    /// neither.
    public static boolean same(byte[] kept, byte[] other, String name) {
        int here = valueOf(kept, name);
        int there = valueOf(other, name);
        if (here < 0 || there < 0) {
            return here == there;
        }
        return Arrays.equals(
                kept, here, endOfValue(kept, here), other, there, endOfValue(other, there));
    }

    /// Where the value of a field begins; -1 when there is none.
    private static int valueOf(byte[] kept, String name) {
        for (int line = begin(kept); line < kept.length; line = nextLine(kept, line)) {
            int colon = afterName(kept, line, name);
            if (colon >= 0) {
                int at = colon + 1;
                while (at < kept.length && (kept[at] == ' ' || kept[at] == '\t')) {
                    at++;
                }
                return at;
            }
        }
        return -1;
    }

    private static int endOfValue(byte[] kept, int begin) {
        int end = nextLine(kept, begin);
        while (end > begin && kept[end - 1] >= 0 && kept[end - 1] <= ' ') {
            end--;
        }
        return end;
    }

    /// The fields alone, as they are written.
    public static byte[] fields(byte[] kept) {
        int begin = begin(kept);
        return begin == 0 ? kept : Arrays.copyOfRange(kept, begin, kept.length);
    }

    /// Where the fields begin.
    public static int begin(byte[] kept) {
        return kept.length >= MARK_LENGTH && kept[0] == MARK ? MARK_LENGTH : 0;
    }

    /// Where the colon stands when the line is a field of this name; -1 when it is not.
    private static int afterName(byte[] kept, int line, String name) {
        int at = line;
        for (int i = 0; i < name.length(); i++, at++) {
            // header names are ASCII letters and hyphens: this is their lower case
            if (at == kept.length || (kept[at] | 0x20) != (name.charAt(i) | 0x20)) {
                return -1;
            }
        }
        while (at < kept.length && (kept[at] == ' ' || kept[at] == '\t')) {
            at++;
        }
        return at < kept.length && kept[at] == ':' ? at : -1;
    }

    private static int nextLine(byte[] kept, int line) {
        int at = line;
        while (at < kept.length && kept[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, kept.length);
    }
}
