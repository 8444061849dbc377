package org.fivegmc.maap.cmcc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.fivegmc.maap.dialect.ContentFault;
import org.fivegmc.maap.dialect.Contents;
import org.fivegmc.maap.submit.Downlink;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.file.FileEntry;
import org.fivegmc.wire.file.FileInfo;
import org.fivegmc.wire.file.FileXmlCodec;
import org.fivegmc.wire.mime.MediaType;
import org.fivegmc.wire.mime.MimePart;
import org.fivegmc.wire.mime.Multipart;
import org.fivegmc.wire.mime.MultipartLimits;
import org.fivegmc.wire.mime.TransferEncoding;
import org.fivegmc.wire.rcs.RcsMediaTypes;

/// Makes what clients show of `bodyText`: texts, cards and File XML stay octet for octet, a
/// multipart body gets CRLF line ends, which XML has taken from it. Thread-safe.
final class CmccBody {

    /// Parts of a multipart body.
    static final int PARTS_MAX = 8;

    private static final MultipartLimits LIMITS =
            new MultipartLimits(
                    PARTS_MAX,
                    1,
                    MultipartLimits.DEFAULT_HEADER_BYTES,
                    MultipartLimits.DEFAULT_HEADERS);

    /// What some write for File XML.
    private static final String FILES = "application/vnd.gsma.rcs-ft-http";

    private static final String TEMPLATE = "static-template";

    private final Contents contents = new Contents("bodyText");

    /// @param encoding empty for `utf8`
    Downlink.Content content(String contentType, String encoding, String text, boolean strict) {
        MediaType type = MediaType.parse(contentType);
        byte[] octets = decoded(encoding, text);
        try {
            return type.is(RcsMediaTypes.MULTIPART_MIXED)
                    ? Contents.joined(parts(type, octets, strict))
                    : content(type, octets);
        } catch (ContentFault fault) {
            throw new CmccRefusal(CmccCode.CONTENT, String.valueOf(fault.getMessage()));
        }
    }

    private static byte[] decoded(String encoding, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return switch (encoding) {
            case "", "utf8", "utf-8", "UTF-8", "UTF8" -> octets;
            case "base64", "BASE64" -> {
                try {
                    yield Base64.getMimeDecoder().decode(octets);
                } catch (IllegalArgumentException _) {
                    throw new CmccRefusal(CmccCode.ENCODING, "bodyText is not base64");
                }
            }
            default ->
                    throw new CmccRefusal(
                            CmccCode.ENCODING, "contentEncoding is neither utf8 nor base64");
        };
    }

    private Downlink.Content content(MediaType type, byte[] octets) {
        return switch (type.name()) {
            case RcsMediaTypes.TEXT -> contents.text(octets);
            case RcsMediaTypes.BOT_MESSAGE -> contents.card(octets);
            case RcsMediaTypes.BOT_SUGGESTION -> contents.suggestions(octets);
            case RcsMediaTypes.FT_HTTP, FILES -> files(octets);
            case TEMPLATE ->
                    throw new CmccRefusal(
                            CmccCode.NOT_SUPPORTED,
                            "contentType static-template: this server has no templates");
            default ->
                    throw new CmccRefusal(
                            CmccCode.NOT_SUPPORTED,
                            "contentType " + type.name() + " is not known to this server");
        };
    }

    private static Downlink.Content files(byte[] octets) {
        return switch (FileXmlCodec.read(ByteSlice.of(octets))) {
            case Parse.Malformed<FileInfo>(_, String rule) ->
                    throw new CmccRefusal(CmccCode.CONTENT, "bodyText is no File XML: " + rule);
            case Parse.Parsed<FileInfo>(FileInfo info) -> {
                check(info.file());
                info.thumbnail().ifPresent(CmccBody::check);
                yield new Downlink.Content(RcsMediaTypes.FT_HTTP, octets);
            }
        };
    }

    private static void check(FileEntry entry) {
        if (!entry.url().matches("(?i)https?://\\S{1,1000}")) {
            throw new CmccRefusal(
                    CmccCode.FILE_URL, "bodyText has a file whose url is no http or https URL");
        }
        if (entry.size() == FileEntry.UNKNOWN) {
            throw new CmccRefusal(
                    CmccCode.CONTENT, "bodyText has a file whose file-size is no number of octets");
        }
    }

    private List<Downlink.Content> parts(MediaType type, byte[] octets, boolean strict) {
        String boundary =
                type.boundary()
                        .or(() -> strict ? Optional.empty() : boundary(octets))
                        .orElseThrow(() ->
                                new CmccRefusal(
                                        CmccCode.CONTENT,
                                        "contentType multipart/mixed has no boundary"));
        return switch (Multipart.parse(ByteSlice.of(octets), boundary, LIMITS)) {
            case Parse.Malformed<List<MimePart>>(_, String rule) ->
                    throw contents.notItsType(": " + rule);
            case Parse.Parsed<List<MimePart>>(List<MimePart> parts) -> {
                List<Downlink.Content> all = new ArrayList<>();
                for (MimePart part : parts) {
                    all.add(content(part.contentType(), octets(part)));
                }
                yield all;
            }
        };
    }

    /// That of the first line, for clients that do not announce it.
    private static Optional<String> boundary(byte[] octets) {
        ByteSlice body = ByteSlice.of(octets);
        int end = body.indexOf('\n', 0);
        String line = end < 0 ? "" : body.slice(0, end).text().strip();
        return line.startsWith("--") && line.length() > 2
                ? Optional.of(line.substring(2))
                : Optional.empty();
    }

    private static byte[] octets(MimePart part) {
        String encoding = part.headers().first("Content-Transfer-Encoding").text();
        return switch (TransferEncoding.decode(encoding, part.content())) {
            case Parse.Parsed<ByteSlice>(ByteSlice decoded) -> decoded.toByteArray();
            case Parse.Malformed<ByteSlice>(_, String rule) ->
                    throw new CmccRefusal(CmccCode.ENCODING, "bodyText has a part: " + rule);
        };
    }
}
