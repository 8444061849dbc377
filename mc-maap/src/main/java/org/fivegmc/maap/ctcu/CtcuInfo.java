package org.fivegmc.maap.ctcu;

import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.Profile;
import org.fivegmc.maap.tenant.TenantBook;
import org.fivegmc.maap.tenant.Verification;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What is told about a chatbot, and what it may say of itself (V1.0.4). What it says holds at
/// once: there is no audit here. Members that are absent stay as they are; an empty one is refused.
final class CtcuInfo {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final String SIGNATURE = "autograph";
    private static final String CATEGORY = "category";
    private static final Pattern COLOUR = Pattern.compile("#[0-9A-Fa-f]{6}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final int CATEGORIES = 10;
    private static final int CATEGORY_LENGTH = 50;
    private static final int VERSION = 2;

    /// A text and its limit, in characters.
    record Text(String name, int most) {}

    static final List<Text> TEXTS =
            List.of(
                    new Text("serviceDescription", 500),
                    new Text("callBackNumber", 21),
                    new Text("provider", 100),
                    new Text("serviceWebsite", 150),
                    new Text("emailAddress", 50),
                    new Text("backgroundImage", 150),
                    new Text("address", 200),
                    new Text("cssStyle", 150),
                    new Text(SIGNATURE, 50));

    private final TenantBook tenants;
    private final InstantSource clock;

    CtcuInfo(TenantBook tenants, InstantSource clock) {
        this.tenants = tenants;
        this.clock = clock;
    }

    ObjectNode find(Chatbot chatbot) {
        Profile profile = chatbot.profile();
        String uri = chatbot.address().uri();
        int at = uri.indexOf('@');
        ObjectNode answer =
                MAPPER.createObjectNode()
                        .put("accessNo", uri.substring(uri.indexOf(':') + 1, at))
                        .put("domain", uri.substring(at + 1));
        said(answer, "serviceName", profile.name());
        said(answer, "serviceIcon", profile.icon());
        said(answer, "TCPage", profile.terms());
        said(answer, "SMSNumber", profile.smsNumber());
        Verification verification = profile.verification();
        said(answer, "authName", verification.as());
        said(answer, "authExpires", verification.until());
        said(answer, "authOrg", verification.by());
        answer.put("verified", verification.holds(clock.instant()))
                .put("status", status(chatbot.state()))
                .put("criticalChatbot", false)
                .put("version", VERSION);
        chatbot.callback().ifPresent(url -> answer.put("url", url.toString()));
        if (!profile.optionals().isEmpty()) {
            answer.setAll((ObjectNode) MAPPER.readTree(profile.optionals()));
        }
        if (!profile.menu().isEmpty()) {
            answer.set("menu", MAPPER.readTree(profile.menu()));
        }
        return answer;
    }

    private static int status(Chatbot.State state) {
        return switch (state) {
            case NORMAL -> 0;
            case DEBUG -> 1;
            case PAUSED -> 2;
        };
    }

    /// An empty value is none.
    private static void said(ObjectNode answer, String name, String value) {
        if (!value.isEmpty()) {
            answer.put(name, value);
        }
    }

    ObjectNode optionals(Chatbot chatbot, JsonNode body) {
        ObjectNode given = checked(body);
        if (given.isEmpty()) {
            throw new CtcuRefusal(CtcuCode.INFO, "the body has no member that can be changed");
        }
        change(chatbot, profile -> with(profile, given));
        return MAPPER.createObjectNode();
    }

    private static Profile with(Profile profile, ObjectNode given) {
        ObjectNode all =
                profile.optionals().isEmpty()
                        ? MAPPER.createObjectNode()
                        : (ObjectNode) MAPPER.readTree(profile.optionals());
        all.setAll(given);
        return profile.withOptionals(all.toString(), all.path(SIGNATURE).asString(""));
    }

    private static ObjectNode checked(JsonNode body) {
        ObjectNode kept = MAPPER.createObjectNode();
        for (Text text : TEXTS) {
            if (body.has(text.name())) {
                kept.put(text.name(), text(body, text.name(), text.most()));
            }
        }
        if (kept.has("emailAddress")
                && !EMAIL.matcher(kept.path("emailAddress").asString("")).matches()) {
            throw CtcuReader.wrong("emailAddress", "is no address");
        }
        if (body.has("themeColour")) {
            String colour = text(body, "themeColour", 7);
            if (!COLOUR.matcher(colour).matches()) {
                throw CtcuReader.wrong("themeColour", "is no #RRGGBB");
            }
            kept.put("themeColour", colour);
        }
        degrees(body, "longitude", 180, kept);
        degrees(body, "latitude", 90, kept);
        if (body.has(CATEGORY)) {
            kept.set(CATEGORY, categories(body.path(CATEGORY)));
        }
        return kept;
    }

    private static String text(JsonNode body, String name, int most) {
        JsonNode node = body.path(name);
        if (!node.isString() || node.asString().isEmpty()) {
            throw CtcuReader.wrong(name, "is empty or no text");
        }
        String text = node.asString();
        int length = text.codePointCount(0, text.length());
        if (length > most) {
            throw CtcuReader.wrong(name, "has " + length + " characters, the most is " + most);
        }
        return text;
    }

    /// Clients write them as numbers and as texts.
    private static void degrees(JsonNode body, String name, int most, ObjectNode kept) {
        if (!body.has(name)) {
            return;
        }
        String text = body.path(name).asString("");
        boolean number = text.matches("-?\\d{1,3}(\\.\\d{1,15})?");
        if (!number || Math.abs(Double.parseDouble(text)) > most) {
            throw CtcuReader.wrong(name, "is no number of degrees from -" + most + " to " + most);
        }
        kept.put(name, Double.parseDouble(text));
    }

    /// One may come without its array.
    private static ArrayNode categories(JsonNode given) {
        ArrayNode all = MAPPER.createArrayNode();
        if (given.isArray()) {
            given.forEach(all::add);
        } else {
            all.add(given);
        }
        if (all.isEmpty() || all.size() > CATEGORIES) {
            throw CtcuReader.wrong(CATEGORY, "has not 1 to " + CATEGORIES + " texts");
        }
        for (JsonNode one : all) {
            if (!one.isString()
                    || one.asString().isEmpty()
                    || one.asString().length() > CATEGORY_LENGTH) {
                throw CtcuReader.wrong(
                        CATEGORY,
                        "has something else than 1 to " + CATEGORY_LENGTH + " characters");
            }
        }
        return all;
    }

    ObjectNode menu(Chatbot chatbot, JsonNode body) {
        JsonNode menu = CtcuMenu.checked(body);
        change(chatbot, profile -> profile.withMenu(menu.toString()));
        return MAPPER.createObjectNode();
    }

    private void change(Chatbot chatbot, java.util.function.UnaryOperator<Profile> change) {
        boolean there =
                tenants.update(
                                chatbot.address(),
                                now -> now.withProfile(change.apply(now.profile())))
                        .isPresent();
        if (!there) {
            throw new CtcuRefusal(CtcuCode.INFO);
        }
    }
}
