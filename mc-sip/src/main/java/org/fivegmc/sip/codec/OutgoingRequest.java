package org.fivegmc.sip.codec;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/// A request to send, without what the stack fills in: Via, Max-Forwards when absent,
/// Content-Length.
///
/// Immutable; built by any thread, written by the event loop that sends it.
public final class OutgoingRequest {
    private static final Set<HeaderName> MANDATORY =
            EnumSet.of(HeaderName.FROM, HeaderName.TO, HeaderName.CALL_ID, HeaderName.CSEQ);

    /// What the stack puts in when the caller gives no Max-Forwards (RFC 3261 section 8.1.1.6).
    public static final int DEFAULT_MAX_FORWARDS = 70;

    private static final int SMALL = 512;

    private static final int CRLF = 2;

    /// What is not method and URI in the first line.
    private static final int START_LINE = "  SIP/2.0".length() + CRLF;

    /// What is not name and value in a header field.
    private static final int FIELD = ": ".length() + CRLF;

    private final SipMethod method;
    private final String methodText;
    private final String uri;
    private final byte[] fields;
    private final byte[] raw;
    private final Span body;
    private final boolean maxForwards;

    private OutgoingRequest(Builder b) {
        this.method = b.method;
        this.methodText = b.methodText;
        this.uri = b.uri;
        this.fields = b.fields.toByteArray();
        this.raw = b.raw;
        this.body = b.body;
        this.maxForwards = b.present.contains(HeaderName.MAX_FORWARDS);
    }

    /// Starts a request of a known method.
    ///
    /// @param uri the Request-URI as it shall be written
    public static Builder builder(SipMethod method, String uri) {
        if (method == SipMethod.EXTENSION) {
            throw new IllegalArgumentException("give the name of the method");
        }
        return new Builder(method, method.name(), uri, new SipWriter(SMALL));
    }

    /// Starts a request of any method.
    public static Builder builder(String method, String uri) {
        Span s = Span.of(SipWriter.checkToken(method));
        return new Builder(
                SipMethod.find(s.array(), s.start(), s.end()), method, uri, new SipWriter(SMALL));
    }

    /// Starts a request with a writer of the calling thread, which saves allocating one; it is free
    /// again after [Builder#build].
    public static Builder builder(SipMethod method, String uri, SipWriter scratch) {
        if (method == SipMethod.EXTENSION) {
            throw new IllegalArgumentException("give the name of the method");
        }
        return new Builder(method, method.name(), uri, scratch);
    }

    /// The ACK to a final answer above 299 (RFC 3261 section 17.1.1.3), to be sent with the Via of
    /// the INVITE.
    ///
    /// @param invite the INVITE as it was sent
    public static OutgoingRequest ackTo(SipRequest invite, SipResponse answer) {
        return follow(SipMethod.ACK, invite).copy(answer, HeaderName.TO).build();
    }

    /// The CANCEL of an INVITE (RFC 3261 section 9.1), to be sent with its Via.
    ///
    /// @param invite the INVITE as it was sent
    /// @param reason value of Reason (RFC 3326); empty for none
    public static OutgoingRequest cancelOf(SipRequest invite, String reason) {
        Builder cancel = follow(SipMethod.CANCEL, invite).copy(invite, HeaderName.TO);
        return (reason.isEmpty() ? cancel : cancel.header(HeaderName.REASON, reason)).build();
    }

    private static Builder follow(SipMethod method, SipRequest invite) {
        return builder(method, invite.uriText().toString())
                .copy(invite, HeaderName.ROUTE, HeaderName.FROM, HeaderName.CALL_ID)
                .cSeq(invite.cSeq().number());
    }

