package org.fivegmc.sip.session;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.fivegmc.core.channel.RcsChannel;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.delivery.DeliveryPolicy;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.msrp.session.SendOutcome;
import org.fivegmc.msrp.session.SessionOwner;
import org.fivegmc.msrp.transport.SessionHandle;
import org.fivegmc.sip.dialog.Dialogs;
import org.fivegmc.sip.registrar.SendingDevice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers a message to a device in the first mode that works, in the order of [DeliveryModes].
/// Thread-safe.
final class SessionChannel implements RcsChannel, ChatCall.Decided {
    private static final Logger LOG = LoggerFactory.getLogger(SessionChannel.class);

    private final Sessions sessions;
    private final RcsChannel pager;
    private final Invitations invitations;
    private final Dialogs dialogs;
    private final ScheduledExecutorService timer;
    private final Calls calls = new Calls();

    SessionChannel(
            Sessions sessions, RcsChannel pager, Dialogs dialogs, ScheduledExecutorService timer) {
        this.sessions = sessions;
        this.pager = pager;
        this.invitations = new Invitations(sessions.settings());
        this.dialogs = dialogs;
        this.timer = timer;
        sessions.onOpened(this::opened);
    }

    @Override
    public void send(Message message, Binding device, Consumer<AttemptOutcome> done) {
        boolean open =
                leg(message, device).filter(leg -> leg.refusal(message).isEmpty()).isPresent();
        List<DeliveryModes.Mode> modes =
                DeliveryModes.of(message, device, open, sessions.settings().pagerLimit());
        long allowedMs = sessions.settings().attemptMs() + DeliveryPolicy.transferMs(message);
        // what is too large for pager mode and is refused says nothing of smaller messages, nor
        // does
        // a report where messages have no pager mode
        boolean everyMode =
                modes.contains(DeliveryModes.Mode.PAGER) == device.capabilities().takesPager();
        Consumer<AttemptOutcome> told =
                everyMode ? done : outcome -> done.accept(outcome.ofMessageAlone());
        next(
                new Delivery(message, device, told, System.nanoTime(), allowedMs),
                modes,
                new AttemptOutcome.NotPossible("the device has no mode for this message"));
    }

    /// What the core has asked for. All modes together have the time of one attempt: what takes
    /// longer than its lease is begun again by the core, and would come twice.
    private record Delivery(
            Message message,
            Binding device,
            Consumer<AttemptOutcome> done,
            long begunNanos,
            long allowedMs) {
        Delivery inDoubt() {
            return new Delivery(
                    message,
                    device,
                    outcome -> done.accept(outcome.inDoubt()),
                    begunNanos,
                    allowedMs);
        }

        long leftMs() {
            return allowedMs - (System.nanoTime() - begunNanos) / 1_000_000;
        }
    }

    private void next(Delivery delivery, List<DeliveryModes.Mode> modes, AttemptOutcome before) {
        if (modes.isEmpty()) {
            delivery.done().accept(before);
            return;
        }
        if (delivery.leftMs() < delivery.allowedMs() / 2) {
            delivery.done().accept(new AttemptOutcome.Unreachable("too late for another mode"));
            return;
        }
        Consumer<AttemptOutcome> then =
                outcome -> {
                    if (outcome.plain() instanceof AttemptOutcome.NotPossible) {
                        Delivery rest =
                                outcome instanceof AttemptOutcome.InDoubt
                                        ? delivery.inDoubt()
                                        : delivery;
                        next(rest, modes.subList(1, modes.size()), outcome);
                    } else {
                        delivery.done().accept(outcome);
                    }
                };
        switch (modes.getFirst()) {
            case PAGER -> pager.send(delivery.message(), delivery.device(), then);
            case CHAT -> overSession(delivery, then, this::chat);
            case LARGE -> overSession(delivery, then, this::large);
        }
    }

    /// What can't be written, as to a contact that an earlier version has stored, is an outcome
    /// too.
    private void overSession(
            Delivery delivery, Consumer<AttemptOutcome> then, Consumer<Attempt> mode) {
        var attempt = new Attempt(delivery.message(), delivery.device(), then);
        attempt.endsBy(timer.schedule(attempt::expire, delivery.leftMs(), TimeUnit.MILLISECONDS));
        try {
            mode.accept(attempt);
        } catch (RuntimeException e) {
            LOG.warn(
                    "message {} can't be written for one of its devices",
                    delivery.message().id(),
                    e);
            attempt.end(new AttemptOutcome.NotPossible("can't be written: " + e.getMessage()));
        }
    }

    /// The session a message belongs into, whether it takes it or not.
    private Optional<Leg> leg(Message message, Binding device) {
        for (Leg leg : sessions.legs().of(Talk.of(message))) {
            if (leg.device().equals(device.device()) && !leg.isOver() && leg.isFor(message)) {
                return Optional.of(leg);
            }
        }
        return Optional.empty();
    }

    // --- chat

    private void chat(Attempt attempt) {
        Optional<Leg> open = leg(attempt.message(), attempt.device());
        if (open.isEmpty()) {
            call(attempt);
            return;
        }
        if (endsRefused(open.get().refusal(attempt.message()), attempt)) {
            // another INVITE would end the session, and its answer would say the same
            return;
        }
        // A session can be dead without our knowing: then the device is called at once.
        sendIn(
                open.get(),
                attempt,
                outcome -> {
                    if (outcome instanceof SendOutcome.Lost lost && !attempt.isOver()) {
                        if (lost.maybeThere()) {
                            attempt.doubt();
                        }
                        call(attempt);
                    } else {
                        attempt.end(Outcomes.of(outcome));
                    }
                });
    }

