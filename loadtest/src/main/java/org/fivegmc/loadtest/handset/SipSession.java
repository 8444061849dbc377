package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.sip.Dialog;
import javax.sip.message.Request;

/// The SIP half of an established session: one dialog, and the description last agreed on. Threads:
/// any.
final class SipSession {
    private final Exchanges exchanges;
    private final Dialog dialog;
    private final String contact;
    private volatile String description;
    private final AtomicBoolean leaving = new AtomicBoolean();
    private volatile boolean takesUpdate = true;
    private final CompletableFuture<ChatEnd> end = new CompletableFuture<>();

    /// @param contact our header line
    /// @param description our SDP
    SipSession(Exchanges exchanges, Dialog dialog, String contact, String description) {
        this.exchanges = exchanges;
        this.dialog = dialog;
        this.contact = contact;
        this.description = description;
    }

    String callId() {
        return dialog.getCallId().getCallId();
    }

    CompletableFuture<ChatEnd> end() {
        return end;
    }

    /// Runs when the session is over, at once if it is.
    void whenOver(Consumer<ChatEnd> action) {
        CompletionStage<ChatEnd> stage = end;
        stage.thenAccept(action);
    }

    boolean isOpen() {
        return !leaving.get() && !end.isDone();
    }

    /// The status of the answer, with which the session ends; 481 when it is over already.
    int bye() {
        if (end.isDone() || !leaving.compareAndSet(false, true)) {
            return 481;
        }
        int status = send(Request.BYE, List.of(), "").status();
        end.complete(new ChatEnd(ChatEnd.By.US, ""));
        return status;
    }

    /// Refreshes by UPDATE without a description.
    Answer update() {
        return send(Request.UPDATE, refreshing(), "");
    }

    /// The same, and the other side has to do it from then on.
    Answer leaveRefreshing(Duration interval) {
        List<String> lines = new ArrayList<>();
        lines.add(contact);
        lines.addAll(SessionTimer.ask(interval, "uas", ""));
        return send(Request.UPDATE, lines, "");
    }

    /// UPDATE is 405 from now on, although our Allow has it.
    void takeNoUpdate() {
        takesUpdate = false;
    }

    /// Refreshes by INVITE with the same description.
    Answer reinvite() {
        return send(Request.INVITE, refreshing(), description);
    }

    /// Offers another description in place of the one before.
    Answer offer(Sdp changed) {
        String offer = changed.textAfter(description);
        Answer answer = send(Request.INVITE, refreshing(), offer);
        if (answer.status() / 100 == 2) {
            description = offer;
        }
        return answer;
    }

    private List<String> refreshing() {
        List<String> lines = new ArrayList<>();
        lines.add(contact);
        lines.addAll(SessionTimer.ask(ChatOptions.DEFAULT.sessionExpires(), ""));
        return lines;
    }

    private Answer send(String method, List<String> headers, String body) {
        return exchanges
                .stack()
                .map(stack ->
                        Exchanges.await(
                                stack.send(
                                        dialog, method, headers, Sdp.TYPE, body.getBytes(UTF_8))))
                .orElseGet(() -> Answer.none("dark"));
    }

    /// A request within the dialog.
    void take(Incoming request) {
        switch (request.method()) {
            case Request.BYE -> {
                request.answer(200);
                end.complete(new ChatEnd(ChatEnd.By.THEM, request.header("Reason")));
            }
            case Request.INVITE -> refresh(request);
            case Request.UPDATE -> {
                if (takesUpdate) {
                    refresh(request);
                } else {
                    request.answer(405, Sessions.ALLOW);
                }
            }
            case Request.OPTIONS -> request.answer(200, contact);
            default -> request.answer(405, Sessions.ALLOW);
        }
    }

    private void refresh(Incoming request) {
        boolean described = request.method().equals(Request.INVITE) || request.body().length > 0;
        SessionTimer.answer(request)
                .ifPresentOrElse(
                        timer -> {
                            List<String> lines = new ArrayList<>(timer);
                            lines.add(contact);
                            lines.add("Supported: timer");
                            request.answer(
                                    200,
                                    lines,
                                    Sdp.TYPE,
                                    described ? description.getBytes(UTF_8) : Incoming.NO_BODY);
                        },
                        () -> request.answer(422, "Min-SE: " + SessionTimer.MIN_SECONDS));
    }
}
