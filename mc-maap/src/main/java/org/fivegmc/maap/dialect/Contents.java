package org.fivegmc.maap.dialect;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fivegmc.maap.submit.Downlink;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.mime.MultipartWriter;
import org.fivegmc.wire.rcs.RcsMediaTypes;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// Checks what clients are to show; its octets stay as they are. Everything throws [ContentFault].
/// Thread-safe.
public final class Contents {

    /// Characters of a text.
    public static final int TEXT_MAX = 2000;

    /// JSON values inside of each other.
    public static final int NESTED_MAX = 64;

    private static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(NESTED_MAX)
                                                    .build())
                                    .build())
                    .build();

    private final String field;

    /// @param field where the dialect has contents, for people
    public Contents(String field) {
        this.field = field;
    }

    /// Text in UTF-8.
    public Downlink.Content text(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        int length = text.codePointCount(0, text.length());
        if (length == 0) {
            throw new ContentFault(ContentFault.Kind.EMPTY, field + " is empty");
        }
        if (length > TEXT_MAX) {
            throw new ContentFault(
                    ContentFault.Kind.TOO_LONG,
                    field + " has " + length + " characters, the most is " + TEXT_MAX);
        }
        return new Downlink.Content("text/plain;charset=UTF-8", octets);
    }

    /// Cards.
    public Downlink.Content card(byte[] octets) {
        return json(RcsMediaTypes.BOT_MESSAGE, octets, "message");
    }

    /// Suggested answers and actions.
    public Downlink.Content suggestions(byte[] octets) {
        return json(RcsMediaTypes.BOT_SUGGESTION, octets, "suggestions");
    }

    private Downlink.Content json(String type, byte[] octets, String member) {
        JsonNode tree = tree(octets);
        if (!tree.isObject() || !tree.has(member)) {
            throw notItsType(" of " + type + " has no member " + member);
        }
        return new Downlink.Content(type, octets);
    }

    public JsonNode tree(byte[] octets) {
        try {
            return MAPPER.readTree(octets);
        } catch (JacksonException e) {
            throw notItsType(" is no JSON: " + e.getOriginalMessage());
        }
    }

    /// @param what goes behind the name of the field
    public ContentFault notItsType(String what) {
        return new ContentFault(ContentFault.Kind.NOT_ITS_TYPE, field + what);
    }

    /// One content as it is, several as one multipart body.
    public static Downlink.Content joined(List<Downlink.Content> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        var writer = new MultipartWriter();
        for (Downlink.Content part : parts) {
            writer.part(part.contentType(), ByteSlice.of(part.octets()));
        }
        MultipartWriter.Written written = writer.write();
        return new Downlink.Content(
                RcsMediaTypes.MULTIPART_MIXED + "; boundary=\"" + written.boundary() + "\"",
                written.body().toByteArray());
    }
}
