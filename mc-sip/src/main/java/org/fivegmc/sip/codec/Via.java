package org.fivegmc.sip.codec;

import org.jspecify.annotations.Nullable;

/// One Via value (RFC 3261 section 20.42, RFC 3581), as positions; slices are made when asked for.
public final class Via {
    /// What every branch of an RFC 3261 element starts with.
    public static final String MAGIC_COOKIE = "z9hG4bK";

    private final byte[] a;
    private final int start;
    private final int transportStart;
    private final int transportEnd;
    private final int hostStart;
    private final int hostEnd;
    private final int port;
    private final int paramsStart;
    private final int end;

    private Via(
            byte[] a,
            int start,
            int transportStart,
            int transportEnd,
            int hostStart,
            int hostEnd,
            int port,
            int paramsStart,
            int end) {
        this.a = a;
        this.start = start;
        this.transportStart = transportStart;
        this.transportEnd = transportEnd;
        this.hostStart = hostStart;
        this.hostEnd = hostEnd;
        this.port = port;
        this.paramsStart = paramsStart;
        this.end = end;
    }

    /// The Via of one value, or null when protocol, transport or sent-by cannot be read. Broken
    /// parameters do not hinder: the answer that says so must still find its way.
    public static @Nullable Via parse(Span s) {
        return parse(s.array(), s.start(), s.end());
    }

    static @Nullable Via parse(byte[] a, int from, int to) {
        int end = Chars.trimEnd(a, from, to);
        int start = Chars.skipLws(a, from, end);
        int i = start;
        // protocol-name "/" protocol-version "/" transport, blanks allowed around the slashes
        for (int part = 0; part < 2; part++) {
            int t = Chars.skipToken(a, i, end);
            if (t == i) {
                return null;
            }
            i = Chars.skipLws(a, t, end);
            if (i >= end || a[i] != '/') {
                return null;
            }
            i = Chars.skipLws(a, i + 1, end);
        }
        int transportStart = i;
        int transportEnd = Chars.skipToken(a, i, end);
        int hostStart = Chars.skipLws(a, transportEnd, end);
        if (transportEnd == i || hostStart == transportEnd) {
            return null;
        }
        i = hostStart;
        if (i < end && a[i] == '[') {
            while (i < end && a[i] != ']') {
                i++;
            }
            i = Math.min(i + 1, end);
        } else {
            while (i < end && Chars.isHost(a[i])) {
                i++;
            }
        }
        if (i == hostStart) {
            return null;
        }
        int hostEnd = i;
        i = Chars.skipLws(a, i, end);
        int port = -1;
        if (i < end && a[i] == ':') {
            int p = Chars.skipLws(a, i + 1, end);
            i = p;
            while (i < end && Chars.isDigit(a[i])) {
                i++;
            }
            long value = Chars.decimal(a, p, i, 65_535);
            if (value < 0) {
                return null;
            }
            port = (int) value;
        }
        return new Via(a, start, transportStart, transportEnd, hostStart, hostEnd, port, i, end);
    }

    /// UDP, TCP, TLS … as written.
    public Span transport() {
        return new Span(a, transportStart, transportEnd);
    }

    /// Host of sent-by, an IPv6 reference with its brackets.
    public Span host() {
        return new Span(a, hostStart, hostEnd);
    }

    /// Port of sent-by, or -1 when none is written.
    public int port() {
        return port;
    }

    public Params params() {
        return new Params(a, paramsStart, end);
    }

    boolean hasWellFormedParams() {
        return Params.wellFormed(a, paramsStart, end);
    }

    public @Nullable Span branch() {
        return Params.get(a, paramsStart, end, "branch");
    }

    /// Whether the branch is one of RFC 3261: the cookie and something behind it.
    public boolean hasRfc3261Branch() {
        Span b = branch();
        return b != null && b.length() > MAGIC_COOKIE.length() && b.startsWith(MAGIC_COOKIE);
    }

    public @Nullable Span received() {
        return Params.get(a, paramsStart, end, "received");
    }

    /// The `rport` value; [Span#EMPTY] when the sender asks for it, null when it does not.
    public @Nullable Span rport() {
        return Params.get(a, paramsStart, end, "rport");
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
