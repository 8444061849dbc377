package org.fivegmc.maap.gsma;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.fivegmc.maap.dialect.Contents;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A body of JSON: the members of the object, and those of its `RCSMessage`. Cards and chips are
/// cut out of it as they stand, so that they arrive octet for octet. `null` is as good as absent,
/// since clients write it.
///
/// @param top members beside `RCSMessage`
/// @param message members of `RCSMessage`, without those in `raw`
/// @param raw octets of those that are shown as they are
record GsmaBody(Map<String, JsonNode> top, Map<String, JsonNode> message, Map<String, byte[]> raw) {

    static final String CARD = "richcardMessage";
    static final String CHIPS = "suggestedChipList";

    private static final Set<String> RAW = Set.of(CARD, CHIPS);

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(Contents.NESTED_MAX)
                                                    .build())
                                    .build())
                    .build();

    static GsmaBody read(byte[] body) {
        if (body.length == 0) {
            throw new GsmaRefusal(GsmaCode.BODY, "the body is empty");
        }
        var read = new GsmaBody(new HashMap<>(), new HashMap<>(), new HashMap<>());
        try (JsonParser parser = MAPPER.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new GsmaRefusal(GsmaCode.BODY, "the body is no JSON object");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                if (!name.equals(GsmaForm.MESSAGE)) {
                    put(read.top, name, parser);
                } else if (token == JsonToken.START_OBJECT) {
                    read.message(parser, body);
                } else {
                    throw GsmaRefusal.wrong(GsmaForm.MESSAGE, "is no object");
                }
            }
            if (parser.nextToken() != null) {
                throw new GsmaRefusal(GsmaCode.BODY, "the body goes on behind its JSON object");
            }
        } catch (JacksonException e) {
            throw new GsmaRefusal(
                    GsmaCode.BODY,
                    "the body can not be read as JSON: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
        return read;
    }

    private void message(JsonParser parser, byte[] body) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (!RAW.contains(name) || token == JsonToken.VALUE_NULL) {
                put(message, name, parser);
            } else if (token == JsonToken.START_OBJECT) {
                raw.put(name, slice(parser, body));
            } else {
                throw GsmaRefusal.wrong(name, "is no object");
            }
        }
    }

    private static void put(Map<String, JsonNode> members, String name, JsonParser parser) {
        JsonNode value = parser.readValueAsTree();
        if (!value.isNull()) {
            members.put(name, value);
        }
    }

    private static byte[] slice(JsonParser parser, byte[] body) {
        long from = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        long to = parser.currentLocation().getByteOffset();
        if (from < 0 || to < from || to > body.length) {
            throw new GsmaRefusal(GsmaCode.BODY, "the body is not in UTF-8");
        }
        return Arrays.copyOfRange(body, (int) from, (int) to);
    }

    /// Which of these members `RCSMessage` has.
    List<String> present(List<String> names) {
        return names.stream().filter(n -> message.containsKey(n) || raw.containsKey(n)).toList();
    }

    /// A text of `RCSMessage`; empty for none.
    String text(String name, int max) {
        return text(message.get(name), name, max);
    }

    static String text(@Nullable JsonNode value, String name, int max) {
        if (value == null || value.isNull()) {
            return "";
        }
        if (!value.isString() && !value.isNumber()) {
            throw GsmaRefusal.wrong(name, "is no text");
        }
        String text = value.asString().strip();
        if (text.length() > max) {
            throw GsmaRefusal.wrong(
                    name, "has " + text.length() + " characters, the most is " + max);
        }
        return text;
    }

    /// A boolean of `RCSMessage`, which may be a text.
    boolean flag(String name, boolean otherwise) {
        JsonNode value = message.get(name);
        if (value == null) {
            return otherwise;
        }
        String text = value.isBoolean() ? "" : value.asString("").toLowerCase(Locale.ROOT);
        if (!value.isBoolean() && !text.equals("true") && !text.equals("false")) {
            throw GsmaRefusal.wrong(name, "is neither true nor false");
        }
        return value.isBoolean() ? value.asBoolean() : text.equals("true");
    }
}
