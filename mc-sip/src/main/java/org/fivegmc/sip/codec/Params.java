package org.fivegmc.sip.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Parameters `;name[=value]` of a header value or URI, read by scanning when asked.
public final class Params {
    /// No parameters.
    public static final Params NONE = new Params(new byte[0], 0, 0);

    /// Nothing but white space is left.
    private static final int DONE = -1;

    /// What follows is no parameter.
    private static final int BROKEN = -2;

    private final byte[] a;
    private final int start;
    private final int end;

    /// @param start position of the first `;`, or `end` when there are none
    Params(byte[] a, int start, int end) {
        this.a = a;
        this.start = start;
        this.end = end;
    }

    /// The parameters of a value from a position on; none when what stands there are no parameters.
    ///
    /// @param from position of the first `;` within the value, or its length
    public static Params of(Span value, int from) {
        int start = value.start() + from;
        return wellFormed(value.array(), start, value.end())
                ? new Params(value.array(), start, value.end())
                : NONE;
    }

    /// Whether a range is parameters and nothing else.
    static boolean wellFormed(byte[] a, int start, int end) {
        int at = start;
        while (at >= 0) {
            at = next(a, at, end);
        }
        return at == DONE;
    }

    /// Position after the parameter that begins at `from`, [#DONE] or [#BROKEN].
    private static int next(byte[] a, int from, int end) {
        int i = Chars.skipLws(a, from, end);
        if (i >= end) {
            return DONE;
        }
        if (a[i] != ';') {
            return BROKEN;
        }
        i = Chars.skipLws(a, i + 1, end);
        int nameEnd = nameEnd(a, i, end);
        if (nameEnd == i) {
            return BROKEN;
        }
        int value = valueStart(a, nameEnd, end);
        if (value < 0) {
            return nameEnd;
        }
        if (value < end && a[value] == '"') {
            int close = Chars.skipQuoted(a, value, end);
            return close < 0 ? BROKEN : close;
        }
        i = value;
        while (i < end && isValueByte(a[i])) {
            i++;
        }
        return i == value ? BROKEN : i;
    }

    private static int nameStart(byte[] a, int from, int end) {
        return Chars.skipLws(a, Chars.skipLws(a, from, end) + 1, end);
    }

    private static int nameEnd(byte[] a, int nameStart, int end) {
        int i = nameStart;
        while (i < end && isNameByte(a[i])) {
            i++;
        }
        return i;
    }

    /// Where the value begins, or -1 when there is none.
    private static int valueStart(byte[] a, int nameEnd, int end) {
        int i = Chars.skipLws(a, nameEnd, end);
        return i < end && a[i] == '=' ? Chars.skipLws(a, i + 1, end) : -1;
    }

    private static boolean isNameByte(byte b) {
        // URI parameter names may also hold the unreserved marks and these (RFC 3261 section 25.1,
        // param-unreserved)
        return Chars.isToken(b)
                || b == '['
                || b == ']'
                || b == '/'
                || b == ':'
                || b == '&'
                || b == '$'
                || b == '('
                || b == ')';
    }

    private static boolean isValueByte(byte b) {
        return b != ';' && b != ',' && b != '"' && b != '<' && b != '>' && !Chars.isLws(b);
    }

    /// Whether all of it follows the grammar.
    public boolean wellFormed() {
        return wellFormed(a, start, end);
    }

    /// The value of a parameter as written (quotes kept), [Span#EMPTY] when it has none, null when
    /// it is absent.
    public @Nullable Span get(String name) {
        return get(a, start, end, name);
    }

    /// The same of a range.
    static @Nullable Span get(byte[] a, int start, int end, String name) {
        int at = start;
        for (int next = next(a, at, end); next >= 0; next = next(a, at, end)) {
            int nameStart = nameStart(a, at, end);
            int nameEnd = nameEnd(a, nameStart, next);
            if (nameIs(a, nameStart, nameEnd, name)) {
                return value(a, nameEnd, next);
            }
            at = next;
        }
        return null;
    }

    /// @param next end of the parameter
    private static Span value(byte[] a, int nameEnd, int next) {
        int value = valueStart(a, nameEnd, next);
        return value < 0 ? Span.EMPTY : new Span(a, value, next);
    }

    /// All values of a parameter that is repeated, in order.
    public List<Span> all(String name) {
        List<Span> out = new ArrayList<>();
        int at = start;
        for (int next = next(a, at, end); next >= 0; next = next(a, at, end)) {
            int nameStart = nameStart(a, at, end);
            int nameEnd = nameEnd(a, nameStart, next);
            if (nameIs(a, nameStart, nameEnd, name)) {
                out.add(value(a, nameEnd, next));
            }
            at = next;
        }
        return out;
    }

    public boolean has(String name) {
        return get(name) != null;
    }

    /// Calls `sink` with name and value (empty when there is none), in order.
    public void forEach(BiConsumer<Span, Span> sink) {
        int at = start;
        for (int next = next(a, at, end); next >= 0; next = next(a, at, end)) {
            int nameStart = nameStart(a, at, end);
            int nameEnd = nameEnd(a, nameStart, next);
            sink.accept(new Span(a, nameStart, nameEnd), value(a, nameEnd, next));
            at = next;
        }
    }

    /// A decimal parameter, or -1 when absent, no number, or above `max`.
    public long decimal(String name, long max) {
        Span v = get(name);
        return v == null ? -1 : v.decimal(max);
    }

    /// The parameters as written, with the leading `;`; empty when there are none.
    public Span raw() {
        return new Span(a, start, end);
    }

    private static boolean nameIs(byte[] a, int start, int end, String name) {
        if (Chars.equalsIgnoreCase(a, start, end, name)) {
            return true;
        }
        for (int i = start; i < end; i++) {
            if (a[i] == '%') {
                return new Span(a, start, end).unescaped().equalsIgnoreCase(name);
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return raw().toString();
    }
}
