package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One INVITE of ours until it is answered: challenges and too small session intervals are tried
/// again, and CANCEL is sent when the other side takes too long or the caller has thought better of
/// it.
final class OutgoingCall {
    private static final String BOUNDARY = "first";

    private final Exchanges exchanges;
    private final MsrpEnd msrp;
    private final Mode mode;
    private final String uri;
    private final ChatOptions options;
    private final String callId;
    private final String contact;
    private final String contribution = UUID.randomUUID().toString();

    /// Of the text in the INVITE; the same when it is tried again.
    private final String firstId = RequestText.token();

    private final CompletableFuture<Integer> ringing = new CompletableFuture<>();
    private Optional<JainStack.Invitation> current = Optional.empty();
    private boolean provisional;
    private boolean unwanted;
    private boolean cancelSent;

    OutgoingCall(Exchanges exchanges, MsrpEnd msrp, Mode mode, String uri, ChatOptions options) {
        this.exchanges = exchanges;
        this.msrp = msrp;
        this.mode = mode;
        this.uri = uri;
        this.options = options;
        this.callId = exchanges.requests().newCallId();
        this.contact = exchanges.requests().sessionContact(mode.service());
    }

    private String conversation() {
        return options.conversation().isEmpty() ? Pager.conversation(uri) : options.conversation();
    }

    /// How it ended.
    sealed interface Placed {
        Answer answer();

        record Up(SipSession sip, MsrpEnd.Half ours, Sdp theirs, Answer answer) implements Placed {}

        record Down(Answer answer) implements Placed {}
    }

    /// What our INVITE says, with the identity of who answered.
    SipFields fields(Answer answer) {
        return new SipFields(
                callId,
                answer.first("P-Asserted-Identity").orElse(""),
                "",
                "<" + uri + ">",
                conversation(),
                contribution,
                List.of(FeatureTags.acceptContact(mode.service())));
    }

    /// Completed with the first status of 180 or more that is not final.
    CompletableFuture<Integer> ringing() {
        return ringing;
    }

    /// Sends the INVITE and waits for its end.
    Placed place() throws IOException {
        MsrpEnd.Half ours =
                msrp.offer(options, mode == Mode.LARGE ? Sdp.SEND_ONLY : Sdp.SEND_RECEIVE);
        String description = ours.sdp().text(System.currentTimeMillis() / 1000 + 2_208_988_800L);
        Answer answer = invite(description, options.sessionExpires(), "");
        if (answer.status() == 422) {
            String least = answer.first("Min-SE").orElse("");
            Duration raised = Duration.ofSeconds(SessionTimer.seconds(least));
            answer = invite(description, raised, least);
        }
        Optional<JainStack.Invitation> answered = current();
        if (answer.status() / 100 != 2 || answered.isEmpty()) {
            msrp.forget(ours);
            return new Placed.Down(answer);
        }
        SipSession sip = new SipSession(exchanges, answered.get().dialog(), contact, description);
        Optional<Sdp> theirs = Sdp.parse(answer.body().getBytes(UTF_8));
        if (theirs.isEmpty() || isUnwanted()) {
            msrp.forget(ours);
            sip.bye();
            return new Placed.Down(
                    isUnwanted()
                            ? new Answer(487, "accepted and unwanted", answer.headers(), "")
                            : new Answer(488, "no MSRP in the answer", answer.headers(), ""));
        }
        return new Placed.Up(sip, ours, theirs.get(), answer);
    }

    private Answer invite(String description, Duration interval, String minSe) {
        return exchanges.authenticated(
                "INVITE",
                uri,
                new ArrayList<>(),
                authorization -> {
                    List<String> lines = exchanges.identified(authorization);
                    lines.add(contact);
                    lines.add(
                            "P-Preferred-Service: " + FeatureTags.preferredService(mode.service()));
                    lines.add("Accept-Contact: " + FeatureTags.acceptContact(mode.service()));
                    lines.add("Conversation-ID: " + conversation());
                    lines.add("Contribution-ID: " + contribution);
                    lines.add(Sessions.ALLOW);
                    if (options.hidden()) {
                        lines.add(Pager.PRIVACY);
                    }
                    lines.addAll(SessionTimer.ask(interval, minSe));
                    return exchanges.requests().head("INVITE", uri, uri, callId, lines);
                },
                head -> exchange(head, body(description)));
    }

    /// A body of a request, with its type.
    private record Body(String contentType, byte[] octets) {}

    /// With the first text, if there is one to send in the INVITE.
    private Body body(String description) {
        if (options.firstText().isEmpty()) {
            return new Body(Sdp.TYPE, description.getBytes(UTF_8));
        }
        byte[] text = options.firstText().getBytes(UTF_8);
        String cpim =
                Templates.head(firstId, Templates.now(), Set.of(), Templates.TEXT, text.length)
                        + options.firstText();
        return new Body("multipart/mixed;boundary=" + BOUNDARY, parts(description, cpim));
    }

    private static byte[] parts(String description, String cpim) {
        String start = "--" + BOUNDARY + "\r\nContent-Type: ";
        return (start
                        + Sdp.TYPE
                        + "\r\n\r\n"
                        + description
                        + "\r\n"
                        + start
                        + MsrpEnd.CPIM
                        + "\r\n\r\n"
                        + cpim
                        + "\r\n--"
                        + BOUNDARY
                        + "--\r\n")
                .getBytes(UTF_8);
    }

    private Answer exchange(String head, Body body) {
        Optional<JainStack> stack = exchanges.stack();
        if (stack.isEmpty()) {
            return Answer.none("dark");
        }
        Awaited awaited = new Awaited(new CompletableFuture<>(), this::provisional);
        synchronized (this) {
            provisional = false;
            cancelSent = false;
            current = Optional.empty();
        }
        Optional<JainStack.Invitation> sent =
                stack.get().invite(head, body.contentType(), body.octets(), awaited);
        synchronized (this) {
            current = sent;
            cancelIfDue();
        }
        try {
            return awaited.last().get(options.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            cancel();
            return Exchanges.await(awaited.last());
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            cancel();
            return Answer.none("interrupted");
        }
    }

    private synchronized Optional<JainStack.Invitation> current() {
        return current;
    }

    private synchronized boolean isUnwanted() {
        return unwanted;
    }

    private void provisional(int status) {
        synchronized (this) {
            provisional = true;
            cancelIfDue();
        }
        if (status >= 180) {
            ringing.complete(status);
        }
    }

    /// Gives it up: by CANCEL as soon as there is a provisional answer, by BYE if a 2xx is faster.
    synchronized void cancel() {
        unwanted = true;
        cancelIfDue();
    }

    private synchronized void cancelIfDue() {
        if (unwanted && provisional && !cancelSent && current.isPresent()) {
            cancelSent = true;
            JainStack.Invitation invitation = current.get();
            exchanges.stack().ifPresent(stack -> stack.cancel(invitation));
        }
    }
}
