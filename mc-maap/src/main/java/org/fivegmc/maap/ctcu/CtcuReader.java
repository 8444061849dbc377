package org.fivegmc.maap.ctcu;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.maap.ctcu.CtcuParts.Part;
import org.fivegmc.maap.dialect.Contents;
import org.fivegmc.maap.dialect.Numbers;
import org.fivegmc.maap.dialect.Schedule;
import org.fivegmc.maap.dialect.TrafficTypes;
import org.fivegmc.maap.submit.Downlink;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the bodies of requests (V1.0.4). Unknown members are passed over. Lenient, `smsSupported`,
/// `storeSupported` and `serviceCapability` may be missing, and booleans may be texts; strict, they
/// may not. Thread-safe.
final class CtcuReader {

    /// Recipients of one message.
    static final int RECIPIENTS_MAX = 100;

    private static final int PARTS_MAX = 8;
    private static final int ID_MAX = 255;
    private static final int SMS_MAX = 1000;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(Contents.NESTED_MAX)
                                                    .build())
                                    .build())
                    .build();

    private final CtcuParts parts = new CtcuParts();
    private final Schedule schedule;

    CtcuReader(Schedule schedule) {
        this.schedule = schedule;
    }

    /// A body that is an object.
    static JsonNode object(byte[] body) {
        if (body.length == 0) {
            throw new CtcuRefusal(CtcuCode.EMPTY_POST);
        }
        try {
            JsonNode tree = MAPPER.readTree(body);
            if (!tree.isObject()) {
                throw new CtcuRefusal(CtcuCode.NOT_JSON, "the body is no JSON object");
            }
            return tree;
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    private static CtcuRefusal notJson(JacksonException e) {
        return new CtcuRefusal(
                CtcuCode.NOT_JSON,
                "the body can not be read as JSON: "
                        + e.getOriginalMessage().lines().findFirst().orElse(""));
    }

    CtcuMessage message(byte[] body, boolean strict) {
        if (body.length == 0) {
            throw new CtcuRefusal(CtcuCode.EMPTY_POST);
        }
        Map<String, JsonNode> members = new HashMap<>();
        List<Part> list = new ArrayList<>();
        try (JsonParser parser = MAPPER.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new CtcuRefusal(CtcuCode.NOT_JSON, "the body is no JSON object");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("messageList")) {
                    parts(parser, body, list);
                } else {
                    members.put(name, parser.readValueAsTree());
                }
            }
        } catch (JacksonException e) {
            throw notJson(e);
        }
        return checked(members, list, strict);
    }

    /// The parts, each content as it stands in the body.
    private static void parts(JsonParser parser, byte[] body, List<Part> list) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrong("messageList", "is no array");
        }
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            if (list.size() == PARTS_MAX) {
                throw wrong("messageList", "has more than " + PARTS_MAX + " parts");
            }
            list.add(part(parser, body));
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
            throw wrong("messageList", "has an element that is no object");
        }
    }

    private static Part part(JsonParser parser, byte[] body) {
        String type = "";
        String encoding = "";
        byte @Nullable [] content = null;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            switch (name) {
                case "contentType" -> type = text(parser, token, name);
                case "contentEncoding" -> encoding = text(parser, token, name);
                case "contentText" -> content = content(parser, token, body);
                default -> parser.skipChildren();
            }
        }
        if (type.isEmpty()) {
            throw wrong("contentType", "is missing or empty");
        }
        if (content == null) {
            throw wrong("contentText", "is missing");
        }
        return new Part(type, encoding, content);
    }

    private static String text(JsonParser parser, JsonToken token, String name) {
        if (token != JsonToken.VALUE_STRING) {
            throw wrong(name, "is no text");
        }
        return parser.getString();
    }

    private static byte[] content(JsonParser parser, JsonToken token, byte[] body) {
        if (token == JsonToken.VALUE_STRING) {
            return parser.getString().getBytes(StandardCharsets.UTF_8);
        }
        if (token != JsonToken.START_OBJECT && token != JsonToken.START_ARRAY) {
            throw wrong("contentText", "is neither text nor object nor array");
        }
        long from = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        long to = parser.currentLocation().getByteOffset();
        if (from < 0) {
            throw new CtcuRefusal(CtcuCode.NOT_JSON, "the body is not in UTF-8");
        }
        return Arrays.copyOfRange(body, Math.toIntExact(from), Math.toIntExact(to));
    }

    private CtcuMessage checked(Map<String, JsonNode> members, List<Part> list, boolean strict) {
        if (list.isEmpty()) {
            throw wrong("messageList", "is missing or empty");
        }
        if (strict && !members.containsKey("serviceCapability")) {
            throw wrong("serviceCapability", "is missing");
        }
        boolean sms = flag(members, "smsSupported", false, strict);
        boolean store = flag(members, "storeSupported", true, strict);
        return new CtcuMessage(
                new ImdnMessageId(required(members, "messageId", ID_MAX)),
                required(members, "senderAddress", ID_MAX),
                recipients(members),
                parts.content(list),
                new Downlink.Conversation(
                        required(members, "conversationId", ID_MAX),
                        required(members, "contributionId", ID_MAX),
                        optional(members, "inReplyTo", ID_MAX)),
                reports(members.get("reportRequest")),
                fallback(members, sms, strict),
                store,
                optional(members, TrafficTypes.FIELD, ID_MAX),
                schedule.notBeforeMs(
                        optional(members, Schedule.FIELD, Schedule.TIME_MAX),
                        what -> wrong(Schedule.FIELD, what)));
    }

    /// Without a text of the chatbot the network makes one, which the dialect does not have.
    private static FallbackOffer fallback(
            Map<String, JsonNode> members, boolean sms, boolean strict) {
        String text = optional(members, "smsContent", SMS_MAX);
        if (!sms) {
            return FallbackOffer.NONE;
        }
        if (text.isEmpty() && strict) {
            throw wrong("smsContent", "is missing or empty, and smsSupported is true");
        }
        return text.isEmpty() ? FallbackOffer.RENDERED : new FallbackOffer.Sms(text);
    }

    private static String required(Map<String, JsonNode> members, String name, int max) {
        String value = optional(members, name, max);
        if (value.isEmpty()) {
            throw wrong(name, "is missing or empty");
        }
        return value;
    }

    private static String optional(Map<String, JsonNode> members, String name, int max) {
        JsonNode value = members.get(name);
        if (value == null || value.isNull()) {
            return "";
        }
        if (!value.isString() && !value.isNumber()) {
            throw wrong(name, "is no text");
        }
        String text = value.asString().strip();
        if (text.length() > max) {
            throw wrong(name, "has " + text.length() + " characters, the most is " + max);
        }
        return text;
    }

    private static boolean flag(
            Map<String, JsonNode> members, String name, boolean otherwise, boolean strict) {
        JsonNode value = members.get(name);
        if (value == null) {
            if (strict) {
                throw wrong(name, "is missing");
            }
            return otherwise;
        }
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        String text = value.asString("").toLowerCase(Locale.ROOT);
        if (!strict && (text.equals("true") || text.equals("false"))) {
            return text.equals("true");
        }
        throw wrong(name, "is neither true nor false");
    }

    private static List<Msisdn> recipients(Map<String, JsonNode> members) {
        JsonNode given = members.get("destinationAddress");
        if (given == null || !given.isArray() || given.isEmpty()) {
            throw wrong("destinationAddress", "is no array with a number");
        }
        return numbers(given);
    }

    static List<Msisdn> numbers(JsonNode given) {
        if (given.size() > RECIPIENTS_MAX) {
            throw wrong(
                    "destinationAddress",
                    "has " + given.size() + " numbers, the most is " + RECIPIENTS_MAX);
        }
        var found = new ArrayList<Msisdn>();
        var seen = new HashSet<Msisdn>();
        for (JsonNode one : given) {
            Msisdn number =
                    Numbers.of(one.asString(""))
                            .orElseThrow(() ->
                                    wrong(
                                            "destinationAddress",
                                            "has '" + one.asString("") + "', which is no number"));
            if (!seen.add(number)) {
                throw wrong("destinationAddress", "has " + number + " twice");
            }
            found.add(number);
        }
        return found;
    }

    private static Dispositions reports(@Nullable JsonNode given) {
        if (given == null || given.isNull()) {
            return Dispositions.NONE;
        }
        if (!given.isArray()) {
            throw wrong("reportRequest", "is no array");
        }
        int bits = 0;
        for (JsonNode one : given) {
            bits |=
                    switch (one.asString("")) {
                        case "sent" -> Dispositions.PROCESSING;
                        case "delivered" -> Dispositions.POSITIVE_DELIVERY;
                        case "displayed" -> Dispositions.DISPLAY;
                        case "failed" -> Dispositions.NEGATIVE_DELIVERY;
                        case "deliveredToNetwork" -> Dispositions.INTERWORKING;
                        default ->
                                throw wrong(
                                        "reportRequest",
                                        "has '" + one.asString("") + "', which is no status");
                    };
        }
        return new Dispositions(bits);
    }

    static CtcuRefusal wrong(String name, String what) {
        return new CtcuRefusal(CtcuCode.PARAMETER, name + " " + what);
    }
}
