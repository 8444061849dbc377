package org.fivegmc.sip.codec;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// A URI as slices (RFC 3261 section 19.1, RFC 3966). `sip:` and `sips:` are taken apart; `tel:`
/// into number and parameters; of any other scheme only the scheme is read.
public final class Uri {
    private final byte[] a;
    private final int start;
    private final int end;
    private final int schemeEnd;
    private int userStart;
    private int userEnd = -1;
    private int passwordEnd = -1;
    private int hostStart;
    private int hostEnd;
    private int port = -1;
    private int paramsStart;
    private int paramsEnd;
    private int headersStart = -1;

    private Uri(byte[] a, int start, int end, int schemeEnd) {
        this.a = a;
        this.start = start;
        this.end = end;
        this.schemeEnd = schemeEnd;
        this.paramsStart = end;
        this.paramsEnd = end;
    }

    /// The URI of a text, or null when it is none.
    public static @Nullable Uri parse(String text) {
        Span s = Span.of(text);
        return parse(s.array(), s.start(), s.end());
    }

    /// The URI of a span, or null when it is none.
    public static @Nullable Uri parse(Span s) {
        return parse(s.array(), s.start(), s.end());
    }

    static @Nullable Uri parse(byte[] a, int start, int end) {
        int i = start;
        if (i >= end || !Chars.isAlpha(a[i])) {
            return null;
        }
        while (i < end
                && (Chars.isAlpha(a[i])
                        || Chars.isDigit(a[i])
                        || a[i] == '+'
                        || a[i] == '-'
                        || a[i] == '.')) {
            i++;
        }
        if (i >= end || a[i] != ':' || i + 1 >= end) {
            return null;
        }
        for (int k = i; k < end; k++) {
            if (Chars.isUriBad(a[k])) {
                return null;
            }
        }
        Uri u = new Uri(a, start, end, i);
        if (u.isSip()) {
            return u.splitSip() ? u : null;
        }
        if (u.isTel()) {
            return u.splitTel() ? u : null;
        }
        return u;
    }

    private boolean splitTel() {
        int i = schemeEnd + 1;
        userStart = i;
        while (i < end && a[i] != ';') {
            i++;
        }
        userEnd = i;
        passwordEnd = i;
        paramsStart = i;
        return userEnd > userStart && Params.wellFormed(a, paramsStart, paramsEnd);
    }

    private boolean splitSip() {
        int i = schemeEnd + 1;
        // an '@' must be escaped everywhere but after the user part (RFC 3261 section 25.1), while
        // ';' and '?' need not be inside it
        for (int k = i; k < end; k++) {
            if (a[k] == '@') {
                userStart = i;
                passwordEnd = k;
                userEnd = k;
                for (int c = i; c < k; c++) {
                    if (a[c] == ':') {
                        userEnd = c;
                        break;
                    }
                }
                if (userEnd == userStart || !escapesOk(userStart, k)) {
                    return false;
                }
                i = k + 1;
                break;
            }
        }
        hostStart = i;
        if (i < end && a[i] == '[') {
            i++;
            int from = i;
            while (i < end && (Chars.isHex(a[i]) || a[i] == ':' || a[i] == '.')) {
                i++;
            }
            if (i >= end || a[i] != ']' || i == from) {
                return false;
            }
            i++;
        } else {
            while (i < end && Chars.isHost(a[i])) {
                i++;
            }
        }
        hostEnd = i;
        if (hostEnd == hostStart) {
            return false;
        }
        if (i < end && a[i] == ':') {
            int from = ++i;
            while (i < end && Chars.isDigit(a[i])) {
                i++;
            }
            long p = Chars.decimal(a, from, i, 65_535);
            if (p < 0) {
                return false;
            }
            port = (int) p;
        }
        paramsStart = i;
        while (i < end && a[i] != '?') {
            i++;
        }
        paramsEnd = i;
        if (i < end) {
            headersStart = i + 1;
        }
        return Params.wellFormed(a, paramsStart, paramsEnd);
    }

    private boolean escapesOk(int from, int to) {
        for (int i = from; i < to; i++) {
            if (a[i] == '%' && (i + 2 >= to || !Chars.isHex(a[i + 1]) || !Chars.isHex(a[i + 2]))) {
                return false;
            }
        }
        return true;
    }

    public Span scheme() {
        return new Span(a, start, schemeEnd);
    }

    /// `sip` or `sips`.
    public boolean isSip() {
        return Chars.equalsIgnoreCase(a, start, schemeEnd, "sip") || isSips();
    }

    public boolean isSips() {
        return Chars.equalsIgnoreCase(a, start, schemeEnd, "sips");
    }

    public boolean isTel() {
        return Chars.equalsIgnoreCase(a, start, schemeEnd, "tel");
    }

    /// The user part, escapes kept; the number of a `tel:` URI; null when there is none.
    public @Nullable Span user() {
        return userEnd < 0 ? null : new Span(a, userStart, userEnd);
    }

    public @Nullable Span password() {
        return userEnd < 0 || passwordEnd <= userEnd ? null : new Span(a, userEnd + 1, passwordEnd);
    }

    /// The host, an IPv6 reference with its brackets; empty unless [#isSip()].
    public Span host() {
        return new Span(a, hostStart, hostEnd);
    }

    /// Whether the host is that address, however it is written; names are not looked up.
    public boolean isAt(InetAddress address) {
        Span host = host();
        boolean v6 = !host.isEmpty() && host.byteAt(0) == '[';
        if (!v6 && !isDottedDecimal(host)) {
            return false;
        }
        String text = host.toString();
        try {
            return InetAddress.ofLiteral(v6 ? text.substring(1, text.length() - 1) : text)
                    .equals(address);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean isDottedDecimal(Span host) {
        for (int i = 0; i < host.length(); i++) {
            byte b = host.byteAt(i);
            if (b != '.' && (b < '0' || b > '9')) {
                return false;
            }
        }
        return !host.isEmpty();
    }

    /// The port, or -1 when none is written.
    public int port() {
        return port;
    }

    public Params params() {
        return new Params(a, paramsStart, paramsEnd);
    }

    /// What follows the `?`, or null.
    public @Nullable Span headers() {
        return headersStart < 0 ? null : new Span(a, headersStart, end);
    }

    /// The whole URI.
    public Span raw() {
        return new Span(a, start, end);
    }

    @Override
    public String toString() {
        return raw().toString();
    }
}
