package org.fivegmc.maap.ctcu;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.maap.dialect.Caller;
import org.fivegmc.maap.dialect.Reception;
import org.fivegmc.maap.http.HttpAnswer;
import org.fivegmc.maap.http.HttpCall;
import org.fivegmc.maap.http.HttpHandler;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.Csp;
import org.fivegmc.maap.tenant.Dialect;
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
    private final AccessTokens tokens;
    private final CtcuReader reader = new CtcuReader();
    private final String url;

    /// @param url what is told to chatbots as the address of this server
    public CtcuApi(Reception reception, InstantSource clock, String url) {
        this.reception = reception;
        this.tokens = new AccessTokens(clock);
        this.url = url;
    }

    @Override
    public HttpAnswer answer(HttpCall call) throws IOException {
        String rest = call.path().substring(ROOT.length());
        int slash = rest.indexOf('/');
        String id = slash < 0 ? rest : rest.substring(0, slash);
        String operation = slash < 0 ? "" : rest.substring(slash + 1);
        boolean message = operation.equals("messages");
        try {
            ObjectNode done = answer(call, id, operation);
            return json(code(done, CtcuCode.OK, CtcuCode.OK.text(), message));
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

    private ObjectNode answer(HttpCall call, String id, String operation) throws IOException {
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
        if (!call.method().equals("POST")) {
            throw new CtcuRefusal(CtcuCode.REQUEST, "POST is needed, not " + call.method());
        }
        if (operation.equals("accessToken")) {
            return accessToken(chatbot, CtcuReader.object(body(call)));
        }
        tokens.check(chatbot, token(call));
        return switch (operation) {
            case "messages" -> messages(chatbot, csp, body(call));
            case "revoke" -> revoke(chatbot, CtcuReader.object(body(call)));
            default -> throw new CtcuRefusal(CtcuCode.REQUEST);
        };
    }

    private static void requireHeaders(HttpCall call) {
        for (String name : List.of("Accept", "Date", "Content-Type")) {
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
        reception.submit(message.from(chatbot)).ifPresent(CtcuApi::busy);
        return MAPPER.createObjectNode()
                .put("messageId", message.id().value())
                .put("conversationId", message.conversation().conversationId())
                .put("contributionId", message.conversation().contributionId());
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
