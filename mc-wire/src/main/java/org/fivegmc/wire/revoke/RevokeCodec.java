package org.fivegmc.wire.revoke;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.cpim.CpimMessage;
import org.fivegmc.wire.mime.TransferEncoding;
import org.fivegmc.wire.xml.SafeXml;
import org.fivegmc.wire.xml.XmlText;
import org.fivegmc.wire.xml.XmlVisitor;

/// Reads and writes `application/vnd.gsma.rcsrevoke+xml`.
///
/// The tree of these documents is not certain, so reading goes by local names in any case, wherever
/// they stand, and the first of a name counts: `MessageRevoke` or `MessageRevokeResponse`, and
/// `Message-ID` at least. All that is written comes from one template, [#write].
public final class RevokeCodec {
    /// Longest document that is read.
    public static final int MAX_OCTETS = 8 * 1024;

    private static final int MAX_DEPTH = 8;

    private static final String NAMESPACE = "urn:gsma:params:xml:ns:rcs:rcs:rcsrevoke";

    private RevokeCodec() {}

    /// One document.
    public static Parse<RevokeDocument> read(ByteSlice document) {
        var fields = new Fields();
        String fault = SafeXml.read(document, MAX_OCTETS, MAX_DEPTH, fields);
        return fault.isEmpty() ? fields.document() : new Parse.Malformed<>(0, fault);
    }

    /// The document in a CPIM; its transfer encoding is undone.
    public static Parse<RevokeDocument> read(CpimMessage message) {
        return switch (TransferEncoding.decode(
                message.contentTransferEncoding().text(), message.content())) {
            case Parse.Parsed<ByteSlice>(ByteSlice plain) -> read(plain);
            case Parse.Malformed<ByteSlice>(int offset, String rule) ->
                    new Parse.Malformed<>(offset, rule);
        };
    }

    public static byte[] write(RevokeDocument document) {
        var out =
                new StringBuilder(512)
                        .append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<imRevoke xmlns=\"")
                        .append(NAMESPACE)
                        .append("\">");
        String root =
                switch (document) {
                    case RevokeDocument.Request _ -> "MessageRevoke";
                    case RevokeDocument.Response _ -> "MessageRevokeResponse";
                };
        out.append('<').append(root).append('>');
        XmlText.element(out, "Message-ID", document.messageId());
        switch (document) {
            case RevokeDocument.Request request -> {
                XmlText.element(out, "Conversation-ID", request.conversationId());
                XmlText.element(out, "Contribution-ID", request.contributionId());
            }
            case RevokeDocument.Response response ->
                    XmlText.element(out, "result", response.success() ? "success" : "failure");
        }
        XmlText.element(out, "From", document.from());
        XmlText.element(out, "To", document.to());
        out.append("</").append(root).append("></imRevoke>");
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Names in lower case and what stands in them.
    private static final class Fields implements XmlVisitor {
        private static final String REQUEST = "messagerevoke";
        private static final String RESPONSE = "messagerevokeresponse";

        private final Map<String, String> texts = new HashMap<>();
        private String kind = "";

        @Override
        public String start(String name, Map<String, String> attributes) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (kind.isEmpty() && (lower.equals(REQUEST) || lower.equals(RESPONSE))) {
                kind = lower;
            }
            return "";
        }

        @Override
        public void end(String name, String text, boolean leaf) {
            String content = text.strip();
            if (leaf && !content.isEmpty()) {
                texts.putIfAbsent(name.toLowerCase(Locale.ROOT), content);
            }
        }

        private String get(String name) {
            return texts.getOrDefault(name, "");
        }

        private Parse<RevokeDocument> document() {
            if (kind.isEmpty()) {
                return new Parse.Malformed<>(0, "neither MessageRevoke nor MessageRevokeResponse");
            }
            String id = get("message-id");
            if (id.isEmpty()) {
                return new Parse.Malformed<>(0, "no Message-ID");
            }
            if (kind.equals(REQUEST)) {
                return new Parse.Parsed<>(
                        new RevokeDocument.Request(
                                id,
                                get("conversation-id"),
                                get("contribution-id"),
                                get("from"),
                                get("to")));
            }
            return switch (get("result").toLowerCase(Locale.ROOT)) {
                case "success" ->
                        new Parse.Parsed<>(
                                new RevokeDocument.Response(id, true, get("from"), get("to")));
                case "failure" ->
                        new Parse.Parsed<>(
                                new RevokeDocument.Response(id, false, get("from"), get("to")));
                default -> new Parse.Malformed<>(0, "result is neither success nor failure");
            };
        }
    }
}
