package org.fivegmc.wire.imdn;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.Utf8;
import org.fivegmc.wire.cpim.CpimMessage;
import org.fivegmc.wire.mime.MediaType;
import org.fivegmc.wire.mime.MimePart;
import org.fivegmc.wire.mime.Multipart;
import org.fivegmc.wire.mime.MultipartLimits;
import org.fivegmc.wire.mime.TransferEncoding;
import org.fivegmc.wire.xml.SafeXml;

/// Reads and writes disposition reports (RFC 5438 section 11, interworking by CPM). Reading goes by
/// local names and does not care for prefixes, namespaces, order or missing elements other than the
/// message id and a status. Immutable, safe for any thread.
public final class ImdnCodec {
    /// Most octets of one report document.
    public static final int DEFAULT_MAX_DOCUMENT = 65_536;

    public static final String MEDIA_TYPE = "message/imdn+xml";

    private static final int MAX_DEPTH = 16;
    private static final String NAMESPACE = "urn:ietf:params:xml:ns:imdn";

    private final InterworkingNames names;
    private final int maxDocument;

    public ImdnCodec() {
        this(InterworkingNames.LONG, DEFAULT_MAX_DOCUMENT);
    }

    public ImdnCodec(InterworkingNames names, int maxDocument) {
        this.names = names;
        this.maxDocument = maxDocument;
    }

    /// Whether content of that type is a report: `message/imdn+xml`, and `message/imdn` as some
    /// clients write it.
    public static boolean isImdn(ByteSlice contentType) {
        int semicolon = contentType.indexOf(';', 0);
        ByteSlice type =
                semicolon < 0 ? contentType.trim() : contentType.slice(0, semicolon).trim();
        return type.equalsIgnoreCase(MEDIA_TYPE) || type.equalsIgnoreCase("message/imdn");
    }

    /// As [#isImdn(ByteSlice)].
    public static boolean isImdn(String contentType) {
        return isImdn(ByteSlice.of(contentType));
    }

    /// One report document.
    public ImdnResult parse(byte[] document) {
        return parse(ByteSlice.of(document));
    }

    /// One report document.
    public ImdnResult parse(ByteSlice document) {
        if (document.length() > maxDocument) {
            return new ImdnResult.Malformed(
                    maxDocument, "report longer than " + maxDocument + " octets");
        }
        ByteSlice trimmed = document.trim();
        int from = trimmed.offset();
        int invalid = Utf8.firstInvalid(trimmed.array(), from, from + trimmed.length());
        if (invalid >= 0) {
            return new ImdnResult.Malformed(invalid - document.offset(), "report is not UTF-8");
        }
        var builder = new ReportBuilder();
        if (!PlainXmlReader.read(trimmed, builder)) {
            builder = new ReportBuilder();
            String fault = SafeXml.read(trimmed, maxDocument, MAX_DEPTH, builder);
            if (!fault.isEmpty()) {
                return new ImdnResult.Malformed(0, fault);
            }
        }
        String complaint = builder.complaint();
        return complaint.isEmpty()
                ? new ImdnResult.Parsed(List.of(builder.report()), 0)
                : new ImdnResult.Malformed(0, complaint);
    }

    /// The report, or reports, in a CPIM; its transfer encoding is undone.
    public ImdnResult parse(CpimMessage message) {
        return decoded(message.contentType(), message.contentTransferEncoding(), message.content());
    }

    private ImdnResult decoded(ByteSlice type, ByteSlice encoding, ByteSlice content) {
        return switch (TransferEncoding.decode(encoding.text(), content)) {
            case Parse.Parsed<ByteSlice>(ByteSlice plain) -> parse(type, plain);
            case Parse.Malformed<ByteSlice>(int offset, String rule) ->
                    new ImdnResult.Malformed(offset, rule);
        };
    }

    /// Content without transfer encoding: one report, or a multipart of several. Parts that are no
    /// readable report are counted and left out.
    public ImdnResult parse(ByteSlice contentType, ByteSlice content) {
        if (!contentType.startsWithIgnoreCase("multipart/")) {
            return parse(content);
        }
        MediaType type = MediaType.parse(contentType.text());
        return switch (Multipart.leaves(type, content, MultipartLimits.DEFAULT)) {
            case Parse.Malformed<List<MimePart>>(int offset, String rule) ->
                    new ImdnResult.Malformed(offset, rule);
            case Parse.Parsed<List<MimePart>>(List<MimePart> parts) -> aggregate(parts);
        };
    }

    private ImdnResult aggregate(List<MimePart> parts) {
        List<ImdnReport> reports = new ArrayList<>(parts.size());
        int unreadable = 0;
        for (MimePart part : parts) {
            ByteSlice type = part.headers().first("Content-Type");
            ByteSlice encoding = part.headers().first("Content-Transfer-Encoding");
            if (isImdn(type)
                    && decoded(type, encoding, part.content())
                            instanceof ImdnResult.Parsed(List<ImdnReport> one, int _)) {
                reports.addAll(one);
            } else {
                unreadable++;
            }
        }
        return reports.isEmpty()
                ? new ImdnResult.Malformed(0, "no report in the multipart")
                : new ImdnResult.Parsed(reports, unreadable);
    }

    /// The document, UTF-8; texts that are empty leave their element out.
    public byte[] write(ImdnReport report) {
        boolean interworking = report.kind() == NotificationKind.INTERWORKING;
        String prefix = interworking ? "cpm:" : "";
        var out = new StringBuilder(512);
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<imdn xmlns=\"")
                .append(NAMESPACE)
                .append('"');
        if (interworking) {
            out.append(" xmlns:cpm=\"").append(names.namespace()).append('"');
        }
        out.append('>');
        element(out, "message-id", report.messageId());
        element(out, "datetime", report.dateTime());
        element(out, "recipient-uri", report.recipientUri());
        element(out, "original-recipient-uri", report.originalRecipientUri());
        String kind = prefix + report.kind().element();
        String child =
                interworking
                        ? names.child(report.disposition())
                        : report.disposition().name().toLowerCase(Locale.ROOT);
        out.append('<').append(kind).append("><").append(prefix).append("status><");
        out.append(prefix).append(child).append("/></").append(prefix).append("status></");
        out.append(kind).append("></imdn>");
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void element(StringBuilder out, String name, String text) {
        if (text.isEmpty()) {
            return;
        }
        out.append('<').append(name).append('>');
        text.codePoints().forEach(c -> escape(out, c));
        out.append("</").append(name).append('>');
    }

    private static void escape(StringBuilder out, int c) {
        switch (c) {
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '&' -> out.append("&amp;");
            case '\r' -> out.append("&#13;");
            default -> {
                boolean character =
                        (c >= ' ' && c < 0xd800) || (c > 0xdfff && c < 0xfffe) || c > 0xffff;
                out.appendCodePoint(character || c == '\n' || c == '\t' ? c : '?');
            }
        }
    }
}
