package org.fivegmc.maap.cmcc;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.maap.dialect.Caller;
import org.fivegmc.maap.dialect.Reception;
import org.fivegmc.maap.http.HttpAnswer;
import org.fivegmc.maap.http.HttpCall;
import org.fivegmc.maap.http.HttpHandler;
import org.fivegmc.maap.submit.Submitted;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.Dialect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What chatbots call, `/messaging/…/outbound/{chatbotURI}/requests`. Refusals have the HTTP status
/// that fits and a code in the body; nothing is stored then. Thread-safe; runs on the virtual
/// threads of a listener.
public final class CmccApi implements HttpHandler {

    /// What all paths begin with.
    public static final String ROOT = "/messaging/";

    private static final Logger LOG = LoggerFactory.getLogger(CmccApi.class);
    private static final String RETRY_SECONDS = "5";

    private final Reception reception;
    private final InstantSource clock;
    private final CmccReader reader;

    public CmccApi(Reception reception, InstantSource clock) {
        this.reception = reception;
        this.clock = clock;
        reader = new CmccReader(reception.schedule());
    }

    @Override
    public HttpAnswer answer(HttpCall call) throws IOException {
        try {
            return answered(call);
        } catch (CmccRefusal refusal) {
            HttpAnswer answer =
                    CmccAnswers.refused(call, refusal.code(), String.valueOf(refusal.getMessage()));
            return refusal.code() == CmccCode.BUSY
                    ? answer.with("retry-after", RETRY_SECONDS)
                    : answer;
        } catch (RuntimeException e) {
            LOG.error("{} of a chatbot failed", call.method(), e);
            return CmccAnswers.refused(call, CmccCode.FAULT, CmccCode.FAULT.text());
        }
    }

    private HttpAnswer answered(HttpCall call) throws IOException {
        CmccPath path = CmccPath.of(call.path()).orElseThrow(() -> new CmccRefusal(CmccCode.PATH));
        boolean send = path.messageId().isEmpty();
        if (!call.method().equals(send ? "POST" : "PUT")) {
            throw new CmccRefusal(send ? CmccCode.POST_NEEDED : CmccCode.PUT_NEEDED);
        }
        Caller caller =
                reception
                        .caller(path.chatbot(), Dialect.CMCC)
                        .orElseThrow(() -> new CmccRefusal(CmccCode.CHATBOT));
        if (!caller.mayCallFrom(call.remote())) {
            throw new CmccRefusal(CmccCode.ADDRESS);
        }
        Chatbot chatbot = caller.chatbot();
        String date = call.header("Date");
        CmccCredentials.check(
                call.header("Authorization"),
                date,
                chatbot.keys().appId(),
                chatbot.keys().appKey(),
                clock.instant());
        if (!caller.csp().active() || chatbot.state() == Chatbot.State.PAUSED) {
            throw new CmccRefusal(CmccCode.PAUSED);
        }
        checkType(call.header("Content-Type"), caller.csp().strict());
        byte[] body =
                reception
                        .body(call)
                        .orElseThrow(() ->
                                new CmccRefusal(
                                        CmccCode.BODY,
                                        "the body has more than "
                                                + reception.maxBody()
                                                + " octets"));
        return send
                ? send(
                        call,
                        reader.message(body, path.kind(), caller, call.header("Address"), date))
                : revoke(call, caller, path.messageId().get(), body);
    }

    private static void checkType(String type, boolean strict) {
        String lower = type.toLowerCase(Locale.ROOT);
        boolean xml = lower.startsWith("application/xml");
        if (!xml && (strict || !lower.isEmpty() && !lower.contains("xml"))) {
            throw new CmccRefusal(CmccCode.CONTENT_TYPE);
        }
    }

    private HttpAnswer send(HttpCall call, CmccMessage message) {
        Chatbot chatbot = message.downlink().chatbot();
        List<Msisdn> recipients = message.downlink().recipients();
        for (Msisdn recipient : recipients) {
            if (!chatbot.mayWriteTo(recipient)) {
                throw new CmccRefusal(
                        CmccCode.NOT_ALLOWED, CmccCode.NOT_ALLOWED.text() + ": " + recipient);
            }
        }
        switch (reception.submit(message.downlink())) {
            case Submitted.Taken _ -> {
                // answered below
            }
            case Submitted.Busy(var reason) -> throw new CmccRefusal(CmccCode.BUSY, reason.text());
            case Submitted.OverQuota(var what) ->
                    throw new CmccRefusal(CmccCode.OVER_QUOTA, what.text());
        }
        return CmccAnswers.done(call, message.downlink().id(), message.correlator(), recipients);
    }

    /// Whether it came in time is told by the webhook, for each recipient.
    private HttpAnswer revoke(HttpCall call, Caller caller, String messageId, byte[] body) {
        ImdnMessageId id = CmccReader.messageId(messageId);
        List<Msisdn> recipients = CmccReader.revocation(body, caller.csp().strict());
        stopIfBusy(reception.revoke(caller.chatbot().address(), recipients, id));
        return CmccAnswers.done(call, id, "", List.of());
    }

    private static void stopIfBusy(Optional<RefusalReason> reason) {
        if (reason.isPresent()) {
            throw new CmccRefusal(CmccCode.BUSY, reason.get().text());
        }
    }
}
