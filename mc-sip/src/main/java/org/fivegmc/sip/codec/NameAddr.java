package org.fivegmc.sip.codec;

import org.jspecify.annotations.Nullable;

/// `"display" <uri>;params` or `uri;params` (RFC 3261 section 20.10), as slices.
public final class NameAddr {
    private final Span raw;
    private final @Nullable Span display;
    private final Uri uri;
    private final Params params;

    private NameAddr(Span raw, @Nullable Span display, Uri uri, Params params) {
        this.raw = raw;
        this.display = display;
        this.uri = uri;
        this.params = params;
    }

    /// The address of one header value, or null when it breaks the grammar.
    public static @Nullable NameAddr parse(Span s) {
        byte[] a = s.array();
        int end = Chars.trimEnd(a, s.start(), s.end());
        int i = Chars.skipLws(a, s.start(), end);
        Span raw = new Span(a, i, end);
        Span display = null;
        int open;
        if (i < end && a[i] == '"') {
            int close = Chars.skipQuoted(a, i, end);
            if (close < 0) {
                return null;
            }
            display = new Span(a, i, close);
            open = Chars.skipLws(a, close, end);
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
                return bare(raw, a, i, end);
            }
            int nameEnd = Chars.trimEnd(a, i, open);
            if (nameEnd > i) {
                display = new Span(a, i, nameEnd);
            }
        }
        int close = open + 1;
        while (close < end && a[close] != '>') {
            close++;
        }
        if (close >= end) {
            return null;
        }
        Uri uri = Uri.parse(a, open + 1, close);
        return uri == null ? null : withParams(raw, display, uri, new Params(a, close + 1, end));
    }

    /// Without brackets, what follows `;` belongs to the header, and neither `?` nor `,` may stand
    /// in the URI.
    private static @Nullable NameAddr bare(Span raw, byte[] a, int start, int end) {
        int i = start;
        while (i < end && a[i] != ';' && !Chars.isLws(a[i])) {
            if (a[i] == '?' || a[i] == ',' || a[i] == '<') {
                return null;
            }
            i++;
        }
        Uri uri = Uri.parse(a, start, i);
        return uri == null ? null : withParams(raw, null, uri, new Params(a, i, end));
    }

    private static @Nullable NameAddr withParams(
            Span raw, @Nullable Span display, Uri uri, Params params) {
        return params.wellFormed() ? new NameAddr(raw, display, uri, params) : null;
    }

    /// The display name as written (quotes kept), or null.
    public @Nullable Span display() {
        return display;
    }

    public Uri uri() {
        return uri;
    }

    /// The parameters of the header value, not those of the URI.
    public Params params() {
        return params;
    }

    /// The `tag` of From and To, or null.
    public @Nullable Span tag() {
        return params.get("tag");
    }

    /// The whole value.
    public Span raw() {
        return raw;
    }

    @Override
    public String toString() {
        return raw.toString();
    }
}
