package org.fivegmc.sip.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Parameters `;name[=value]` of a header value or URI, read by scanning when asked.
public final class Params {
    /// No parameters.
    public static final Params NONE = new Params(new byte[0], 0, 0);

    private final byte[] a;
    private final int start;
    private final int end;

    /// @param start position of the first `;`, or `end` when there are none
    Params(byte[] a, int start, int end) {
        this.a = a;
        this.start = start;
        this.end = end;
    }

    /// Where a scan stands; one per scan, so a view may be read by several threads.
    private static final class Cursor {
        int nameStart;
        int nameEnd;
        int valueStart;
        int valueEnd;
        int next;
        boolean broken;
    }

    /// Steps to the next parameter; false at the end or at a syntax error.
    private boolean step(Cursor c) {
        int i = Chars.skipLws(a, c.next, end);
        if (i >= end) {
            return false;
        }
        if (a[i] != ';') {
            c.broken = true;
            return false;
        }
        i = Chars.skipLws(a, i + 1, end);
        c.nameStart = i;
        while (i < end && isNameByte(a[i])) {
            i++;
        }
        c.nameEnd = i;
        if (i == c.nameStart) {
            c.broken = true;
            return false;
        }
        c.valueStart = -1;
        c.valueEnd = -1;
        int j = Chars.skipLws(a, i, end);
        if (j < end && a[j] == '=') {
            j = Chars.skipLws(a, j + 1, end);
            c.valueStart = j;
            if (j < end && a[j] == '"') {
                j = Chars.skipQuoted(a, j, end);
                if (j < 0) {
                    c.broken = true;
                    return false;
                }
            } else {
                while (j < end && isValueByte(a[j])) {
                    j++;
                }
            }
            c.valueEnd = j;
            if (c.valueEnd == c.valueStart) {
                c.broken = true;
                return false;
            }
            i = j;
        }
        c.next = i;
        return true;
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

    private Cursor cursor() {
        Cursor c = new Cursor();
        c.next = start;
        return c;
    }

    /// Whether all of it follows the grammar.
    public boolean wellFormed() {
        Cursor c = cursor();
        while (step(c)) {
            // only the end matters
        }
        return !c.broken;
    }

    /// The value of a parameter as written (quotes kept), [Span#EMPTY] when it has none, null when
    /// it is absent.
    public @Nullable Span get(String name) {
        Cursor c = cursor();
        while (step(c)) {
            if (nameIs(c, name)) {
                return c.valueStart < 0 ? Span.EMPTY : new Span(a, c.valueStart, c.valueEnd);
            }
        }
        return null;
    }

    /// All values of a parameter that is repeated, in order.
    public List<Span> all(String name) {
        List<Span> out = new ArrayList<>();
        Cursor c = cursor();
        while (step(c)) {
            if (nameIs(c, name)) {
                out.add(c.valueStart < 0 ? Span.EMPTY : new Span(a, c.valueStart, c.valueEnd));
            }
        }
        return out;
    }

    public boolean has(String name) {
        return get(name) != null;
    }

    /// Calls `sink` with name and value (empty when there is none), in order.
    public void forEach(BiConsumer<Span, Span> sink) {
        Cursor c = cursor();
        while (step(c)) {
            sink.accept(
                    new Span(a, c.nameStart, c.nameEnd),
                    c.valueStart < 0 ? Span.EMPTY : new Span(a, c.valueStart, c.valueEnd));
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

    private boolean nameIs(Cursor c, String name) {
        Span s = new Span(a, c.nameStart, c.nameEnd);
        if (s.equalsIgnoreCase(name)) {
            return true;
        }
        for (int i = c.nameStart; i < c.nameEnd; i++) {
            if (a[i] == '%') {
                return s.unescaped().equalsIgnoreCase(name);
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return raw().toString();
    }
}
