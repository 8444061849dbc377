package org.fivegmc.wire.cpim;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.HeaderBlock;
import org.fivegmc.wire.Rfc3339;

/// A view of a CPIM (RFC 3862) over the octets it arrived in.
///
/// ```
/// message headers     From, To, DateTime, NS, imdn.Message-ID ...
/// (empty line)
/// content headers     Content-Type, Content-Transfer-Encoding, Content-Length ...
/// (empty line)
/// content
/// ```
///
/// Parsing indexes the lines and checks limits; every value is cut out of the array when asked for.
/// Lenient as deployed handsets require: LF alone, folded lines, headers in any order and case,
/// namespaces declared late or forgotten, no DateTime, no Content-Length, a byte order mark, an
/// outer `Content-Type: message/cpim` in front, no content at all. An absent header is an empty
/// slice. Immutable as long as the array is left alone; safe for any thread.
public final class CpimMessage {
    private final byte[] array;
    private final int start;
    private final int end;
    private final HeaderBlock headers;
    private final HeaderBlock contentHeaders;
    private final NamespaceTable namespaces;

    private CpimMessage(
            byte[] array,
            int start,
            int end,
            HeaderBlock headers,
            HeaderBlock contentHeaders,
            NamespaceTable namespaces) {
        this.array = array;
        this.start = start;
        this.end = end;
        this.headers = headers;
        this.contentHeaders = contentHeaders;
        this.namespaces = namespaces;
    }

    public static CpimResult parse(byte[] body) {
        return parse(ByteSlice.of(body), CpimLimits.DEFAULT);
    }

    public static CpimResult parse(ByteSlice body) {
        return parse(body, CpimLimits.DEFAULT);
    }

    public static CpimResult parse(ByteSlice body, CpimLimits limits) {
        byte[] array = body.array();
        int start = body.offset();
        int end = start + body.length();
        int from = skipLineEnds(array, skipByteOrderMark(array, start, end), end);
        HeaderBlock headers =
                HeaderBlock.scan(array, from, end, limits.headerBytes(), limits.headers());
        if (isOuterHeader(headers)) {
            from = headers.bodyStart();
            headers = HeaderBlock.scan(array, from, end, limits.headerBytes(), limits.headers());
        }
        if (!headers.fault().isEmpty()) {
            return new CpimResult.Malformed(headers.faultOffset() - start, headers.fault());
        }
        if (headers.count() == 0) {
            return new CpimResult.Malformed(from - start, "no message headers");
        }
        if (!headers.closed()) {
            return new CpimResult.Malformed(end - start, "no empty line after the message headers");
        }
        NamespaceTable namespaces = NamespaceTable.read(array, headers);
        if (namespaces.size() > limits.namespaces()) {
            return new CpimResult.Malformed(
                    from - start, "more than " + limits.namespaces() + " namespaces");
        }
        HeaderBlock content =
                HeaderBlock.scan(
                        array, headers.bodyStart(), end, limits.headerBytes(), limits.headers());
        if (!content.fault().isEmpty()) {
            return new CpimResult.Malformed(content.faultOffset() - start, content.fault());
        }
        return new CpimResult.Parsed(
                new CpimMessage(array, start, end, headers, content, namespaces));
    }

    private static int skipByteOrderMark(byte[] array, int from, int to) {
        boolean mark =
                to - from >= 3
                        && array[from] == (byte) 0xef
                        && array[from + 1] == (byte) 0xbb
                        && array[from + 2] == (byte) 0xbf;
        return mark ? from + 3 : from;
    }

    private static int skipLineEnds(byte[] array, int from, int to) {
        int i = from;
        while (i < to && (array[i] == '\r' || array[i] == '\n')) {
            i++;
        }
        return i;
    }

    private static boolean isOuterHeader(HeaderBlock headers) {
        return headers.closed()
                && headers.fault().isEmpty()
                && headers.count() > 0
                && headers.nameIs(0, "Content-Type")
                && headers.value(0).startsWithIgnoreCase("message/cpim");
    }

    /// All octets of the message, as they came.
    public ByteSlice octets() {
        return ByteSlice.of(array, start, end - start);
    }

    /// Value of `From`: a URI in angle brackets, maybe with a name. Whom to believe is the
    /// transport's asserted identity, never this.
    public ByteSlice from() {
        return header(CpimNamespaces.CORE, "From");
    }

    /// Value of the first `To`.
    public ByteSlice to() {
        return header(CpimNamespaces.CORE, "To");
    }