    /// Whether a text can be a Request-URI here: ASCII without blanks, controls, brackets, quotes.
    public static boolean isWritable(String uri) {
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c >= 0x80 || Chars.isUriBad((byte) c)) {
                return false;
            }
        }
        return true;
    }

    public SipMethod method() {
        return method;
    }

    public String methodText() {
        return methodText;
    }

    /// The Request-URI.
    public String uri() {
        return uri;
    }

    /// Octets of the request as [#write] writes it.
    ///
    /// @param viaLength of the value of its Via
    public int length(int viaLength) {
        int stack = START_LINE + HeaderName.VIA.text().length() + FIELD + viaLength;
        if (!maxForwards) {
            stack +=
                    HeaderName.MAX_FORWARDS.text().length()
                            + FIELD
                            + SipWriter.digits(DEFAULT_MAX_FORWARDS);
        }
        stack +=
                HeaderName.CONTENT_LENGTH.text().length()
                        + FIELD
                        + SipWriter.digits(body.length())
                        + CRLF;
        return methodText.length()
                + uri.length()
                + stack
                + fields.length
                + raw.length
                + body.length();
    }

    /// Appends the request with its top Via.
    ///
    /// @param via the value of the Via: protocol, sent-by, branch
    public void write(SipWriter w, String via) {
        write(w, out -> out.text(via));
    }

    /// Appends the request with its top Via.
    ///
    /// @param via writes the value of the Via
    public void write(SipWriter w, Consumer<SipWriter> via) {
        w.text(methodText).put(' ').text(uri).text(" SIP/2.0").crlf();
        via.accept(w.name(HeaderName.VIA));
        w.crlf();
        if (!maxForwards) {
            w.name(HeaderName.MAX_FORWARDS).number(DEFAULT_MAX_FORWARDS).crlf();
        }
        w.bytes(fields).bytes(raw);
        w.name(HeaderName.CONTENT_LENGTH).number(body.length()).crlf().crlf().span(body);
    }

    /// Collects the fields in the order given.
    public static final class Builder {
        private final SipMethod method;
        private final String methodText;
        private final String uri;
        private final SipWriter fields;
        private final EnumSet<HeaderName> present = EnumSet.noneOf(HeaderName.class);
        private byte[] raw = {};
        private Span body = Span.EMPTY;

        private Builder(SipMethod method, String methodText, String uri, SipWriter scratch) {
            this.fields = scratch.reset();
            this.method = method;
            this.methodText = methodText;
            this.uri = uri;
            if (!isWritable(uri)) {
                throw new IllegalArgumentException("not a Request-URI");
            }
        }

        /// The From with its tag.
        ///
        /// @param address name-addr, or URI without parameters
        public Builder from(String address, String tag) {
            return header(HeaderName.FROM, address + ";tag=" + SipWriter.checkToken(tag));
        }

        /// The From with its tag.
        ///
        /// @param address writes name-addr, or URI without parameters
        public Builder from(Consumer<SipWriter> address, String tag) {
            SipWriter.checkToken(tag);
            return header(
                    HeaderName.FROM,
                    w -> {
                        address.accept(w);
                        w.text(";tag=").text(tag);
                    });
        }

        /// The To, outside a dialog.
        public Builder to(String address) {
            return header(HeaderName.TO, address);
        }

        /// The To inside a dialog.
        public Builder to(String address, String tag) {
            return header(HeaderName.TO, address + ";tag=" + SipWriter.checkToken(tag));
        }

        public Builder callId(String callId) {
            return header(HeaderName.CALL_ID, callId);
        }

        /// The CSeq; its method is that of the request.
        public Builder cSeq(long number) {
            if (number < 0 || number > CSeq.MAX) {
                throw new IllegalArgumentException("CSeq " + number);
            }
            mark(HeaderName.CSEQ);
            fields.name(HeaderName.CSEQ).number(number).put(' ').text(methodText).crlf();
            return this;
        }

        public Builder header(HeaderName name, String value) {
            mark(name);
            fields.header(name, value);
            return this;
        }

        /// A field whose value is written at once, which saves making a text of it.
        public Builder header(HeaderName name, Consumer<SipWriter> value) {
            mark(name);
            fields.name(name);
            int from = fields.length();
            value.accept(fields);
            fields.checkValue(from);
            fields.crlf();
            return this;
        }

        public Builder header(String name, String value) {
            Span s = Span.of(name);
            HeaderName known = HeaderName.find(s.array(), s.start(), s.end());
            if (known != null) {
                return header(known, value);
            }
            fields.header(name, value);
            return this;
        }

        /// Whole fields as they were kept from another message, each with its line end; none of
        /// them one that the stack writes. They follow all others; given once.
        ///
        /// @param lines handed over: not changed by the caller afterwards
        public Builder rawHeaders(byte[] lines) {
            raw = lines;
            return this;
        }

        /// Copies all fields of the names byte for byte, names in the order given.
        public Builder copy(SipMessage m, HeaderName... names) {
            for (HeaderName name : names) {
                if (m.has(name)) {
                    mark(name);
                    fields.fields(m, name);
                }
            }
            return this;
        }

        /// Copies every field but those named and Content-Length byte for byte, in order, unknown
        /// ones too; as a proxy forwards.
        public Builder copyAllExcept(SipMessage m, Set<HeaderName> except) {
            for (int i = 0, n = m.headerCount(); i < n; i++) {
                HeaderName name = m.headerName(i);
                if (name == HeaderName.CONTENT_LENGTH || (name != null && except.contains(name))) {
                    continue;
                }
                if (name != null && !(name.isList() && present.contains(name))) {
                    mark(name);
                }
                fields.field(m, i);
            }
            return this;
        }

        /// The body and its type.
        ///
        /// @param content handed over: not changed by the caller afterwards
        public Builder body(String contentType, byte[] content) {
            header(HeaderName.CONTENT_TYPE, contentType);
            body = new Span(content, 0, content.length);
            return this;
        }

        /// The body alone, when Content-Type was copied. A span of a message that was received is
        /// not copied.
        public Builder body(Span content) {
            body = content;
            return this;
        }

        private void mark(HeaderName name) {
            if (name == HeaderName.CONTENT_LENGTH) {
                throw new IllegalArgumentException("Content-Length is written by the stack");
            }
            if (!present.add(name)
                    && (MANDATORY.contains(name) || name == HeaderName.MAX_FORWARDS)) {
                throw new IllegalArgumentException(name.text() + " twice");
            }
        }

        public OutgoingRequest build() {
            if (!present.containsAll(MANDATORY)) {
                EnumSet<HeaderName> missing = EnumSet.copyOf(MANDATORY);
                missing.removeAll(present);
                throw new IllegalStateException("missing " + missing);
            }
            return new OutgoingRequest(this);
        }
    }
}
