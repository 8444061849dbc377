package org.fivegmc.maap.ctcu;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.maap.content.MediaLibrary;
import org.fivegmc.maap.dialect.Caller;
import org.fivegmc.maap.dialect.Reception;
import org.fivegmc.maap.http.HttpAnswer;
import org.fivegmc.maap.http.HttpCall;
import org.fivegmc.maap.http.HttpHandler;
import org.fivegmc.maap.quota.Period;
import org.fivegmc.maap.submit.Submitted;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.Csp;
import org.fivegmc.maap.tenant.Dialect;
import org.fivegmc.maap.webhook.CallbackCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What chatbots call, `/bot/v1/{chatbotId}/…`. Refusals are answers like any other, with a code in
/// them and the HTTP status 200. Thread-safe; runs on the virtual threads of a listener.
public final class CtcuApi implements HttpHandler {

    /// What all paths begin with.
    public static final String ROOT = "/bot/v1/";

    private static final Logger LOG = LoggerFactory.getLogger(CtcuApi.class);
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final String SCHEME = "accessToken ";

    private final Reception reception;
    private final CallbackCheck check;
    private final AccessTokens tokens;
    private final CtcuReader reader;
    private final CtcuMedia media;
    private final CtcuInfo info;
    private final String url;

    /// @param url what is told to chatbots as the address of this server
    public CtcuApi(
            Reception reception,
            CallbackCheck check,
            Optional<MediaLibrary> files,
            InstantSource clock,
            String url) {
        this.reception = reception;
        this.check = check;
        this.tokens = new AccessTokens(clock);
        this.url = url;
        media = new CtcuMedia(files);
        reader = new CtcuReader(reception.schedule());
        info = new CtcuInfo(reception.tenants(), clock);
    }

    @Override
    public HttpAnswer answer(HttpCall call) throws IOException {
        String rest = call.path().substring(ROOT.length());
        int slash = rest.indexOf('/');
        String id = slash < 0 ? rest : rest.substring(0, slash);
        String operation = slash < 0 ? "" : rest.substring(slash + 1);
        boolean message = operation.equals("messages");
        try {
            return answer(call, id, operation, message);
        } catch (CtcuRefusal refusal) {
            return json(
                    code(
                            MAPPER.createObjectNode(),
                            refusal.code(),
                            String.valueOf(refusal.getMessage()),
                            message));
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", call.method(), operation, e);
            return json(
                    code(
                            MAPPER.createObjectNode(),
                            CtcuCode.INTERNAL,
                            CtcuCode.INTERNAL.text(),
                            message));
        }
    }

    private HttpAnswer answer(HttpCall call, String id, String operation, boolean message)
            throws IOException {
        Caller caller =
                reception
                        .caller(id, Dialect.CTCU)
                        .orElseThrow(() -> new CtcuRefusal(CtcuCode.WRONG_TOKEN));
        Chatbot chatbot = caller.chatbot();
        Csp csp = caller.csp();
        if (!caller.mayCallFrom(call.remote()) || !csp.active()) {
            throw new CtcuRefusal(CtcuCode.NOT_AUTHORISED);
        }
        if (csp.strict()) {
            requireHeaders(call);
        }
        Optional<CtcuRoute> route = CtcuRoute.of(operation);
        route.ifPresent(known -> requireMethod(call, known));
        if (route.equals(Optional.of(CtcuRoute.ACCESS_TOKEN))) {
            return done(accessToken(chatbot, CtcuReader.object(body(call))), message);
        }
        tokens.check(chatbot, token(call));
        check.check(chatbot)
                .ifPresent(why -> {
                    throw new CtcuRefusal(CtcuCode.CALLBACK, CtcuCode.CALLBACK.text() + ": " + why);
                });
        return switch (route.orElseThrow(() -> new CtcuRefusal(CtcuCode.REQUEST))) {
            case ACCESS_TOKEN -> throw new IllegalStateException("answered above");
            case MESSAGES -> done(messages(chatbot, csp, body(call)), message);
            case REVOKE -> done(revoke(chatbot, CtcuReader.object(body(call))), message);
            case UPLOAD -> done(media.upload(call, chatbot, csp.strict()), message);
            case DOWNLOAD -> media.download(call, chatbot);
            case DELETE -> done(media.delete(call, chatbot), message);
            case FIND -> done(info.find(chatbot), message);
            case OPTIONALS -> done(info.optionals(chatbot, CtcuReader.object(body(call))), message);
            case MENU -> done(info.menu(chatbot, CtcuReader.object(body(call))), message);
        };
    }

    private static HttpAnswer done(ObjectNode answer, boolean message) {
        return json(code(answer, CtcuCode.OK, CtcuCode.OK.text(), message));
    }

    private static void requireMethod(HttpCall call, CtcuRoute route) {
        if (!call.method().equals(route.method())) {
            throw route.method().equals("GET")
                    ? new CtcuRefusal(CtcuCode.GET_NEEDED)
                    : new CtcuRefusal(
                            CtcuCode.REQUEST, route.method() + " is needed, not " + call.method());
        }
    }