    public Optional<Instant> dateTime() {
        long millis = dateTimeMillis();
        return millis == Rfc3339.ABSENT
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(millis));
    }

    /// Milliseconds since 1970, or [Rfc3339#ABSENT] when DateTime is missing or unreadable.
    public long dateTimeMillis() {
        return Rfc3339.parseMillis(dateTimeText());
    }

    /// DateTime as written by the sender, which a report repeats.
    public ByteSlice dateTimeText() {
        return header(CpimNamespaces.CORE, "DateTime");
    }

    /// `imdn.Message-ID` (RFC 5438 section 6.3).
    public ByteSlice imdnMessageId() {
        return header(CpimNamespaces.IMDN, "Message-ID");
    }

    public DispositionRequest dispositionNotification() {
        ByteSlice value = header(CpimNamespaces.IMDN, "Disposition-Notification");
        return value.isEmpty() ? DispositionRequest.NONE : DispositionRequest.parse(value);
    }

    /// Value of the first header of that namespace and name, parameters (RFC 3862 section 3.1) left
    /// out.
    public ByteSlice header(String namespace, String name) {
        int header = find(namespace, name);
        return header < 0 ? ByteSlice.EMPTY : valueOf(header);
    }

    /// Its text, with folds undone and the escapes of RFC 3862 section 2.3.1 resolved.
    public Optional<String> headerText(String namespace, String name) {
        int header = find(namespace, name);
        return header < 0
                ? Optional.empty()
                : Optional.of(CpimText.unescape(HeaderBlock.unfolded(valueOf(header))));
    }

    public int headerCount() {
        return headers.count();
    }

    /// Name with its prefix, as on the wire.
    public ByteSlice headerName(int index) {
        return headers.name(index);
    }

    public ByteSlice headerValue(int index) {
        return valueOf(index);
    }

    public ByteSlice contentType() {
        return contentHeaders.first("Content-Type");
    }

    public ByteSlice contentTransferEncoding() {
        return contentHeaders.first("Content-Transfer-Encoding");
    }

    public ByteSlice contentDisposition() {
        return contentHeaders.first("Content-Disposition");
    }

    public ByteSlice contentHeader(String name) {
        return contentHeaders.first(name);
    }

    public HeaderBlock contentHeaders() {
        return contentHeaders;
    }

    /// The content up to the end of the message. Content-Length is believed only as far as line
    /// ends behind it are cut off: clients that count characters instead of octets must not lose
    /// text.
    public ByteSlice content() {
        int from = contentHeaders.bodyStart();
        ByteSlice rest = ByteSlice.of(array, from, end - from);
        int declared = declaredLength();
        if (declared < 0 || declared >= rest.length()) {
            return rest;
        }
        for (int i = declared; i < rest.length(); i++) {
            if (rest.at(i) != '\r' && rest.at(i) != '\n') {
                return rest;
            }
        }
        return rest.slice(0, declared);
    }

    private int declaredLength() {
        ByteSlice value = contentHeaders.first("Content-Length");
        if (value.isEmpty() || value.length() > 9) {
            return -1;
        }
        int length = 0;
        for (int i = 0; i < value.length(); i++) {
            int digit = value.at(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            length = length * 10 + digit;
        }
        return length;
    }

    /// A copy whose DateTime is the given one, every other octet unchanged: the value is replaced,
    /// or a DateTime line added behind the last message header, with the line end the message uses.
    public byte[] withDateTime(Instant time, ZoneOffset offset) {
        return with("DateTime", Rfc3339.format(time, offset));
    }

    /// A copy with the given From, in the same way.
    ///
    /// @param uri in ASCII, without brackets
    public byte[] withFrom(String uri) {
        return with("From", "<" + uri + ">");
    }

    /// A copy whose first To is the given one, in the same way.
    ///
    /// @param uri in ASCII, without brackets
    public byte[] withTo(String uri) {
        return with("To", "<" + uri + ">");
    }

    private byte[] with(String name, String text) {
        int header = find(CpimNamespaces.CORE, name);
        if (header >= 0) {
            // parameters go with the value: what is left of them could swallow the new one
            ByteSlice value = headers.value(header);
            String gap = value.isEmpty() ? " " : "";
            return splice(value.offset(), value.offset() + value.length(), gap + text);
        }
        int at = headers.headersEnd();
        boolean crlf = at >= 2 && array[at - 2] == '\r';
        return splice(at, at, name + ": " + text + (crlf ? "\r\n" : "\n"));
    }

    private byte[] splice(int from, int to, String replacement) {
        byte[] middle = replacement.getBytes(StandardCharsets.US_ASCII);
        byte[] copy = new byte[end - start - (to - from) + middle.length];
        System.arraycopy(array, start, copy, 0, from - start);
        System.arraycopy(middle, 0, copy, from - start, middle.length);
        System.arraycopy(array, to, copy, from - start + middle.length, end - to);
        return copy;
    }

    private int find(String namespace, String name) {
        for (int i = 0; i < headers.count(); i++) {
            int from = headers.nameStart(i);
            int local = headers.endingOfName(i, name);
            boolean whole = local == from;
            boolean prefixed = local > from + 1 && array[local - 1] == '.';
            if ((whole || prefixed) && belongs(i, from, local, namespace)) {
                return i;
            }
        }
        return -1;
    }

    private boolean belongs(int header, int from, int local, String namespace) {
        boolean core = namespace.equals(CpimNamespaces.CORE);
        if (local == from) {
            // a default namespace ("NS: <uri>") never takes the core headers away
            return core
                    || namespaces.meaning(header, ByteSlice.EMPTY, namespace)
                            == NamespaceTable.Meaning.THIS;
        }
        ByteSlice prefix = ByteSlice.of(array, from, local - 1 - from);
        return switch (namespaces.meaning(header, prefix, namespace)) {
            case THIS -> true;
            case OTHER -> false;
            case UNDECLARED -> CpimNamespaces.customary(prefix, namespace);
        };
    }

    /// `Subject:;lang=fr Objet` has the parameter in front of the value.
    private ByteSlice valueOf(int header) {
        ByteSlice value = headers.value(header);
        int from = 0;
        boolean quoted = false;
        if (!value.isEmpty() && value.at(0) == ';' && array[value.offset() - 1] == ':') {
            while (from < value.length()
                    && (quoted || value.at(from) > ' ' || value.at(from) < 0)) {
                if (value.at(from) == '"') {
                    quoted = !quoted;
                }
                from++;
            }
        }
        return from == 0 ? value : value.slice(from, value.length()).trim();
    }
}
