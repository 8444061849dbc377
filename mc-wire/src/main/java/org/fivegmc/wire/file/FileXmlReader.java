package org.fivegmc.wire.file;

import java.io.StringReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.Rfc3339;

/// One reading of one document: first into flat names and texts, then into records.
final class FileXmlReader {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_ENTRIES = 8;

    /// Elements and attributes of one `file-info`, or of the whole resume document; the first of a
    /// name counts.
    private static final class Fields {
        private final Map<String, String> texts = new HashMap<>();

        void put(String name, String text) {
            texts.putIfAbsent(name, text.strip());
        }

        String get(String name) {
            return texts.getOrDefault(name, "");
        }

        long number(String name) {
            String digits = get(name);
            return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : FileEntry.UNKNOWN;
        }
    }

    private final Fields document = new Fields();
    private Fields current = document;
    private String root = "";
    private int entries;
    private Optional<Fields> file = Optional.empty();
    private Optional<Fields> thumbnail = Optional.empty();

    Parse<FileInfo> info(ByteSlice octets) {
        String fault = read(octets);
        if (!fault.isEmpty()) {
            return new Parse.Malformed<>(0, fault);
        }
        if (!root.equals("file")) {
            return new Parse.Malformed<>(0, "root element is not file");
        }
        if (file.isEmpty() || file.get().get("data@url").isEmpty()) {
            return new Parse.Malformed<>(0, "no file-info of type file with the url of its data");
        }
        return new Parse.Parsed<>(
                new FileInfo(
                        entry(file.get()),
                        thumbnail
                                .filter(fields -> !fields.get("data@url").isEmpty())
                                .map(FileXmlReader::entry)));
    }

    Parse<ResumeInfo> resume(ByteSlice octets) {
        String fault = read(octets);
        if (!fault.isEmpty()) {
            return new Parse.Malformed<>(0, fault);
        }
        long start = document.number("file-range@start");
        long end = document.number("file-range@end");
        String url = document.get("data@url");
        if (!root.equals("file-resume-info")
                || start == FileEntry.UNKNOWN
                || end == FileEntry.UNKNOWN
                || url.isEmpty()) {
            return new Parse.Malformed<>(0, "no file-resume-info with a range and a url");
        }
        return new Parse.Parsed<>(new ResumeInfo(start, end, url));
    }

    private static FileEntry entry(Fields fields) {
        long until = Rfc3339.parseMillis(ByteSlice.of(fields.get("data@until")));
        String branded = fields.get("branded-url");
        return new FileEntry(
                fields.number("file-size"),
                fields.get("file-name"),
                fields.get("content-type"),
                fields.get("data@url"),
                until == Rfc3339.ABSENT
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochMilli(until)),
                fields.get("file-info@file-disposition"),
                fields.number("playing-length"),
                branded.isEmpty() ? fields.get("data@branded-url") : branded);
    }

    /// The rule the document breaks, or an empty text.
    private String read(ByteSlice octets) {
        if (octets.length() > FileXmlCodec.MAX_OCTETS) {
            return "longer than " + FileXmlCodec.MAX_OCTETS + " octets";
        }
        String text = octets.text();
        try {
            XMLStreamReader reader =
                    factory()
                            .createXMLStreamReader(
                                    new StringReader(
                                            text.startsWith("\ufeff") ? text.substring(1) : text));
            try {
                return events(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | RuntimeException _) {
            // the JDK's reader throws unchecked ones, too: MissingResourceException where it has no
            // text for its complaint
            return "not well-formed XML";
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        // undeclared prefixes are common
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        return factory;
    }

    private String events(XMLStreamReader reader) throws XMLStreamException {
        var text = new StringBuilder();
        int depth = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD -> {
                    return "document type is not allowed";
                }
                case XMLStreamConstants.ENTITY_REFERENCE -> {
                    return "entity reference is not allowed";
                }
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    if (depth > MAX_DEPTH) {
                        return "elements nested deeper than " + MAX_DEPTH;
                    }
                    String fault = start(local(reader.getLocalName()), reader);
                    if (!fault.isEmpty()) {
                        return fault;
                    }
                    text.setLength(0);
                }
                case XMLStreamConstants.CHARACTERS,
                        XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE ->
                        text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    current.put(local(reader.getLocalName()), text.toString());
                    text.setLength(0);
                }
                default -> {}
            }
        }
        return "";
    }

    private String start(String name, XMLStreamReader reader) {
        if (root.isEmpty()) {
            root = name;
        }
        if (name.equals("file-info")) {
            entries++;
            if (entries > MAX_ENTRIES) {
                return "more than " + MAX_ENTRIES + " file-info";
            }
            current = new Fields();
        }
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            current.put(
                    name + "@" + local(reader.getAttributeLocalName(i)),
                    reader.getAttributeValue(i));
        }
        if (name.equals("file-info")) {
            if (current.get("file-info@type").equals("thumbnail")) {
                thumbnail = thumbnail.or(() -> Optional.of(current));
            } else {
                file = file.or(() -> Optional.of(current));
            }
        }
        return "";
    }

    private static String local(String name) {
        return name.substring(name.lastIndexOf(':') + 1);
    }
}
