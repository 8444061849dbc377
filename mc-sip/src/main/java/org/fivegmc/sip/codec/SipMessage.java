package org.fivegmc.sip.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A SIP message as an index over its bytes: start line, header fields in order, body.
///
/// The bytes were copied once from the wire and are never changed; head and body are arrays of
/// their own, so that who keeps the body keeps nothing else and need not copy it. Views are made
/// when asked for; those every transaction needs (top Via, From, To, CSeq) are kept. Views of
/// mandatory headers come in two forms: `xOrNull`, which is null when the header is absent or
/// broken, and `x`, which may be called once [SipCheck] has passed the message, as it has for
/// everything the stack hands over.
///
/// Immutable but for the kept views, whose races are benign: every thread computes the same value.
public abstract sealed class SipMessage implements SipParse permits SipRequest, SipResponse {
    /// Ints per header in the index: name start, value start, value end, id in the high and name
    /// length in the low 16 bits.
    static final int STRIDE = 4;

    static final int UNKNOWN = 0xffff;

    private final byte[] head;
    private final byte[] body;
    private final int[] index;
    private final int headersStart;
    private final int headersEnd;

    private @Nullable Via via;
    private @Nullable NameAddr from;
    private @Nullable NameAddr to;
    private @Nullable CSeq cseq;

    /// @param head start line, fields and the empty line
    SipMessage(byte[] head, byte[] body, int[] index, int headersStart, int headersEnd) {
        this.head = head;
        this.body = body;
        this.index = index;
        this.headersStart = headersStart;
        this.headersEnd = headersEnd;
    }

    /// Start line, fields and the empty line; read only.
    byte[] head() {
        return head;
    }

    int headersStart() {
        return headersStart;
    }

    /// Number of header fields.
    public int headerCount() {
        return index.length / STRIDE;
    }

    /// The name of field `i` as written.
    public Span headerNameText(int i) {
        int start = index[i * STRIDE];
        return new Span(head, start, start + (index[i * STRIDE + 3] & 0xffff));
    }

    /// The name of field `i` when it is a known one, else null.
    public @Nullable HeaderName headerName(int i) {
        int id = index[i * STRIDE + 3] >>> 16;
        return id == UNKNOWN ? null : HeaderName.byNumber(id);
    }

    /// The value of field `i`, blanks around it removed, foldings kept.
    public Span headerValue(int i) {
        return new Span(head, index[i * STRIDE + 1], index[i * STRIDE + 2]);
    }

    /// Field `i` as it stands in the message, its line end included.
    public Span headerField(int i) {
        return new Span(head, lineStart(i), lineStart(i + 1));
    }

    boolean headerIs(int i, HeaderName name) {
        return index[i * STRIDE + 3] >>> 16 == name.number();
    }

    /// Start of the whole field `i`; its end with CRLF is the start of the next.
    int lineStart(int i) {
        return i < index.length / STRIDE ? index[i * STRIDE] : headersEnd;
    }

    /// Number of the first field of a name at or after `from`, or -1.
    public int indexOf(HeaderName name, int from) {
        for (int i = from, n = headerCount(); i < n; i++) {
            if (headerIs(i, name)) {
                return i;
            }
        }
        return -1;
    }

    public boolean has(HeaderName name) {
        return indexOf(name, 0) >= 0;
    }

    /// Value of the first field of a name, or null.
    public @Nullable Span header(HeaderName name) {
        int i = indexOf(name, 0);
        return i < 0 ? null : headerValue(i);
    }

    /// Value of the first field of a name this server does not know, case not regarded, or null.
    /// Known names are found in both forms too.
    public @Nullable Span header(String name) {
        Span wanted = Span.of(name);
        HeaderName known = HeaderName.find(wanted.array(), wanted.start(), wanted.end());
        if (known != null) {
            return header(known);
        }
        for (int i = 0, n = headerCount(); i < n; i++) {
            if (index[i * STRIDE + 3] >>> 16 == UNKNOWN
                    && headerNameText(i).equalsIgnoreCase(name)) {
                return headerValue(i);
            }
        }
        return null;
    }

