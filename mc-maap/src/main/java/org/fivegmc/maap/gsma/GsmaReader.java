package org.fivegmc.maap.gsma;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.maap.content.MediaLibrary;
import org.fivegmc.maap.dialect.Numbers;
import org.fivegmc.maap.dialect.TrafficTypes;
import org.fivegmc.maap.submit.Downlink;
import org.fivegmc.maap.tenant.Chatbot;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the bodies of requests. Unknown members are passed over; `smsSupported`, `smsContent` and
/// `storeSupported` are those of the dialect of China Telecom and China Unicom, since this one has
/// none of its own. Thread-safe.
final class GsmaReader {

    private static final String TYPING = "isTyping";
    private static final int SMS_MAX = 1000;
    private static final int ID_MAX = 255;

    private final GsmaContents contents;
    private final MessageIds ids;

    /// What is to be sent.
    sealed interface Wish {
        Msisdn contact();
    }

    /// A message to one user.
    record Send(Msisdn contact, Downlink downlink) implements Wish {}

    /// The chatbot is typing, or is not.
    record Typing(Msisdn contact, boolean active) implements Wish {}

    GsmaReader(Optional<MediaLibrary> library, MessageIds ids) {
        contents = new GsmaContents(library);
        this.ids = ids;
    }

    /// @param request what the chatbot knows its request by, of a header; empty for nothing
    /// @param mayFallBack what holds where the body does not say whether it may be an SMS
    Wish wish(byte[] octets, Chatbot chatbot, String request, boolean mayFallBack)
            throws IOException {
        GsmaBody body = GsmaBody.read(octets);
        Msisdn contact = contact(body.top().get(GsmaForm.CONTACT));
        var kinds = new ArrayList<>(GsmaContents.KINDS);
        kinds.add(TYPING);
        List<String> present = body.present(kinds);
        if (present.isEmpty()) {
            throw GsmaRefusal.wrong(GsmaForm.MESSAGE, "has none of " + String.join(", ", kinds));
        }
        if (present.size() > 1) {
            throw GsmaRefusal.wrong(
                    GsmaForm.MESSAGE, "has " + String.join(" and ", present) + "; one is needed");
        }
        String kind = present.getFirst();
        return kind.equals(TYPING)
                ? new Typing(contact, isActive(body))
                : new Send(contact, downlink(body, kind, contact, chatbot, request, mayFallBack));
    }

    private static boolean isActive(GsmaBody body) {
        return switch (body.text(TYPING, ID_MAX)) {
            case "active" -> true;
            case "idle" -> false;
            default -> throw GsmaRefusal.wrong(TYPING, "is neither active nor idle");
        };
    }

    private Downlink downlink(
            GsmaBody body,
            String kind,
            Msisdn contact,
            Chatbot chatbot,
            String request,
            boolean mayFallBack)
            throws IOException {
        String traffic = body.text(TrafficTypes.FIELD, ID_MAX);
        String known = body.text(GsmaForm.MSG_ID, ID_MAX);
        var id = ids.mint(chatbot, contact, known.isEmpty() ? request : known);
        String conversation = chatbot.address().uri() + "\n" + contact;
        return new Downlink(
                chatbot,
                id,
                List.of(contact),
                contents.content(chatbot, kind, body),
                new Downlink.Conversation(
                        UUID.nameUUIDFromBytes(conversation.getBytes(UTF_8)).toString(),
                        id.value(),
                        ""),
                reports(body.message().get("reportRequest")),
                fallback(body, mayFallBack),
                body.flag("storeSupported", true),
                traffic,
                TrafficTypes.of(
                        traffic, chatbot, what -> GsmaRefusal.wrong(TrafficTypes.FIELD, what)),
                0);
    }

    /// Without a text of the chatbot the network makes one.
    private static FallbackOffer fallback(GsmaBody body, boolean otherwise) {
        String text = body.text("smsContent", SMS_MAX);
        if (!body.flag("smsSupported", otherwise || !text.isEmpty())) {
            return FallbackOffer.NONE;
        }
        return text.isEmpty() ? FallbackOffer.RENDERED : new FallbackOffer.Sms(text);
    }

    /// All that the dialect has a word for, unless the chatbot names what it wants of the device.
    private static Dispositions reports(@Nullable JsonNode given) {
        int bits = Dispositions.PROCESSING | Dispositions.NEGATIVE_DELIVERY;
        if (given == null) {
            return new Dispositions(bits | Dispositions.POSITIVE_DELIVERY | Dispositions.DISPLAY);
        }
        if (!given.isArray()) {
            throw GsmaRefusal.wrong("reportRequest", "is no array");
        }
        for (JsonNode one : given) {
            bits |=
                    switch (one.asString("").toLowerCase(Locale.ROOT)) {
                        case "delivered" -> Dispositions.POSITIVE_DELIVERY;
                        case "displayed" -> Dispositions.DISPLAY;
                        case "sent", "failed" -> 0;
                        default ->
                                throw GsmaRefusal.wrong(
                                        "reportRequest",
                                        "has '" + one.asString("") + "', which is no status");
                    };
        }
        return new Dispositions(bits);
    }

    /// The status a message is to have.
    static String status(byte[] octets) {
        String status = GsmaBody.read(octets).text(GsmaForm.STATUS, ID_MAX);
        return switch (status.toLowerCase(Locale.ROOT)) {
            case "cancelled", "canceled" -> GsmaForm.CANCELLED;
            case "displayed" -> GsmaForm.DISPLAYED;
            default ->
                    throw GsmaRefusal.wrong(GsmaForm.STATUS, "is neither cancelled nor displayed");
        };
    }

    private static Msisdn contact(@Nullable JsonNode given) {
        if (given == null || !given.isObject()) {
            throw GsmaRefusal.wrong(GsmaForm.CONTACT, "is missing, or is no object");
        }
        return contact(
                GsmaBody.text(given.get(GsmaForm.USER), GsmaForm.USER, ID_MAX),
                GsmaBody.text(given.get("chatId"), "chatId", ID_MAX));
    }

    /// @param chatId of an anonymous user; empty for none
    static Msisdn contact(String user, String chatId) {
        if (user.isEmpty()) {
            throw chatId.isEmpty()
                    ? GsmaRefusal.wrong(GsmaForm.USER, "is missing")
                    : GsmaRefusal.of(
                            GsmaCode.CONTACT,
                            "chatId",
                            "is not known: users are not anonymous here, userContact is needed");
        }
        return Numbers.of(user)
                .orElseThrow(() -> GsmaRefusal.wrong(GsmaForm.USER, "'" + user + "' is no number"));
    }
}
