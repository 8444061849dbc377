package org.fivegmc.wire.file;

import static java.time.temporal.ChronoUnit.SECONDS;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.Rfc3339;
import org.fivegmc.wire.xml.SafeXml;
import org.fivegmc.wire.xml.XmlVisitor;

/// One reading of one document: first into flat names and texts, then into records.
final class FileXmlReader implements XmlVisitor {
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
                        : Optional.of(Instant.ofEpochMilli(until).truncatedTo(SECONDS)),
                fields.get("file-info@file-disposition"),
                fields.number("playing-length"),
                branded.isEmpty() ? fields.get("data@branded-url") : branded);
    }

    /// The rule the document breaks, or an empty text.
    private String read(ByteSlice octets) {
        return SafeXml.read(octets, FileXmlCodec.MAX_OCTETS, MAX_DEPTH, this);
    }

    @Override
    public String start(String name, Map<String, String> attributes) {
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
        attributes.forEach((attribute, value) -> current.put(name + "@" + attribute, value));
        if (name.equals("file-info")) {
            if (current.get("file-info@type").equals("thumbnail")) {
                thumbnail = thumbnail.or(() -> Optional.of(current));
            } else {
                file = file.or(() -> Optional.of(current));
            }
        }
        return "";
    }

    @Override
    public void end(String name, String text, boolean leaf) {
        current.put(name, text);
    }
}