    /// Ends the attempt, if the description of the device says not to send its message: that is for
    /// another mode.
    ///
    /// @return whether it did
    static boolean endsRefused(Optional<String> refusal, Attempt attempt) {
        refusal.ifPresent(why -> attempt.end(new AttemptOutcome.NotPossible(why)));
        return refusal.isPresent();
    }

    private void sendIn(Leg leg, Attempt attempt, Consumer<SendOutcome> done) {
        String id = sessions.media().token();
        leg.send(attempt.message(), id, done);
        attempt.cancelledBy(() -> leg.cancel(id));
    }

    private void call(Attempt attempt) {
        var key = ChatCall.Key.of(attempt.message(), attempt.device().device());
        if (calls.join(key, attempt)) {
            return;
        }
        boolean deferred = Invitations.isDeferred(attempt.message(), attempt.device());
        SessionSettings settings = sessions.settings();
        var leg =
                new Leg(
                        sessions,
                        SessionKind.CHAT,
                        key.talk(),
                        Replies.envelope(attempt.message()),
                        attempt.device().device(),
                        SendingDevice.of(attempt.device().device()),
                        true,
                        Invitations.mayConnect(attempt.device(), settings.relays()),
                        deferred ? settings.lingerMs() : settings.idleMs());
        Media.Offer offer =
                sessions.media()
                        .offer(
                                SessionKind.CHAT,
                                Invitations.isSecure(attempt.device()),
                                settings.largest(SessionKind.CHAT, key.talk().peer()),
                                leg.number());
        SessionOwner owner = leg.newMedia();
        Optional<SessionHandle> handle = sessions.media().open(offer, owner);
        if (handle.isEmpty()) {
            attempt.end(new AttemptOutcome.Later("too many sessions", 1_000));
            return;
        }
        var call = new ChatCall(key, sessions.media(), offer, leg, handle.get(), owner, this);
        call.add(attempt);
        calls.add(call);
        call.start(
                dialogs,
                invitations.invite(
                        SessionKind.CHAT, attempt.message(), attempt.device(), offer.sdp()));
        if (isAnswered(key, attempt.message().id())) {
            call.answeredElsewhere();
        }
    }

    /// Whether another device has answered before this one was called.
    private boolean isAnswered(ChatCall.Key key, MessageId message) {
        return sessions.legs().of(key.talk()).stream()
                .anyMatch(leg -> !leg.device().equals(key.device()) && leg.wasCalledFor(message));
    }

    @Override
    public void established(ChatCall call, Leg leg, List<Attempt> waiting) {
        calls.remove(call);
        // before it is looked for those that ring: who is called meanwhile looks here
        leg.calledFor(
                waiting.stream()
                        .map(attempt -> attempt.message().id())
                        .collect(Collectors.toSet()));
        // one session for each pair: the device has ended what we had opened before, or may
        for (Leg before : sessions.legs().of(leg.talk())) {
            if (before.isOurs() && before.device().equals(leg.device()) && !before.equals(leg)) {
                before.leave();
            }
        }
        for (Attempt attempt : waiting) {
            if (!attempt.isOver() && !endsRefused(leg.refusal(attempt.message()), attempt)) {
                sendIn(leg, attempt, outcome -> attempt.end(Outcomes.of(outcome)));
            }
        }
        // One device has the user's attention: the others need not ring any more.
        for (ChatCall other : calls.of(call.key().talk())) {
            if (call.key().isElsewhere(other.key())) {
                other.answeredElsewhere();
            }
        }
    }

    @Override
    public void failed(ChatCall call, AttemptOutcome outcome, List<Attempt> waiting) {
        calls.remove(call);
        if (call.isOvertaken()) {
            waiting.stream().filter(attempt -> !attempt.isOver()).forEach(this::chat);
        } else {
            waiting.forEach(attempt -> attempt.end(outcome));
        }
    }

    /// A device has opened a chat itself.
    private void opened(Leg leg) {
        for (ChatCall call : calls.of(leg.talk())) {
            if (call.key().device().equals(leg.device())) {
                call.overtaken();
            }
        }
    }

    // --- large message mode

    private void large(Attempt attempt) {
        Media.Offer offer =
                sessions.media()
                        .offer(
                                SessionKind.LARGE,
                                Invitations.isSecure(attempt.device()),
                                sessions.settings()
                                        .largest(SessionKind.LARGE, attempt.message().sender()),
                                sessions.media().number());
        var call = new LargeCall(sessions, offer, attempt);
        Optional<SessionHandle> handle = sessions.media().open(offer, call);
        if (handle.isEmpty()) {
            attempt.end(new AttemptOutcome.Later("too many sessions", 1_000));
            return;
        }
        call.start(
                dialogs,
                handle.get(),
                invitations.invite(
                        SessionKind.LARGE, attempt.message(), attempt.device(), offer.sdp()));
    }

    /// Whether somebody is being called for a chat, for tests.
    boolean isCalling() {
        return !calls.isEmpty();
    }
}
