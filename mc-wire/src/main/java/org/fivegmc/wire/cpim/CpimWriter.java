package org.fivegmc.wire.cpim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Rfc3339;

/// Builds a CPIM (RFC 3862) with CRLF line ends. Headers appear in the order of the calls;
/// Content-Length is added by [#content(ByteSlice)]. Line ends and other control characters in a
/// value become blanks, so no value can smuggle in a header. For one message and one thread.
public final class CpimWriter {
    private final StringBuilder headers = new StringBuilder(256);
    private final StringBuilder contentHeaders = new StringBuilder(128);

    /// Writes From.
    ///
    /// @param address `<uri>` or `"Name" <uri>`; a bare URI gets its brackets
    public CpimWriter from(String address) {
        return header("From", bracketed(address));
    }

    public CpimWriter to(String address) {
        return header("To", bracketed(address));
    }

    public CpimWriter dateTime(Instant time, ZoneOffset offset) {
        return header("DateTime", Rfc3339.format(time, offset));
    }

    /// Declares a prefix; must stand before the headers that use it.
    public CpimWriter namespace(String prefix, String uri) {
        return header("NS", prefix + " <" + uri + ">");
    }

    /// The namespace of RFC 5438 and the message's id.
    public CpimWriter imdn(String messageId) {
        return namespace("imdn", CpimNamespaces.IMDN).header("imdn.Message-ID", messageId);
    }

    /// Asks for reports; nothing is written when none is wanted. Comes after [#imdn(String)].
    public CpimWriter dispositionNotification(DispositionRequest request) {
        return request.isEmpty() ? this : header("imdn.Disposition-Notification", request.text());
    }

    /// Writes a message header.
    ///
    /// @param name with its prefix, `cpm.Payload-Type`
    public CpimWriter header(String name, String value) {
        line(headers, name, value);
        return this;
    }

    public CpimWriter contentType(String value) {
        return contentHeader("Content-Type", value);
    }

    public CpimWriter contentHeader(String name, String value) {
        line(contentHeaders, name, value);
        return this;
    }

    /// Closes the message.
    public byte[] content(ByteSlice content) {
        line(contentHeaders, "Content-Length", Integer.toString(content.length()));
        var out =
                new ByteArrayOutputStream(
                        headers.length() + contentHeaders.length() + content.length() + 4);
        out.writeBytes(
                (headers + "\r\n" + contentHeaders + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.write(content.array(), content.offset(), content.length());
        return out.toByteArray();
    }

    private static String bracketed(String address) {
        return address.indexOf('<') >= 0 ? address : "<" + address + ">";
    }

    private static void line(StringBuilder out, String name, String value) {
        out.append(clean(name)).append(": ").append(clean(value)).append("\r\n");
    }

    private static String clean(String text) {
        StringBuilder cleaned = new StringBuilder(text);
        for (int i = 0; i < cleaned.length(); i++) {
            if (Character.isISOControl(cleaned.charAt(i))) {
                cleaned.setCharAt(i, ' ');
            }
        }
        return cleaned.toString();
    }
}
