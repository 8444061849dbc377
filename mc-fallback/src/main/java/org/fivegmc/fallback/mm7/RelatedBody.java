package org.fivegmc.fallback.mm7;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.fivegmc.fallback.mms.MmsDocument;
import org.fivegmc.fallback.mms.MmsPart;
import org.fivegmc.fallback.text.Octets;

/// The body of a request with attachments (SOAP Messages with Attachments; RFC 2387): the envelope,
/// and the multimedia message as a multipart of its own that begins with its SMIL. Octets as they
/// are, nothing is encoded.
///
/// @param contentType of the request
record RelatedBody(String contentType, Octets octets) {
    private static final String ENVELOPE = "envelope";
    private static final String MESSAGE = "mms";

    /// @param envelope refers to the message by [#contentId()]
    static RelatedBody of(String envelope, MmsDocument message) {
        String outer = boundary();
        String inner = boundary();
        var out = new ByteArrayOutputStream(message.octets() + 4096);
        open(out, outer, "text/xml; charset=utf-8", ENVELOPE);
        text(out, "\r\n" + envelope);
        String start = message.parts().getFirst().name();
        open(
                out,
                outer,
                "multipart/related; boundary=\""
                        + inner
                        + "\"; type=\"application/smil\"; start=\"<"
                        + start
                        + ">\"",
                MESSAGE);
        text(out, "\r\n");
        for (MmsPart part : message.parts()) {
            open(out, inner, part.contentType(), part.name());
            text(out, "Content-Location: " + part.name() + "\r\n");
            text(out, "Content-Transfer-Encoding: binary\r\n\r\n");
            out.writeBytes(part.octets().array());
        }
        text(out, "\r\n--" + inner + "--\r\n--" + outer + "--\r\n");
        return new RelatedBody(
                "multipart/related; boundary=\""
                        + outer
                        + "\"; type=\"text/xml\"; start=\"<"
                        + ENVELOPE
                        + ">\"",
                Octets.of(out.toByteArray()));
    }

    /// What the envelope calls the message.
    static String contentId() {
        return MESSAGE;
    }

    /// Nobody who does not know it can have it in a content.
    private static String boundary() {
        return "mm7-" + UUID.randomUUID();
    }

    private static void open(
            ByteArrayOutputStream out, String boundary, String type, String contentId) {
        text(out, "\r\n--" + boundary + "\r\n");
        text(out, "Content-Type: " + type + "\r\n");
        text(out, "Content-ID: <" + contentId + ">\r\n");
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
