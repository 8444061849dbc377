package org.fivegmc.maap.directory;

import java.time.Instant;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.Profile;
import org.fivegmc.maap.tenant.Verification;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What clients are told, in JSON. The names of members are those of RCC.07 section 3.6.3 as far as
/// public clients show them; all of them stand here alone. What is not known is left out.
final class DirectoryForm {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private DirectoryForm() {}

    /// The answer to a search.
    static ObjectNode found(ChatbotDirectory.Page page, int start, Instant now) {
        ObjectNode answer =
                MAPPER.createObjectNode()
                        .put("itemsReturned", page.chatbots().size())
                        .put("startIndex", start)
                        .put("totalItems", page.total());
        ArrayNode bots = answer.putArray("bots");
        for (Chatbot chatbot : page.chatbots()) {
            Profile profile = chatbot.profile();
            ObjectNode bot = bots.addObject().put("id", chatbot.address().uri());
            put(bot, "name", profile.name());
            put(bot, "icon", profile.icon());
            bot.put("verified", profile.verification().holds(now));
        }
        return answer;
    }

    /// The information about one chatbot.
    static ObjectNode information(Chatbot chatbot, Instant now) {
        Profile profile = chatbot.profile();
        JsonNode said =
                profile.optionals().isEmpty()
                        ? MAPPER.createObjectNode()
                        : MAPPER.readTree(profile.optionals());
        ObjectNode answer = MAPPER.createObjectNode();
        organisation(answer.putObject("pcc").putObject("org-details"), chatbot, said);
        bot(answer.putObject("bot"), profile, said, now);
        return answer;
    }

    private static void organisation(ObjectNode org, Chatbot chatbot, JsonNode said) {
        Profile profile = chatbot.profile();
        ObjectNode addresses = org.putObject("comm-addr");
        ArrayNode uris = addresses.putArray("uri-entry");
        address(uris, "SIP-URI", chatbot.address().uri(), "");
        if (!profile.smsNumber().isEmpty()) {
            address(uris, "other", "sms:" + profile.smsNumber(), "SMS");
        }
        String telephone = said.path(Said.CALL_BACK_NUMBER).asString("");
        if (!telephone.isEmpty()) {
            addresses.putObject("tel").putObject("tel-nb").put("tel-str", telephone);
        }
        if (!profile.icon().isEmpty()) {
            ObjectNode icon = org.putObject("media-list").putArray("media-entry").addObject();
            icon.put("label", "Icon").putObject("media").put("media-url", profile.icon());
        }
        if (!profile.name().isEmpty()) {
            org.putArray("org-name").addObject().put("display-name", profile.name());
        }
        put(org, "org-description", said.path(Said.DESCRIPTION).asString(""));
        if (said.path(Said.CATEGORY).isArray()) {
            org.putObject("category-list").set("category-entry", said.path(Said.CATEGORY));
        }
    }

    private static void address(ArrayNode uris, String type, String uri, String label) {
        ObjectNode entry = uris.addObject().put("addr-uri-type", type).put("addr-uri", uri);
        put(entry, "label", label);
    }

    private static void bot(ObjectNode bot, Profile profile, JsonNode said, Instant now) {
        put(bot, "email", said.path(Said.EMAIL).asString(""));
        put(bot, "website", said.path(Said.WEBSITE).asString(""));
        put(bot, "TCPage", profile.terms());
        put(bot, "provider", said.path(Said.PROVIDER).asString(""));
        put(bot, "colour", said.path(Said.COLOUR).asString(""));
        put(bot, "backgroundImage", said.path(Said.BACKGROUND).asString(""));
        put(bot, "address", said.path(Said.ADDRESS).asString(""));
        put(bot, "cssStyle", said.path(Said.STYLE).asString(""));
        Verification verification = profile.verification();
        bot.put("verified", verification.holds(now));
        if (verification.holds(now)) {
            ObjectNode by = bot.putObject("verification-info");
            put(by, "verified-by", verification.by());
            put(by, "name", verification.as());
            put(by, "expires", verification.until());
        }
        if (!profile.menu().isEmpty()) {
            bot.putObject("persistent-menu").set("menu", MAPPER.readTree(profile.menu()));
        }
    }

    /// An empty value is none.
    private static void put(ObjectNode object, String name, String value) {
        if (!value.isEmpty()) {
            object.put(name, value);
        }
    }
}