    /// All values of a name in order; fields of lists are taken apart at their commas, empty
    /// elements left out.
    public List<Span> values(HeaderName name) {
        List<Span> out = new ArrayList<>(2);
        for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 1)) {
            Span v = headerValue(i);
            if (name.isList()) {
                splitList(v, out);
            } else {
                out.add(v);
            }
        }
        return out;
    }

    private static void splitList(Span v, List<Span> out) {
        int at = v.start();
        while (at < v.end()) {
            int end = elementEnd(v.array(), at, v.end());
            int s = Chars.skipLws(v.array(), at, end);
            int e = Chars.trimEnd(v.array(), s, end);
            if (e > s) {
                out.add(new Span(v.array(), s, e));
            }
            at = end + 1;
        }
    }

    /// Position of the comma that ends the element starting at `from`, outside quotes and angle
    /// brackets.
    private static int elementEnd(byte[] a, int from, int end) {
        boolean bracket = false;
        for (int i = from; i < end; i++) {
            switch (a[i]) {
                case '"' -> {
                    if (!bracket) {
                        int close = Chars.skipQuoted(a, i, end);
                        if (close < 0) {
                            return end;
                        }
                        i = close - 1;
                    }
                }
                case '<' -> bracket = true;
                case '>' -> bracket = false;
                case ',' -> {
                    if (!bracket) {
                        return i;
                    }
                }
                default -> {}
            }
        }
        return end;
    }

    /// The first Via value, or null.
    public @Nullable Via topViaOrNull() {
        Via v = via;
        if (v == null) {
            int i = indexOf(HeaderName.VIA, 0);
            if (i >= 0) {
                int start = index[i * STRIDE + 1];
                v = Via.parse(head, start, elementEnd(head, start, index[i * STRIDE + 2]));
                via = v;
            }
        }
        return v;
    }

    public @Nullable NameAddr fromOrNull() {
        NameAddr n = from;
        if (n == null) {
            n = nameAddr(HeaderName.FROM);
            from = n;
        }
        return n;
    }

    public @Nullable NameAddr toOrNull() {
        NameAddr n = to;
        if (n == null) {
            n = nameAddr(HeaderName.TO);
            to = n;
        }
        return n;
    }

    public @Nullable CSeq cSeqOrNull() {
        CSeq c = cseq;
        if (c == null) {
            Span s = header(HeaderName.CSEQ);
            c = s == null ? null : CSeq.parse(s);
            cseq = c;
        }
        return c;
    }

    /// The Call-ID, or null when absent or empty.
    public @Nullable Span callIdOrNull() {
        Span s = header(HeaderName.CALL_ID);
        return s == null || s.isEmpty() ? null : s;
    }

    public Via topVia() {
        return checked(topViaOrNull());
    }

    public NameAddr from() {
        return checked(fromOrNull());
    }

    public NameAddr to() {
        return checked(toOrNull());
    }

    public CSeq cSeq() {
        return checked(cSeqOrNull());
    }

    public Span callId() {
        return checked(callIdOrNull());
    }

    private static <T> T checked(@Nullable T view) {
        if (view == null) {
            throw new IllegalStateException("a mandatory header of a message that was not checked");
        }
        return view;
    }

    /// The address of the first field of a name, or null when absent or broken.
    public @Nullable NameAddr nameAddr(HeaderName name) {
        int i = indexOf(name, 0);
        if (i < 0) {
            return null;
        }
        int start = index[i * STRIDE + 1];
        int end = index[i * STRIDE + 2];
        return NameAddr.parse(head, start, name.isList() ? elementEnd(head, start, end) : end);
    }

    /// All addresses of a name: Contact, Route, Record-Route, Path, P-Asserted-Identity …
    public AddressList nameAddrs(HeaderName name) {
        if (!has(name)) {
            return AddressList.NONE;
        }
        List<NameAddr> entries = new ArrayList<>(2);
        boolean star = false;
        boolean ok = true;
        for (Span v : values(name)) {
            if (v.contentEquals("*")) {
                star = true;
                continue;
            }
            NameAddr n = NameAddr.parse(v);
            if (n == null) {
                ok = false;
            } else {
                entries.add(n);
            }
        }
        return new AddressList(entries, star, ok);
    }

    public AddressList contacts() {
        return nameAddrs(HeaderName.CONTACT);
    }

    /// Seconds of Expires; values above 2^32-1 count as that, what is no number as absent (RFC 3261
    /// section 20.19).
    public OptionalLong expires() {
        return seconds(header(HeaderName.EXPIRES));
    }

    /// A number of seconds as Expires and the `expires` parameter carry it, saturated at 2^32-1.
    public static OptionalLong seconds(@Nullable Span s) {
        if (s == null || !Chars.allDigits(s.array(), s.start(), s.end())) {
            return OptionalLong.empty();
        }
        long v = s.decimal(0xffff_ffffL);
        return OptionalLong.of(v < 0 ? 0xffff_ffffL : v);
    }

    /// Media type of the body without parameters and blanks, or empty.
    public Span contentType() {
        Span s = header(HeaderName.CONTENT_TYPE);
        if (s == null) {
            return Span.EMPTY;
        }
        int i = s.start();
        while (i < s.end() && head[i] != ';' && !Chars.isLws(head[i])) {
            i++;
        }
        return new Span(head, s.start(), i);
    }

    /// The body; empty when there is none.
    public Span body() {
        return new Span(body, 0, body.length);
    }

    /// Length of the message in bytes.
    public int length() {
        return head.length + body.length;
    }

    /// A copy of the whole message, as for a capture or an archive.
    public byte[] toByteArray() {
        byte[] whole = Arrays.copyOf(head, length());
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }

    /// The whole message as text, for logs and tests.
    @Override
    public String toString() {
        return new String(toByteArray(), StandardCharsets.UTF_8);
    }
}
