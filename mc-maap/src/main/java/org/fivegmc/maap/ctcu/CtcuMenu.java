package org.fivegmc.maap.ctcu;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The fixed menu of a chatbot: up to three items, each a reply, an action, or a menu of up to five
/// of the first two.
final class CtcuMenu {

    static final int ITEMS = 3;
    static final int SUB_ITEMS = 5;

    /// Octets of a name in UTF-8.
    static final int NAME = 25;

    /// Characters of what a tap sends back, and of an address.
    static final int KEY = 2048;

    static final int URL = 2048;

    private static final String MENU = "menu";
    private static final List<String> KINDS = List.of("reply", "action", MENU);

    private CtcuMenu() {}

    /// The menu that is to be kept.
    static JsonNode checked(JsonNode body) {
        JsonNode menu = body.path(MENU);
        if (!menu.isObject()) {
            throw CtcuReader.wrong(MENU, "is missing or no object");
        }
        entries(menu, ITEMS, true);
        return menu;
    }

    private static void entries(JsonNode menu, int most, boolean top) {
        JsonNode entries = menu.path("entries");
        if (!entries.isArray() || entries.isEmpty() || entries.size() > most) {
            throw new CtcuRefusal(
                    CtcuCode.BUTTON_COUNT,
                    "entries of "
                            + (top ? "menu" : "a sub-menu")
                            + " has "
                            + entries.size()
                            + " items, not 1 to "
                            + most);
        }
        for (JsonNode entry : entries) {
            entry(entry, top);
        }
    }

    private static void entry(JsonNode entry, boolean top) {
        List<String> kinds = KINDS.stream().filter(entry::has).toList();
        if (kinds.size() != 1 || !entry.path(kinds.getFirst()).isObject()) {
            throw new CtcuRefusal(
                    CtcuCode.BUTTON_TYPE, "an item is not one of reply, action and menu");
        }
        String kind = kinds.getFirst();
        JsonNode item = entry.path(kind);
        name(item);
        if (kind.equals(MENU)) {
            if (!top) {
                throw new CtcuRefusal(
                        CtcuCode.SUB_MENU, "a sub-menu has a menu; there are two levels");
            }
            entries(item, SUB_ITEMS, false);
        } else {
            key(item);
            url(item);
        }
    }

    private static void name(JsonNode item) {
        String name = item.path("displayText").asString("");
        int octets = name.getBytes(StandardCharsets.UTF_8).length;
        if (octets == 0 || octets > NAME) {
            throw new CtcuRefusal(
                    CtcuCode.BUTTON_NAME,
                    "displayText '" + name + "' has " + octets + " octets, not 1 to " + NAME);
        }
    }

    private static void key(JsonNode item) {
        int length = item.path("postback").path("data").asString("").length();
        if (length > KEY) {
            throw new CtcuRefusal(
                    CtcuCode.BUTTON_KEY,
                    "data of a postback has " + length + " characters, the most is " + KEY);
        }
    }

    private static void url(JsonNode item) {
        Optional<String> url = item.at("/urlAction/openUrl/url").asStringOpt();
        if (url.isEmpty()) {
            return;
        }
        if (url.get().length() > URL) {
            throw new CtcuRefusal(
                    CtcuCode.BUTTON_URL,
                    "url has " + url.get().length() + " characters, the most is " + URL);
        }
        if (!url.get().matches("(?i)https?://\\S+")) {
            throw new CtcuRefusal(CtcuCode.BUTTON_LINK, "url of an action is no http or https URL");
        }
    }
}
