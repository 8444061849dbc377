package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import javax.sip.message.Request;
import org.fivegmc.loadtest.msrp.Content;
import org.fivegmc.loadtest.msrp.Manners;
import org.fivegmc.loadtest.observe.Observed;
import org.fivegmc.loadtest.observe.Timeline;

/// The sessions of a handset: opens them, and knows those that are open by Call-ID. What comes in
/// is read on one thread, in order. Threads: any.
final class Sessions implements AutoCloseable {
    static final String ALLOW = "Allow: INVITE, ACK, CANCEL, BYE, MESSAGE, OPTIONS, UPDATE";

    /// Sessions open at a time; more are refused with 486.
    static final int MOST_OPEN = 1_000;

    private final Profile profile;
    private final Timeline timeline;
    private final Exchanges exchanges;
    private final Inbox inbox;
    private final MsrpEnd msrp = new MsrpEnd();
    private final Map<String, ChatSession> open = new ConcurrentHashMap<>();
    private final Observed<ChatSession> torn = new Observed<>();
    private final Observed<LargeSent> answered = new Observed<>();
    private final IncomingCalls incoming;
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());

    Sessions(Profile profile, Timeline timeline, Exchanges exchanges, Inbox inbox) {
        this.profile = profile;
        this.timeline = timeline;
        this.exchanges = exchanges;
        this.inbox = inbox;
        this.incoming = new IncomingCalls(profile, timeline, exchanges, msrp, this);
    }

    MsrpEnd msrp() {
        return msrp;
    }

    IncomingCalls incoming() {
        return incoming;
    }

    /// Sessions whose connection was lost as their manners have it.
    Observed<ChatSession> torn() {
        return torn;
    }

    boolean isFull() {
        return open.size() >= MOST_OPEN;
    }

    /// From now on sessions are known only while they are open.
    void keepLess() {
        torn.keepNothing();
        answered.keepNothing();
        incoming.keepLess();
    }

    /// The chat of a Call-ID, while it is open.
    Optional<ChatSession> chat(String callId) {
        return Optional.ofNullable(open.get(callId))
                .filter(session -> session.mode() == Mode.CHAT && session.isOpen());
    }

    // ---- ours

    Calling call(String to, ChatOptions options) {
        timeline.out(profile.name(), "INVITE to " + to + " for a chat");
        OutgoingCall call = outgoing(Mode.CHAT, to, options);
        CompletableFuture<ChatOutcome> outcome = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("handset-call")
                .start(() -> {
                    try {
                        outcome.complete(place(call, Mode.CHAT, options));
                    } catch (IOException | RuntimeException failed) {
                        outcome.completeExceptionally(failed);
                    }
                });
        return new Calling(call, outcome);
    }

    /// Offers the other side of a chat media with a path of their own in place of those before, and
    /// goes there; its answer.
    Answer renegotiate(ChatSession chat, ChatOptions options) throws IOException {
        timeline.out(profile.name(), "INVITE to " + chat.other() + " for other media");
        MsrpEnd.Half ours = msrp.offer(options, Sdp.SEND_RECEIVE);
        Answer answer = chat.sip().offer(ours.sdp());
        Optional<Sdp> theirs = Sdp.parse(answer.body().getBytes(UTF_8));
        if (answer.status() / 100 != 2 || theirs.isEmpty()) {
            msrp.forget(ours);
            return answer;
        }
        chat.replace(
                msrp.begin(
                        ours, theirs.get(), chat.sip(), options, message -> read(chat, message)));
        return answer;
    }

    /// Sends a message in a session of its own.
    LargeSent sendLarge(
            String to,
            String imdnId,
            Content content,
            String contentType,
            Set<Disposition> wanted,
            ChatOptions options)
            throws IOException {
        timeline.out(
                profile.name(),
                "INVITE to %s for %d octets of %s".formatted(to, content.total(), contentType));
        String sha256 = content.sha256();
        ChatOutcome outcome = place(outgoing(Mode.LARGE, to, options), Mode.LARGE, options);
        if (!(outcome instanceof ChatOutcome.Established(ChatSession session, Answer _))) {
            return new LargeSent(outcome.status(), 0, imdnId, sha256);
        }
        Content cpim = CpimContent.of(imdnId, wanted, contentType, content);
        int status = session.transmit(MsrpEnd.CPIM, cpim);
        LargeSent sent = new LargeSent(outcome.status(), status, imdnId, sha256);
        answered.add(sent);
        if (options.manners().falling() instanceof Manners.Falling.Never) {
            session.close();
        } else {
            session.fallSilent();
        }
        return sent;
    }

    /// Large messages as MSRP has answered them, before their sessions have ended.
    Observed<LargeSent> answered() {
        return answered;
    }

    private OutgoingCall outgoing(Mode mode, String to, ChatOptions options) {
        return new OutgoingCall(exchanges, msrp, mode, Pager.uriOf(to), options);
    }

    private ChatOutcome place(OutgoingCall call, Mode mode, ChatOptions options)
            throws IOException {
        return switch (call.place()) {
            case OutgoingCall.Placed.Down(Answer answer) -> new ChatOutcome.Refused(answer);
            case OutgoingCall.Placed.Up up -> {
                SipFields fields = call.fields(up.answer());
                ChatSession session =
                        new ChatSession(
                                profile.name(),
                                timeline,
                                mode,
                                fields.sender(),
                                fields,
                                up.sip(),
                                options,
                                up.theirs());
                keep(session, up.ours());
                yield connected(session, up, options);
            }
        };
    }

    private ChatOutcome connected(
            ChatSession session, OutgoingCall.Placed.Up up, ChatOptions options) {
        try {
            session.attach(
                    msrp.begin(
                            up.ours(),
                            up.theirs(),
                            up.sip(),
                            options,
                            message -> read(session, message)));
            return new ChatOutcome.Established(session, up.answer());
        } catch (IOException none) {
            session.failed(none);
            session.close();
            return new ChatOutcome.NoMedia(up.answer(), String.valueOf(none.getMessage()));
        }
    }

    void keep(ChatSession session, MsrpEnd.Half ours) {
        open.put(session.callId(), session);
        session.whenTorn(() -> torn.add(session));
        session.sip()
                .whenOver(_ -> {
                    open.remove(session.callId());
                    msrp.forget(ours);
                });
    }

    // ---- theirs

    /// Whether a request is of a session; then it is answered.
    boolean take(Incoming request) {
        Optional<ChatSession> session = Optional.ofNullable(open.get(request.header("Call-ID")));
        switch (request.method()) {
            case Request.ACK -> {}
            case Request.CANCEL -> incoming.cancel(request);
            case Request.INVITE -> {
                inbox.seen().add(request.request().toString());
                if (!request.isWithinDialog()) {
                    incoming.invited(request);
                } else {
                    within(request, session);
                }
            }
            case Request.BYE, Request.UPDATE -> within(request, session);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void within(Incoming request, Optional<ChatSession> session) {
        timeline.in(profile.name(), request.method());
        session.map(ChatSession::sip)
                .ifPresentOrElse(sip -> sip.take(request), () -> request.answer(481));
    }

    /// Called by the thread that reads the connection, and quick.
    void read(ChatSession session, org.fivegmc.loadtest.msrp.ReceivedMessage message) {
        run(() -> {
            if (message.end() == org.fivegmc.loadtest.msrp.ReceivedMessage.End.COMPLETE) {
                inbox.take(
                        new Inbox.Arrival(
                                session.mode(),
                                message.endedNanos(),
                                session.other(),
                                session.fields(),
                                session.received()::add),
                        message);
            } else {
                timeline.in(
                        profile.name(),
                        "a message that is %s after %d octets"
                                .formatted(message.end(), message.octets()));
            }
            message.file()
                    .ifPresent(file -> {
                        try {
                            Files.deleteIfExists(file);
                        } catch (IOException failed) {
                            throw new UncheckedIOException(failed);
                        }
                    });
        });
    }

    /// In order, one at a time.
    void run(Runnable task) {
        try {
            worker.execute(task);
        } catch (RejectedExecutionException _) {
            // the handset is closed
        }
    }

    /// All sessions vanish.
    void vanish() {
        List.copyOf(open.values()).forEach(ChatSession::vanish);
        incoming.forget();
    }

    @Override
    public void close() {
        worker.shutdownNow();
        vanish();
        msrp.close();
    }
}
