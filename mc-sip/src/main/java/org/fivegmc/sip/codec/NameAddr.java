package org.fivegmc.sip.codec;

import org.jspecify.annotations.Nullable;

/// `"display" <uri>;params` or `uri;params` (RFC 3261 section 20.10), as positions; slices are made
/// when asked for.
public final class NameAddr {
    private final byte[] a;
    private final int start;
    private final int end;
    private final int displayEnd;
    private final Uri uri;
    private final int paramsStart;

    private NameAddr(byte[] a, int start, int end, int displayEnd, Uri uri, int paramsStart) {
        this.a = a;
        this.start = start;
        this.end = end;
        this.displayEnd = displayEnd;
        this.uri = uri;
        this.paramsStart = paramsStart;
    }

    /// The address of one header value, or null when it breaks the grammar.
    public static @Nullable NameAddr parse(Span s) {
        return parse(s.array(), s.start(), s.end());
    }

    static @Nullable NameAddr parse(byte[] a, int from, int to) {
        int end = Chars.trimEnd(a, from, to);
        int i = Chars.skipLws(a, from, end);
        int displayEnd;
        int open;
        if (i < end && a[i] == '"') {
            displayEnd = Chars.skipQuoted(a, i, end);
            if (displayEnd < 0) {
                return null;
            }
            open = Chars.skipLws(a, displayEnd, end);
            if (open >= end || a[open] != '<') {
                return null;
            }
        } else {
            open = i;
            // tokens and blanks only; bytes above ASCII are tolerated because handsets write names
            // so
            while (open < end && (Chars.isToken(a[open]) || Chars.isLws(a[open]) || a[open] < 0)) {
                open++;
            }
            if (open >= end || a[open] != '<') {
                return bare(a, i, end);
            }
            displayEnd = Chars.trimEnd(a, i, open);
        }
        int close = open + 1;
        while (close < end && a[close] != '>') {
            close++;
        }
        return close >= end ? null : parts(a, i, end, displayEnd, open + 1, close, close + 1);
    }

    /// Without brackets, what follows `;` belongs to the header, and neither `?` nor `,` may stand
    /// in the URI.
    private static @Nullable NameAddr bare(byte[] a, int start, int end) {
        int i = start;
        while (i < end && a[i] != ';' && !Chars.isLws(a[i])) {
            if (a[i] == '?' || a[i] == ',' || a[i] == '<') {
                return null;
            }
            i++;
        }
        return parts(a, start, end, start, start, i, i);
    }

    private static @Nullable NameAddr parts(
            byte[] a, int start, int end, int displayEnd, int uriStart, int uriEnd, int params) {
        Uri uri = Uri.parse(a, uriStart, uriEnd);
        return uri != null && Params.wellFormed(a, params, end)
                ? new NameAddr(a, start, end, displayEnd, uri, params)
                : null;
    }

    /// The display name as written (quotes kept), or null.
    public @Nullable Span display() {
        return displayEnd == start ? null : new Span(a, start, displayEnd);
    }

    public Uri uri() {
        return uri;
    }

    /// The parameters of the header value, not those of the URI.
    public Params params() {
        return new Params(a, paramsStart, end);
    }

    /// The `tag` of From and To, or null.
    public @Nullable Span tag() {
        return Params.get(a, paramsStart, end, "tag");
    }

    /// The whole value.
    public Span raw() {
        return new Span(a, start, end);
    }

    @Override
    public String toString() {
        return raw().toString();
    }
}
