package org.fivegmc.fallback.mm7;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.mime.MediaType;
import org.fivegmc.wire.mime.MimePart;
import org.fivegmc.wire.mime.Multipart;
import org.fivegmc.wire.mime.MultipartLimits;
import org.fivegmc.wire.xml.SafeXml;
import org.fivegmc.wire.xml.XmlVisitor;

/// What an MMSC says: the envelope of a request or an answer, read by local names, since MMSCs
/// answer in other namespaces than they are asked in. Every element may be missing; those of an
/// equal path count once, the first of them.
///
/// @param operation name of the element in the body, such as `SubmitRsp`; for a fault the element
///   in its detail, `RSErrorRsp`, or `Fault`
/// @param transactionId empty if missing
record Mm7Document(String operation, String transactionId, Map<String, String> texts) {
    /// Octets of a document without content.
    static final int OCTETS_MAX = 64 * 1024;

    static final int NO_STATUS = -1;

    private static final int DEPTH_MAX = 16;
    private static final int TEXT_MAX = 1000;

    Mm7Document {
        texts = Map.copyOf(texts);
    }

    /// @param contentType a multipart has the document in its first part
    static Parse<Mm7Document> read(String contentType, ByteSlice octets) {
        if (octets.length() > OCTETS_MAX) {
            return new Parse.Malformed<>(0, "longer than " + OCTETS_MAX + " octets");
        }
        ByteSlice xml = octets;
        MediaType type = MediaType.parse(contentType);
        if (type.isMultipart()) {
            switch (Multipart.parse(octets, type.boundary().orElse(""), MultipartLimits.DEFAULT)) {
                case Parse.Malformed<List<MimePart>>(int offset, String rule) -> {
                    return new Parse.Malformed<>(offset, rule);
                }
                case Parse.Parsed<List<MimePart>>(var parts) -> xml = parts.getFirst().content();
            }
        }
        var visitor = new Visitor();
        String fault = SafeXml.read(xml, OCTETS_MAX, DEPTH_MAX, visitor);
        if (!fault.isEmpty()) {
            return new Parse.Malformed<>(0, fault);
        }
        return visitor.operation.isEmpty()
                ? new Parse.Malformed<>(0, "no SOAP envelope with a body")
                : new Parse.Parsed<>(
                        new Mm7Document(visitor.operation, visitor.transactionId, visitor.texts));
    }

    /// The text of an element somewhere in the operation; empty if missing.
    ///
    /// @param path name, or names of parent and child with a slash between
    String text(String path) {
        return texts.getOrDefault(path, "");
    }

    /// StatusCode, or [#NO_STATUS].
    int status() {
        String code = text("StatusCode");
        return code.matches("[0-9]{4}") ? Integer.parseInt(code) : NO_STATUS;
    }

    /// What the MMSC says about its status, for people.
    String statusText() {
        String more = text("Details");
        return (text("StatusText") + (more.isEmpty() ? "" : ": " + more)).strip();
    }

    private static final class Visitor implements XmlVisitor {
        private final Deque<String> open = new ArrayDeque<>();
        private final Map<String, String> texts = new HashMap<>();
        private String operation = "";
        private String transactionId = "";

        @Override
        public String start(String name, Map<String, String> attributes) {
            if (open.isEmpty() && !name.equals("Envelope")) {
                return "no SOAP envelope";
            }
            String parent = open.isEmpty() ? "" : open.element();
            if (open.size() == 2 && parent.equals("Body") && operation.isEmpty()) {
                operation = name;
            } else if (parent.equals("detail") && operation.equals("Fault")) {
                operation = name;
            }
            open.push(name);
            return "";
        }

        @Override
        public void end(String name, String text, boolean leaf) {
            open.pop();
            if (!leaf || open.isEmpty()) {
                return;
            }
            String parent = open.element();
            String stripped = text.strip();
            String kept = stripped.length() > TEXT_MAX ? stripped.substring(0, TEXT_MAX) : stripped;
            if (parent.equals("Header")) {
                if (name.equals("TransactionID") && transactionId.isEmpty()) {
                    transactionId = kept;
                }
            } else {
                texts.putIfAbsent(name, kept);
                texts.putIfAbsent(parent + "/" + name, kept);
            }
        }
    }
}
