package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.fivegmc.loadtest.msrp.Manners;
import org.fivegmc.loadtest.msrp.PeerSession;
import org.fivegmc.loadtest.observe.Observed;
import org.fivegmc.loadtest.observe.Timeline;

/// Invitations to sessions that come to a handset, and what becomes of them. Threads: any; requests
/// are told on the stack's thread, which never waits here.
final class IncomingCalls {
    private final Profile profile;
    private final Timeline timeline;
    private final Exchanges exchanges;
    private final MsrpEnd msrp;
    private final Sessions sessions;
    private final Map<String, IncomingCall> unanswered = new ConcurrentHashMap<>();
    private final Observed<IncomingCall> calls = new Observed<>();
    private final Observed<ChatSession> chats = new Observed<>();
    private final Observed<ChatSession> larges = new Observed<>();
    private final Queue<Manners> next = new ConcurrentLinkedQueue<>();
    private volatile Answering answering;
    private volatile ChatOptions options = ChatOptions.DEFAULT;

    IncomingCalls(
            Profile profile,
            Timeline timeline,
            Exchanges exchanges,
            MsrpEnd msrp,
            Sessions sessions) {
        this.profile = profile;
        this.timeline = timeline;
        this.exchanges = exchanges;
        this.msrp = msrp;
        this.sessions = sessions;
        this.answering = profile.answering();
    }

    void answerBy(Answering other) {
        answering = other;
    }

    void answerLike(ChatOptions other) {
        options = other;
    }

    void receiveNextBy(Manners manners) {
        next.add(manners);
    }

    Observed<IncomingCall> calls() {
        return calls;
    }

    /// Chats others have opened.
    Observed<ChatSession> chats() {
        return chats;
    }

    /// Sessions in which others bring large messages.
    Observed<ChatSession> larges() {
        return larges;
    }

    void keepLess() {
        calls.keepNothing();
        chats.keepNothing();
        larges.keepNothing();
    }

    void forget() {
        unanswered.clear();
    }

    void cancel(Incoming request) {
        timeline.in(profile.name(), "CANCEL");
        IncomingCall call = unanswered.get(request.branch());
        request.answer(call == null ? 481 : 200);
        if (call != null) {
            call.cancel(request.header("Reason"));
        }
    }

    void invited(Incoming invite) {
        IncomingCall call = new IncomingCall(this, invite);
        timeline.in(profile.name(), "INVITE from %s for %s".formatted(call.sender(), call.mode()));
        unanswered.put(invite.branch(), call);
        calls.add(call);
        sessions.run(() -> begin(call));
    }

    private void begin(IncomingCall call) {
        Feature needed = call.mode() == Mode.LARGE ? Feature.LARGE : Feature.CHAT;
        if (call.invite().header("Require").contains("100rel")) {
            call.decline(420, "Unsupported: 100rel");
        } else if (SessionTimer.answer(call.invite()).isEmpty()) {
            call.decline(422, "Min-SE: " + SessionTimer.MIN_SECONDS);
        } else if (call.offer().isEmpty() || !profile.features().contains(needed)) {
            call.decline(488);
        } else if (sessions.isFull()) {
            call.decline(486);
        } else {
            switch (answering) {
                case Answering.AtOnce _ -> call.answer();
                case Answering.Ring _ -> call.ring();
                case Answering.Hesitate _ -> {}
                case Answering.Refuse(int status) -> call.decline(status);
                case Answering.RefuseMode(Mode mode, int status) -> {
                    if (call.mode() == mode) {
                        call.decline(status);
                    } else {
                        call.answer();
                    }
                }
            }
        }
    }

    void done(IncomingCall call) {
        unanswered.remove(call.invite().branch());
    }

    /// Answers 200 and makes the session; nothing when the offer cannot be answered.
    Optional<ChatSession> accept(IncomingCall call) {
        done(call);
        Manners odd = next.poll();
        ChatOptions used = odd == null ? options : options.with(odd);
        Incoming invite = call.invite();
        Sdp theirs = call.offer().orElseThrow();
        try {
            Optional<MsrpEnd.Half> ours = msrp.answer(theirs, used);
            if (ours.isEmpty()) {
                invite.answer(488);
                return Optional.empty();
            }
            String contact = exchanges.requests().sessionContact(call.mode().service());
            String description = ours.get().sdp().text(1);
            ChatSession session =
                    new ChatSession(
                            profile.name(),
                            timeline,
                            call.mode(),
                            call.sender(),
                            call.fields(),
                            new SipSession(
                                    exchanges, invite.dialog().orElseThrow(), contact, description),
                            used,
                            theirs);
            sessions.keep(session, ours.get());
            join(
                    session,
                    ours.get(),
                    theirs,
                    used,
                    () -> {
                        List<String> lines =
                                new ArrayList<>(SessionTimer.answer(invite).orElseGet(List::of));
                        lines.add(contact);
                        lines.add(Sessions.ALLOW);
                        lines.add("Supported: timer");
                        invite.answer(200, lines, Sdp.TYPE, description.getBytes(UTF_8));
                    });
            (call.mode() == Mode.CHAT ? chats : larges).add(session);
            return Optional.of(session);
        } catch (IOException none) {
            timeline.note(profile.name(), "no MSRP: " + none.getMessage());
            invite.answer(500);
            return Optional.empty();
        }
    }

    /// Answers, and has MSRP begin beside it.
    private void join(
            ChatSession session,
            MsrpEnd.Half ours,
            Sdp theirs,
            ChatOptions options,
            Runnable answer)
            throws IOException {
        Optional<PeerSession> expected =
                ours.connects()
                        ? Optional.empty()
                        : Optional.of(
                                msrp.expect(
                                        ours,
                                        theirs,
                                        options,
                                        message -> sessions.read(session, message)));
        answer.run();
        Thread.ofVirtual()
                .name("handset-join")
                .start(() -> {
                    try {
                        if (expected.isPresent()) {
                            MsrpEnd.awaitBound(expected.get());
                        }
                        session.attach(
                                expected.isPresent()
                                        ? expected.get()
                                        : msrp.connect(
                                                ours,
                                                theirs,
                                                options,
                                                message -> sessions.read(session, message)));
                    } catch (IOException none) {
                        timeline.note(profile.name(), "no MSRP: " + none.getMessage());
                        session.failed(none);
                        session.close();
                    }
                });
    }
}
