package org.fivegmc.sip.codec;

/// Writes responses (RFC 3261 section 8.2.6, RFC 3581 section 4, RFC 6223 section 4.3).
public final class ResponseWriter {
    /// How often a client that registered over a connection should send keep-alives, in seconds: as
    /// RFC 5626 section 4.4.1 has it.
    private static final int KEEP_SECONDS = 120;

    private ResponseWriter() {}

    /// Appends the response to `r`.
    ///
    /// @param toTag the tag to add when the request's To has none; empty for none
    /// @param sourceHost numeric address the request came from, IPv6 without brackets
    /// @param sourcePort port the request came from
    public static void write(
            SipWriter w,
            SipRequest r,
            SipReply reply,
            String toTag,
            String sourceHost,
            int sourcePort) {
        w.text("SIP/2.0 ").number(reply.status()).put(' ').text(reply.reason()).crlf();
        vias(w, r, sourceHost, sourcePort, reply.status());
        field(w, r, HeaderName.FROM);
        to(w, r, toTag);
        field(w, r, HeaderName.CALL_ID);
        field(w, r, HeaderName.CSEQ);
        field(w, r, HeaderName.TIMESTAMP);
        if (createsDialog(r.method()) && reply.status() > 100 && reply.status() < 300) {
            w.fields(r, HeaderName.RECORD_ROUTE);
        }
        w.bytes(reply.fields());
        for (HeaderName name : reply.copied()) {
            w.fields(r, name);
        }
        w.name(HeaderName.CONTENT_LENGTH)
                .number(reply.body().length)
                .crlf()
                .crlf()
                .bytes(reply.body());
    }

    private static boolean createsDialog(SipMethod m) {
        return m == SipMethod.INVITE || m == SipMethod.SUBSCRIBE || m == SipMethod.REFER;
    }

    private static void field(SipWriter w, SipRequest r, HeaderName name) {
        int i = r.indexOf(name, 0);
        if (i >= 0) {
            w.field(r, i);
        }
    }

    private static void to(SipWriter w, SipRequest r, String toTag) {
        int i = r.indexOf(HeaderName.TO, 0);
        if (i < 0) {
            return;
        }
        NameAddr to = r.toOrNull();
        if (toTag.isEmpty() || to == null || to.tag() != null) {
            w.field(r, i);
        } else {
            w.name(HeaderName.TO).span(r.headerValue(i)).text(";tag=").text(toTag).crlf();
        }
    }

    /// Whether the client asks if keep-alives are welcome, and they are: on a connection pings are
    /// answered, to datagrams nothing is.
    private static boolean keeps(SipRequest r, Via via, int status) {
        if (r.method() != SipMethod.REGISTER
                || status / 100 != 2
                || via.transport().equalsIgnoreCase("UDP")) {
            return false;
        }
        Span keep = via.params().get("keep");
        return keep != null && keep.isEmpty();
    }

    private static void vias(
            SipWriter w, SipRequest r, String sourceHost, int sourcePort, int status) {
        int first = r.indexOf(HeaderName.VIA, 0);
        Via via = r.topViaOrNull();
        if (via == null) {
            w.fields(r, HeaderName.VIA);
            return;
        }
        topVia(w, via, keeps(r, via, status), sourceHost, sourcePort);
        Span field = r.headerValue(first);
        w.bytes(field.array(), via.raw().end(), field.end()).crlf();
        for (int i = r.indexOf(HeaderName.VIA, first + 1);
                i >= 0;
                i = r.indexOf(HeaderName.VIA, i + 1)) {
            w.field(r, i);
        }
    }

    /// Appends the top Via with what the request's source adds to it, without a line end.
    ///
    /// @param keep whether keep-alives are welcome
    static void topVia(SipWriter w, Via via, boolean keep, String sourceHost, int sourcePort) {
        Span params = via.params().raw();
        boolean rport = via.rport() != null;
        w.name(HeaderName.VIA).bytes(via.raw().array(), via.raw().start(), params.start());
        if (rport || keep || via.received() != null) {
            via.params()
                    .forEach((name, value) -> {
                        if (!name.equalsIgnoreCase("received") && !name.equalsIgnoreCase("rport")) {
                            w.put(';').span(name);
                            if (!value.isEmpty()) {
                                w.put('=').span(value);
                            } else if (keep && name.equalsIgnoreCase("keep")) {
                                w.put('=').number(KEEP_SECONDS);
                            }
                        }
                    });
        } else {
            w.span(params);
        }
        if (rport || !sameHost(via.host(), sourceHost)) {
            w.text(";received=").text(sourceHost);
        }
        if (rport) {
            w.text(";rport=").number(sourcePort);
        }
    }

    private static boolean sameHost(Span sentBy, String sourceHost) {
        if (sentBy.isEmpty() || sentBy.byteAt(0) != '[') {
            return sentBy.contentEquals(sourceHost);
        }
        return new Span(sentBy.array(), sentBy.start() + 1, sentBy.end() - 1)
                .equalsIgnoreCase(sourceHost);
    }
}
