package org.fivegmc.loadtest.handset;

import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/// A request that came in and the way to answer it. An INVITE has its dialog from the start; an ACK
/// cannot be answered.
final class Incoming {
    static final byte[] NO_BODY = {};

    private final MessageFactory messages;
    private final Request request;
    private final @Nullable ServerTransaction transaction;
    private final @Nullable Dialog dialog;
    private final String tag = RequestText.token().substring(0, 8);

    Incoming(
            MessageFactory messages,
            Request request,
            @Nullable ServerTransaction transaction,
            @Nullable Dialog dialog) {
        this.messages = messages;
        this.request = request;
        this.transaction = transaction;
        this.dialog = dialog;
    }

    Request request() {
        return request;
    }

    String method() {
        return request.getMethod();
    }

    Optional<Dialog> dialog() {
        return Optional.ofNullable(dialog);
    }

    byte[] body() {
        byte[] body = request.getRawContent();
        return body == null ? NO_BODY : body;
    }

    String header(String name) {
        return Headers.first(request, name).orElse("");
    }

    /// What an INVITE and the CANCEL for it have in common (RFC 3261 section 9.1).
    String branch() {
        return request.getHeader(ViaHeader.NAME) instanceof ViaHeader via
                ? String.valueOf(via.getBranch())
                : "";
    }

    boolean isWithinDialog() {
        return request.getHeader(ToHeader.NAME) instanceof ToHeader to && to.getTag() != null;
    }

    /// Answers with `status` and further header lines (`Name: value`).
    void answer(int status, String... headers) {
        answer(status, List.of(headers), "", NO_BODY);
    }

    void answer(int status, List<String> headers, String contentType, byte[] body) {
        ServerTransaction to = transaction;
        if (to == null) {
            return;
        }
        try {
            Response response = messages.createResponse(status, request);
            if (status > 100
                    && response.getHeader(ToHeader.NAME) instanceof ToHeader ours
                    && ours.getTag() == null) {
                ours.setTag(tag);
            }
            for (String header : headers) {
                Headers.add(response, header);
            }
            Headers.content(response, contentType, body);
            to.sendResponse(response);
        } catch (ParseException | InvalidArgumentException | SipException unsent) {
            throw new IllegalStateException("cannot answer", unsent);
        }
    }
}
