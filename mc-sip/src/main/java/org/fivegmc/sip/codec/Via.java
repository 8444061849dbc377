package org.fivegmc.sip.codec;

import org.jspecify.annotations.Nullable;

/// One Via value (RFC 3261 section 20.42, RFC 3581), as slices.
public final class Via {
    /// What every branch of an RFC 3261 element starts with.
    public static final String MAGIC_COOKIE = "z9hG4bK";

    private final Span raw;
    private final Span transport;
    private final Span host;
    private final int port;
    private final Params params;

    private Via(Span raw, Span transport, Span host, int port, Params params) {
        this.raw = raw;
        this.transport = transport;
        this.host = host;
        this.port = port;
        this.params = params;
    }

    /// The Via of one value, or null when protocol, transport or sent-by cannot be read. Broken
    /// parameters do not hinder: the answer that says so must still find its way.
    public static @Nullable Via parse(Span s) {
        byte[] a = s.array();
        int end = Chars.trimEnd(a, s.start(), s.end());
        int from = Chars.skipLws(a, s.start(), end);
        int i = from;
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
        int transportEnd = Chars.skipToken(a, i, end);
        int hostStart = Chars.skipLws(a, transportEnd, end);
        if (transportEnd == i || hostStart == transportEnd) {
            return null;
        }
        Span transport = new Span(a, i, transportEnd);
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
        Span host = new Span(a, hostStart, i);
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
        return new Via(new Span(a, from, end), transport, host, port, new Params(a, i, end));
    }

    /// UDP, TCP, TLS … as written.
    public Span transport() {
        return transport;
    }

    /// Host of sent-by, an IPv6 reference with its brackets.
    public Span host() {
        return host;
    }

    /// Port of sent-by, or -1 when none is written.
    public int port() {
        return port;
    }

    public Params params() {
        return params;
    }

    public @Nullable Span branch() {
        return params.get("branch");
    }

    /// Whether the branch is one of RFC 3261: the cookie and something behind it.
    public boolean hasRfc3261Branch() {
        Span b = branch();
        return b != null && b.length() > MAGIC_COOKIE.length() && b.startsWith(MAGIC_COOKIE);
    }

    public @Nullable Span received() {
        return params.get("received");
    }

    /// The `rport` value; [Span#EMPTY] when the sender asks for it, null when it does not.
    public @Nullable Span rport() {
        return params.get("rport");
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
