package org.fivegmc.maap.gsma;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.maap.content.MediaLibrary;
import org.fivegmc.maap.dialect.Caller;
import org.fivegmc.maap.dialect.Reception;
import org.fivegmc.maap.http.HttpAnswer;
import org.fivegmc.maap.http.HttpCall;
import org.fivegmc.maap.http.HttpHandler;
import org.fivegmc.maap.submit.Contact;
import org.fivegmc.maap.submit.Inquiries;
import org.fivegmc.maap.submit.Progress;
import org.fivegmc.maap.submit.Submitted;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.Dialect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// What chatbots call, `/rcs/bot/v1/{botId}/…`. Refusals have the HTTP status that fits and an
/// object `error` that names the field; nothing is stored then. Thread-safe; runs on the virtual
/// threads of a listener.
public final class GsmaApi implements HttpHandler {

    /// What all paths begin with.
    public static final String ROOT = "/rcs/bot/v1/";

    private static final Logger LOG = LoggerFactory.getLogger(GsmaApi.class);
    private static final String SCHEME = "Bearer ";
    private static final int REQUEST_MAX = 255;

    private final Reception reception;
    private final Inquiries inquiries;
    private final InstantSource clock;
    private final GsmaReader reader;
    private final GsmaFiles files;

    /// @param library empty where no content server keeps files
    public GsmaApi(
            Reception reception,
            Inquiries inquiries,
            Optional<MediaLibrary> library,
            InstantSource clock) {
        this.reception = reception;
        this.inquiries = inquiries;
        this.clock = clock;
        reader = new GsmaReader(library, new MessageIds());
        files = new GsmaFiles(library);
    }

    @Override
    public HttpAnswer answer(HttpCall call) throws IOException {
        try {
            return answered(call);
        } catch (GsmaRefusal refusal) {
            return GsmaForm.refused(refusal);
        } catch (RuntimeException e) {
            LOG.error("{} of a chatbot failed", call.method(), e);
            return GsmaForm.refused(new GsmaRefusal(GsmaCode.FAULT));
        }
    }

    private HttpAnswer answered(HttpCall call) throws IOException {
        String rest = call.path().substring(ROOT.length());
        int slash = rest.indexOf('/');
        String id = slash < 0 ? rest : rest.substring(0, slash);
        Caller caller = caller(call, id);
        // some clients write two slashes
        String operation = slash < 0 ? "" : rest.substring(slash).replaceFirst("^/+", "");
        GsmaRoute.Match match = GsmaRoute.of(call.method(), operation);
        Chatbot chatbot = caller.chatbot();
        return switch (match.route()) {
            case SEND, SEND_LATER -> {
                checkType(call, caller);
                yield send(call, chatbot);
            }
            case UPDATE -> {
                checkType(call, caller);
                yield update(call, chatbot, match.id());
            }
            case STATUS -> status(chatbot, match.id());
            case CAPABILITIES -> capabilities(call, chatbot);
            case UPLOAD -> files.upload(call, chatbot);
            case FILE -> files.find(chatbot, match.id());
            case DELETE -> files.delete(chatbot, match.id());
        };
    }

    /// Who proves to be the chatbot of the path. Whether there is one of another name is told to
    /// nobody.
    private Caller caller(HttpCall call, String id) {
        String header = call.header("Authorization").strip();
        Optional<Caller> found = reception.caller(id, Dialect.GSMA);
        if (found.isEmpty() || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new GsmaRefusal(GsmaCode.TOKEN);
        }
        Caller caller = found.get();
        if (!caller.mayCallFrom(call.remote())) {
            throw new GsmaRefusal(GsmaCode.ADDRESS);
        }
        Chatbot chatbot = caller.chatbot();
        String token = header.substring(SCHEME.length()).strip();
        if (!chatbot.keys().proves(chatbot.keys().appId(), token)) {
            throw new GsmaRefusal(GsmaCode.TOKEN);
        }
        if (!caller.csp().active() || chatbot.state() == Chatbot.State.PAUSED) {
            throw new GsmaRefusal(GsmaCode.PAUSED);
        }
        return caller;
    }

    private static void checkType(HttpCall call, Caller caller) {
        String type = call.header("Content-Type").toLowerCase(Locale.ROOT);
        boolean json = type.startsWith("application/json");
        // what curl says of itself is let pass
        boolean silent = type.isEmpty() || type.startsWith("application/x-www-form-urlencoded");
        if (!json && (caller.csp().strict() || !silent && !type.contains("json"))) {
            throw GsmaRefusal.of(GsmaCode.TYPE, "Content-Type", "is not application/json");
        }
    }

    private byte[] body(HttpCall call) throws IOException {
        return reception
                .body(call)
                .orElseThrow(() ->
                        new GsmaRefusal(
                                GsmaCode.TOO_LARGE,
                                "the body has more than " + reception.maxBody() + " octets"));
    }

