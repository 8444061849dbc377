package org.fivegmc.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The parameters behind a header value (RFC 3261 section 25.1 `generic-param`, RFC 2045 section
/// 5.1), in order, repeated names kept. Reading is total: whatever stands between two semicolons is
/// a parameter.
///
/// @param all every parameter, as many as [#DEFAULT_LIMIT] at most
public record Parameters(List<Parameter> all) {
    /// Parameters behind one value that are kept; the rest is dropped.
    public static final int DEFAULT_LIMIT = 128;

    public static final Parameters NONE = new Parameters(List.of());

    public Parameters {
        all = List.copyOf(all);
    }

    /// Reads `;a;b=c;d="e;f"`; a missing first semicolon does not matter.
    public static Parameters parse(String text) {
        return text.isBlank() ? NONE : new Parameters(new Reader(text).read());
    }

    public boolean has(String name) {
        for (Parameter parameter : all) {
            if (parameter.name().equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /// Value of the first parameter of that name; an empty text for a flag.
    public Optional<String> value(String name) {
        for (Parameter parameter : all) {
            if (parameter.name().equalsIgnoreCase(name)) {
                return Optional.of(parameter.value());
            }
        }
        return Optional.empty();
    }

    /// As in a header, each with its semicolon in front.
    public String text() {
        var out = new StringBuilder();
        for (Parameter parameter : all) {
            out.append(';').append(parameter.text());
        }
        return out.toString();
    }

    /// First of the given characters outside quotes and angle brackets at or after `from`, or the
    /// length.
    public static int indexOutsideQuotes(String text, int from, String stops) {
        boolean quoted = false;
        boolean bracketed = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (!bracketed && stops.indexOf(c) >= 0) {
                return i;
            } else if (c == '"') {
                quoted = true;
            } else if (c == '<') {
                bracketed = true;
            } else if (c == '>') {
                bracketed = false;
            }
        }
        return text.length();
    }

    /// Undoes the backslashes of a quoted string, given without its quotes.
    public static String unquote(String inner) {
        if (inner.indexOf('\\') < 0) {
            return inner;
        }
        var out = new StringBuilder(inner.length());
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (c == '\\' && i + 1 < inner.length()) {
                i++;
                c = inner.charAt(i);
            }
            out.append(c);
        }
        return out.toString();
    }

    private static final class Reader {
        private final String text;

        Reader(String text) {
            this.text = text;
        }

        List<Parameter> read() {
            List<Parameter> found = new ArrayList<>();
            int from = 0;
            while (from < text.length() && found.size() < DEFAULT_LIMIT) {
                int to = indexOutsideQuotes(text, from, ";");
                String piece = text.substring(from, to).strip();
                if (!piece.isEmpty()) {
                    found.add(parameter(piece));
                }
                from = to + 1;
            }
            return found;
        }

        private static Parameter parameter(String piece) {
            int equals = piece.indexOf('=');
            if (equals < 0) {
                return Parameter.flag(piece);
            }
            String name = piece.substring(0, equals).strip();
            String value = piece.substring(equals + 1).strip();
            if (!value.startsWith("\"")) {
                return Parameter.token(name, value);
            }
            // what follows the first quoted string ("#=1","#=2" occurs) stays with the value
            boolean closed = value.length() > 1 && value.endsWith("\"");
            return Parameter.quoted(
                    name, unquote(value.substring(1, value.length() - (closed ? 1 : 0))));
        }
    }
}