    private static void requireHeaders(HttpCall call) {
        boolean body = call.method().equals("POST");
        for (String name :
                body ? List.of("Accept", "Date", "Content-Type") : List.of("Accept", "Date")) {
            if (call.header(name).isEmpty()) {
                throw new CtcuRefusal(CtcuCode.NO_TOKEN, name + " must exist");
            }
        }
    }

    private static String token(HttpCall call) {
        String header = call.header("Authorization");
        if (header.isEmpty()) {
            throw new CtcuRefusal(CtcuCode.NO_TOKEN, "authorization must exist");
        }
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new CtcuRefusal(CtcuCode.CREDENTIAL_TYPE);
        }
        return header.substring(SCHEME.length()).strip();
    }

    private byte[] body(HttpCall call) throws IOException {
        return reception
                .body(call)
                .orElseThrow(() ->
                        new CtcuRefusal(
                                CtcuCode.PARAMETER,
                                "the body has more than " + reception.maxBody() + " octets"));
    }

    private ObjectNode accessToken(Chatbot chatbot, JsonNode body) {
        String appId = body.path("appId").asString("");
        String appKey = body.path("appKey").asString("");
        if (appId.isEmpty()) {
            throw new CtcuRefusal(CtcuCode.NO_APP_ID);
        }
        if (appKey.isEmpty()) {
            throw new CtcuRefusal(CtcuCode.NO_APP_KEY);
        }
        if (!chatbot.keys().proves(appId, appKey)) {
            throw new CtcuRefusal(CtcuCode.WRONG_KEY);
        }
        return MAPPER.createObjectNode()
                .put("accessToken", tokens.fetch(chatbot))
                .put("expires", AccessTokens.LIFETIME.toSeconds())
                .put("url", url);
    }

    private ObjectNode messages(Chatbot chatbot, Csp csp, byte[] body) {
        CtcuMessage message = reader.message(body, csp.strict());
        if (!ChatbotAddress.of(message.sender()).equals(Optional.of(chatbot.address()))) {
            throw new CtcuRefusal(CtcuCode.NOT_THE_SENDER);
        }
        for (Msisdn recipient : message.recipients()) {
            if (!chatbot.mayWriteTo(recipient)) {
                throw new CtcuRefusal(
                        chatbot.state() == Chatbot.State.DEBUG
                                ? CtcuCode.RESTRICTED_USER
                                : CtcuCode.NOT_AUTHORISED);
            }
        }
        switch (reception.submit(message.from(chatbot))) {
            case Submitted.Taken _ -> {
                // answered below
            }
            case Submitted.Busy(var reason) -> busy(reason);
            case Submitted.OverQuota(var what) ->
                    throw new CtcuRefusal(overQuota(what.period()), what.text());
        }
        return MAPPER.createObjectNode()
                .put("messageId", message.id().value())
                .put("conversationId", message.conversation().conversationId())
                .put("contributionId", message.conversation().contributionId());
    }

    private static CtcuCode overQuota(Period period) {
        return switch (period) {
            case DAY -> CtcuCode.OVER_DAY;
            case MONTH -> CtcuCode.OVER_MONTH;
            case SECOND -> CtcuCode.OVER_SECOND;
        };
    }

    private static void busy(RefusalReason reason) {
        throw new CtcuRefusal(CtcuCode.BUSY, reason.text());
    }

    /// Whether it came in time is told by the webhook, for each recipient.
    private ObjectNode revoke(Chatbot chatbot, JsonNode body) {
        String id = body.path("messageId").asString("");
        if (id.isEmpty() || id.length() > ImdnMessageId.MAX_LENGTH) {
            throw CtcuReader.wrong("messageId", "is missing or too long");
        }
        JsonNode given = body.path("destinationAddress");
        if (!given.isArray() || given.isEmpty()) {
            throw CtcuReader.wrong("destinationAddress", "is no array with a number");
        }
        if (!body.path("status").asString("RevokeRequested").equals("RevokeRequested")) {
            throw CtcuReader.wrong("status", "is not RevokeRequested");
        }
        reception
                .revoke(chatbot.address(), CtcuReader.numbers(given), new ImdnMessageId(id))
                .ifPresent(CtcuApi::busy);
        return MAPPER.createObjectNode().put("messageId", id);
    }

    /// The code is a text in answers about messages and a number in all others: so clients know it.
    private static ObjectNode code(ObjectNode answer, CtcuCode code, String text, boolean message) {
        if (message) {
            answer.put("errorCode", Integer.toString(code.code()));
        } else {
            answer.put("errorCode", code.code());
        }
        return answer.put("errorMessage", text);
    }

    private static HttpAnswer json(ObjectNode answer) {
        return HttpAnswer.octets(
                200, "application/json;charset=UTF-8", MAPPER.writeValueAsBytes(answer));
    }
}
