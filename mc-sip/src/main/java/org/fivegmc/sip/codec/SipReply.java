package org.fivegmc.sip.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a server answers, apart from what every response copies from its request. Immutable, so
/// frequent ones can be shared.
public final class SipReply {
    private static final int SMALL = 128;

    /// Status, number of copied fields, three lengths.
    private static final int FIXED = 15;

    private static final byte[] NONE = new byte[0];
    private static final HeaderName[] NOTHING_COPIED = {};
    private static final @Nullable SipReply[] PLAIN = new @Nullable SipReply[700];

    static {
        for (int s = 100; s < 700; s++) {
            PLAIN[s] = new SipReply(s, StatusCode.reason(s), NONE, NONE, NOTHING_COPIED);
        }
    }

    private final int status;
    private final String reason;
    private final byte[] fields;
    private final byte[] body;
    private final HeaderName[] copied;

    private SipReply(int status, String reason, byte[] fields, byte[] body, HeaderName[] copied) {
        this.status = status;
        this.reason = reason;
        this.fields = fields;
        this.body = body;
        this.copied = copied;
    }

    /// A reply with the usual reason phrase; costs nothing.
    public static SipReply of(int status) {
        SipReply reply = status >= 100 && status < 700 ? PLAIN[status] : null;
        if (reply == null) {
            throw new IllegalArgumentException("status " + status);
        }
        return reply;
    }

    public static SipReply of(int status, String reason) {
        SipReply plain = of(status);
        return reason.equals(plain.reason)
                ? plain
                : new SipReply(status, SipWriter.checkValue(reason), NONE, NONE, NOTHING_COPIED);
    }

    private SipReply withFields(SipWriter more) {
        byte[] joined = java.util.Arrays.copyOf(fields, fields.length + more.length());
        System.arraycopy(more.toByteArray(), 0, joined, fields.length, more.length());
        return new SipReply(status, reason, joined, body, copied);
    }

    /// With one more field. Via, From, To, Call-ID, CSeq and Content-Length are not for the caller
    /// to set.
    public SipReply with(HeaderName name, String value) {
        return withFields(new SipWriter(SMALL).header(name, value));
    }

    public SipReply with(String name, String value) {
        return withFields(new SipWriter(SMALL).header(name, value));
    }

    /// With all fields of a name copied byte for byte from a message.
    public SipReply withCopyOf(SipMessage m, HeaderName name) {
        return m.has(name) ? withFields(new SipWriter(SMALL).fields(m, name)) : this;
    }

    /// With all fields of these names as the request has them, copied when the reply is written: a
    /// repetition brings them along, so such a reply is shared and costs nothing to keep.
    public SipReply copying(HeaderName... names) {
        return new SipReply(status, reason, fields, body, names.clone());
    }

    /// With a body.
    ///
    /// @param content handed over: not changed by the caller afterwards
    public SipReply withBody(String contentType, byte[] content) {
        SipReply typed = with(HeaderName.CONTENT_TYPE, contentType);
        return new SipReply(status, reason, typed.fields, content, copied);
    }

    public int status() {
        return status;
    }

    public String reason() {
        return reason;
    }

    /// Whether it has no octets of its own: fields, a body or a reason phrase of its own.
    public boolean isShared() {
        return fields.length == 0 && body.length == 0 && reason.equals(StatusCode.reason(status));
    }

    /// Octets that [#writeTo] appends.
    public int length() {
        return FIXED
                + copied.length
                + reason.getBytes(StandardCharsets.UTF_8).length
                + fields.length
                + body.length;
    }

    /// Appends the reply in a form of this process, for [#readFrom]. Throws
    /// `BufferOverflowException` when there is no room.
    public void writeTo(ByteBuffer out) {
        byte[] phrase = reason.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) status).put((byte) copied.length);
        for (HeaderName name : copied) {
            out.put((byte) name.number());
        }
        out.putInt(phrase.length).putInt(fields.length).putInt(body.length);
        out.put(phrase).put(fields).put(body);
    }

    /// A reply that [#writeTo] has written.
    public static SipReply readFrom(ByteBuffer in) {
        int status = in.getShort();
        var copied = new HeaderName[in.get()];
        for (int i = 0; i < copied.length; i++) {
            copied[i] = HeaderName.byNumber(in.get());
        }
        byte[] phrase = new byte[in.getInt()];
        byte[] fields = new byte[in.getInt()];
        byte[] body = new byte[in.getInt()];
        in.get(phrase).get(fields).get(body);
        return new SipReply(
                status, new String(phrase, StandardCharsets.UTF_8), fields, body, copied);
    }

    /// Names of the fields that are copied from the request. Not copied; read only.
    HeaderName[] copied() {
        return copied;
    }

    byte[] fields() {
        return fields;
    }

    /// The body, empty when there is none; read only.
    public byte[] body() {
        return body;
    }

    @Override
    public String toString() {
        return status + " " + reason;
    }
}