    // ---- messages

    private HttpAnswer send(HttpCall call, Chatbot chatbot) throws IOException {
        String request = call.header("Idempotency-Key").strip();
        if (request.length() > REQUEST_MAX) {
            throw GsmaRefusal.wrong(
                    "Idempotency-Key",
                    "has " + request.length() + " characters, the most is " + REQUEST_MAX);
        }
        boolean mayFallBack =
                call.query("enableFallback").filter(w -> w.equalsIgnoreCase("true")).isPresent();
        GsmaReader.Wish wish = reader.wish(body(call), chatbot, request, mayFallBack);
        checkTester(chatbot, wish.contact());
        ObjectNode message =
                switch (wish) {
                    case GsmaReader.Send(_, var downlink) -> {
                        switch (reception.submit(downlink)) {
                            case Submitted.Taken _ -> {
                                // answered below
                            }
                            case Submitted.Busy(var reason) ->
                                    throw new GsmaRefusal(GsmaCode.BUSY, reason.text());
                            case Submitted.OverQuota(var what) ->
                                    throw new GsmaRefusal(GsmaCode.OVER_QUOTA, what.text());
                        }
                        yield GsmaForm.status(
                                downlink.id().value(), GsmaForm.PENDING, clock.instant());
                    }
                    // there is no way for it to the user yet
                    case GsmaReader.Typing(_, var active) ->
                            GsmaForm.MAPPER
                                    .createObjectNode()
                                    .put("isTyping", active ? "active" : "idle")
                                    .put(GsmaForm.TIMESTAMP, GsmaForm.time(clock.instant()));
                };
        return GsmaForm.answer(202, GsmaForm.message(message, wish.contact().toString()));
    }

    private static void checkTester(Chatbot chatbot, Msisdn contact) {
        if (!chatbot.mayWriteTo(contact)) {
            throw GsmaRefusal.of(GsmaCode.NOT_A_TESTER, GsmaForm.USER, contact + " is no tester");
        }
    }

    private static Msisdn recipient(Chatbot chatbot, String msgId) {
        return MessageIds.recipient(chatbot, msgId)
                .orElseThrow(() -> new GsmaRefusal(GsmaCode.MESSAGE));
    }

    /// Whether it came in time to take a message back is told by the webhook. That a chatbot has
    /// read what a user wrote is heard, and there is no way for it to the user yet.
    private HttpAnswer update(HttpCall call, Chatbot chatbot, String msgId) throws IOException {
        if (GsmaReader.status(body(call)).equals(GsmaForm.DISPLAYED)) {
            return HttpAnswer.of(204);
        }
        Msisdn contact = recipient(chatbot, msgId);
        reception
                .revoke(chatbot.address(), List.of(contact), new ImdnMessageId(msgId))
                .ifPresent(reason -> {
                    throw new GsmaRefusal(GsmaCode.BUSY, reason.text());
                });
        return GsmaForm.answer(
                202,
                GsmaForm.message(
                        GsmaForm.status(msgId, GsmaForm.PENDING, clock.instant()),
                        contact.toString()));
    }

    private HttpAnswer status(Chatbot chatbot, String msgId) {
        Msisdn contact = recipient(chatbot, msgId);
        Progress progress =
                reception.await(
                        inquiries.progress(chatbot.address(), contact, new ImdnMessageId(msgId)),
                        Progress.BUSY);
        String word =
                switch (progress) {
                    case PENDING -> GsmaForm.PENDING;
                    case DELIVERED -> GsmaForm.DELIVERED;
                    case CANCELLED -> GsmaForm.CANCELLED;
                    case FAILED -> GsmaForm.FAILED;
                    case UNKNOWN -> throw new GsmaRefusal(GsmaCode.MESSAGE);
                    case ENDED -> throw new GsmaRefusal(GsmaCode.ENDED);
                    case BUSY -> throw new GsmaRefusal(GsmaCode.BUSY);
                };
        return GsmaForm.answer(
                200,
                GsmaForm.message(
                        GsmaForm.status(msgId, word, clock.instant()), contact.toString()));
    }

    // ---- contacts

    private HttpAnswer capabilities(HttpCall call, Chatbot chatbot) {
        String given = call.query("userContact").orElse("");
        // a plus that was not encoded
        String user = given.startsWith(" ") ? "+" + given.strip() : given;
        Msisdn contact = GsmaReader.contact(user, call.query("chatId").orElse(""));
        checkTester(chatbot, contact);
        return switch (reception.await(inquiries.contact(contact), new Contact.Busy())) {
            case Contact.Known(var can) -> GsmaForm.capabilities(contact, can);
            case Contact.Unknown _ ->
                    throw GsmaRefusal.of(
                            GsmaCode.CONTACT, GsmaForm.USER, "is not known as an RCS user");
            case Contact.Busy _ -> throw new GsmaRefusal(GsmaCode.BUSY);
        };
    }
}
