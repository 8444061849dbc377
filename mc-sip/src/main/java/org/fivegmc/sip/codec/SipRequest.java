package org.fivegmc.sip.codec;

import org.jspecify.annotations.Nullable;

/// A request: method, Request-URI, version.
public final class SipRequest extends SipMessage {
    private final SipMethod method;
    private final int methodEnd;
    private final int uriStart;
    private final int uriEnd;
    private final boolean version2;
    private @Nullable Uri uri;

    SipRequest(
            byte[] head,
            byte[] body,
            int[] index,
            int headersStart,
            int headersEnd,
            SipMethod method,
            int methodEnd,
            int uriStart,
            int uriEnd,
            boolean version2) {
        super(head, body, index, headersStart, headersEnd);
        this.method = method;
        this.methodEnd = methodEnd;
        this.uriStart = uriStart;
        this.uriEnd = uriEnd;
        this.version2 = version2;
    }

    public SipMethod method() {
        return method;
    }

    public Span methodText() {
        return new Span(head(), 0, methodEnd);
    }

    /// The Request-URI as written.
    public Span uriText() {
        return new Span(head(), uriStart, uriEnd);
    }

    /// The Request-URI, or null when it breaks the grammar.
    public @Nullable Uri uriOrNull() {
        Uri u = uri;
        if (u == null) {
            u = Uri.parse(head(), uriStart, uriEnd);
            uri = u;
        }
        return u;
    }

    /// The Request-URI of a checked request.
    public Uri uri() {
        Uri u = uriOrNull();
        if (u == null) {
            throw new IllegalStateException("a request that was not checked");
        }
        return u;
    }

    /// Whether the version is SIP/2.0.
    public boolean isVersion2() {
        return version2;
    }

    /// Max-Forwards, -1 when absent, -2 when it is no number from 0 to 255 (RFC 3261 section
    /// 20.22).
    public int maxForwards() {
        Span s = header(HeaderName.MAX_FORWARDS);
        if (s == null) {
            return -1;
        }
        long v = s.decimal(255);
        return v < 0 ? -2 : (int) v;
    }
}
