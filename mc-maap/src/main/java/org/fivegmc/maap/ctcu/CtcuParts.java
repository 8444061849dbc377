package org.fivegmc.maap.ctcu;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.fivegmc.maap.dialect.ContentFault;
import org.fivegmc.maap.dialect.Contents;
import org.fivegmc.maap.submit.Downlink;
import org.fivegmc.wire.file.FileEntry;
import org.fivegmc.wire.file.FileInfo;
import org.fivegmc.wire.file.FileXmlCodec;
import org.fivegmc.wire.file.FileXmlForm;
import org.fivegmc.wire.rcs.RcsMediaTypes;
import tools.jackson.databind.JsonNode;

/// Makes what clients show of the parts of a message: JSON stays octet for octet what the chatbot
/// wrote, a list of files becomes File XML, several parts one multipart body.
final class CtcuParts {

    /// Files without `+xml`: here they are JSON.
    private static final String FILES = "application/vnd.gsma.rcs-ft-http";

    private static final int FILES_MAX = 2;

    private final Contents contents = new Contents("contentText");

    /// One element of `messageList`.
    ///
    /// @param encoding empty for `utf8`
    /// @param value octets of `contentText` as they stand in the request; those of a text without
    ///   its quotes and escapes
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Part(String type, String encoding, byte[] value) {}

    Downlink.Content content(List<Part> parts) {
        try {
            return Contents.joined(parts.stream().map(this::content).toList());
        } catch (ContentFault fault) {
            CtcuCode code =
                    switch (fault.kind()) {
                        case EMPTY -> CtcuCode.PARAMETER;
                        case TOO_LONG -> CtcuCode.TEXT_LENGTH;
                        case NOT_ITS_TYPE -> CtcuCode.MESSAGE_TYPE;
                    };
            throw new CtcuRefusal(code, String.valueOf(fault.getMessage()));
        }
    }

    private Downlink.Content content(Part part) {
        byte[] octets = decoded(part);
        return switch (part.type()) {
            case RcsMediaTypes.TEXT -> contents.text(octets);
            case FILES -> new Downlink.Content(RcsMediaTypes.FT_HTTP, files(octets));
            case RcsMediaTypes.BOT_MESSAGE -> contents.card(octets);
            case RcsMediaTypes.BOT_SUGGESTION -> contents.suggestions(octets);
            default ->
                    throw new CtcuRefusal(
                            CtcuCode.MESSAGE_TYPE,
                            "contentType " + part.type() + " is not known to this server");
        };
    }

    private static byte[] decoded(Part part) {
        return switch (part.encoding()) {
            case "", "utf8", "utf-8", "UTF-8" -> part.value();
            case "base64" -> {
                try {
                    yield Base64.getMimeDecoder().decode(part.value());
                } catch (IllegalArgumentException _) {
                    throw new CtcuRefusal(CtcuCode.PARAMETER, "contentText is not base64");
                }
            }
            default ->
                    throw new CtcuRefusal(CtcuCode.PARAMETER, "contentEncoding is utf8 or base64");
        };
    }

    private byte[] files(byte[] octets) {
        JsonNode list = contents.tree(octets);
        if (!list.isArray() || list.isEmpty() || list.size() > FILES_MAX) {
            throw new CtcuRefusal(
                    CtcuCode.MESSAGE_TYPE, "contentText has one file, and at most one thumbnail");
        }
        Optional<FileEntry> file = Optional.empty();
        Optional<FileEntry> thumbnail = Optional.empty();
        for (JsonNode entry : list) {
            switch (text(entry, "type")) {
                case "file" -> file = Optional.of(entry(entry, text(entry, "fileName")));
                case "thumbnail" -> thumbnail = Optional.of(entry(entry, ""));
                default ->
                        throw new CtcuRefusal(
                                CtcuCode.MESSAGE_TYPE, "type of a file is file or thumbnail");
            }
        }
        if (file.isEmpty()) {
            throw new CtcuRefusal(CtcuCode.MESSAGE_TYPE, "contentText has no file");
        }
        return FileXmlCodec.write(new FileInfo(file.get(), thumbnail), FileXmlForm.CURRENT);
    }

    private static FileEntry entry(JsonNode entry, String name) {
        String url = text(entry, "url");
        if (!url.matches("(?i)https?://\\S{1,1000}")) {
            throw new CtcuRefusal(CtcuCode.MESSAGE_TYPE, "url of a file is no http or https URL");
        }
        JsonNode size = entry.path("fileSize");
        if (!size.isIntegralNumber() || size.asLong() < 0) {
            throw new CtcuRefusal(CtcuCode.MESSAGE_TYPE, "fileSize is no number of octets");
        }
        return new FileEntry(
                size.asLong(),
                name,
                text(entry, "contentType"),
                url,
                until(text(entry, "until")),
                "",
                FileEntry.UNKNOWN,
                "");
    }

    private static Optional<Instant> until(String text) {
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(java.time.OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException _) {
            throw new CtcuRefusal(CtcuCode.MESSAGE_TYPE, "until is no time of ISO 8601");
        }
    }

    private static String text(JsonNode entry, String member) {
        return entry.path(member).asString("");
    }
}
