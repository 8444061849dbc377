package org.fivegmc.maap.sms;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fivegmc.core.message.Message;
import org.fivegmc.maap.submit.Downlink;
import org.fivegmc.maap.submit.Told;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What is known of the latest SMS of a chatbot to a user when the user answers it: which
/// conversation it belonged to, and which suggestions an answer can stand for. Kept as JSON of
/// [#OCTETS_MAX] octets at most; suggestions that have no room are not kept.
///
/// @param conversation the one of the message of the chatbot
record SmsMemory(Downlink.Conversation conversation, List<Choice> choices) {

    static final int OCTETS_MAX = 4096;

    static final SmsMemory NONE = new SmsMemory(new Downlink.Conversation("", "", ""), List.of());

    private static final JsonMapper MAPPER = JsonMapper.shared();

    SmsMemory {
        choices = List.copyOf(choices);
    }

    /// Of a message that left as SMS. A number counts if the user has read it, whoever made the
    /// text; labels always do.
    ///
    /// @param text what the user has read
    static SmsMemory of(Message message, String text, CardText cards, CardText.Pieces pieces) {
        Told.Uplink written = Told.uplink(message);
        List<String> lines = text.lines().map(String::strip).toList();
        var choices = new ArrayList<Choice>();
        cards.words(written.type(), written.content(), pieces)
                .ifPresent(words -> {
                    for (Choice choice : words.choices()) {
                        boolean read = lines.contains(choice.number() + " " + choice.label());
                        choices.add(
                                read ? choice : new Choice(0, choice.label(), choice.response()));
                    }
                });
        return new SmsMemory(written.conversation(), choices);
    }

    byte[] octets() {
        for (int count = choices.size(); ; count--) {
            byte[] octets = octets(choices.subList(0, count));
            if (octets.length <= OCTETS_MAX || count == 0) {
                return octets;
            }
        }
    }

    private byte[] octets(List<Choice> some) {
        ObjectNode out =
                MAPPER.createObjectNode()
                        .put("conversation", conversation.conversationId())
                        .put("contribution", conversation.contributionId());
        ArrayNode list = out.putArray("choices");
        for (Choice choice : some) {
            list.addObject()
                    .put("number", choice.number())
                    .put("label", choice.label())
                    .put("response", choice.response());
        }
        return MAPPER.writeValueAsBytes(out);
    }

    /// What can't be read is nothing: the answer arrives all the same.
    static SmsMemory read(byte[] octets) {
        try {
            JsonNode in = MAPPER.readTree(octets);
            var choices = new ArrayList<Choice>();
            for (JsonNode choice : in.path("choices")) {
                choices.add(
                        new Choice(
                                choice.path("number").asInt(0),
                                choice.path("label").asString(""),
                                choice.path("response").asString("")));
            }
            return new SmsMemory(
                    new Downlink.Conversation(
                            in.path("conversation").asString(""),
                            in.path("contribution").asString(""),
                            ""),
                    choices);
        } catch (JacksonException _) {
            return NONE;
        }
    }

    /// The suggestion that an answer stands for: its number, or its label, in any case and width.
    Optional<Choice> match(String answer) {
        String said = plain(answer);
        for (Choice choice : choices) {
            if (choice.number() > 0 && said.equals(Integer.toString(choice.number()))
                    || said.equals(plain(choice.label()))) {
                return Optional.of(choice);
            }
        }
        return Optional.empty();
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
    }
}
