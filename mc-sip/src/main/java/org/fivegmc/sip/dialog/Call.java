package org.fivegmc.sip.dialog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.exchange.Requests.NextHop;
import org.fivegmc.sip.transaction.LoopClock;
import org.jspecify.annotations.Nullable;

/// An INVITE to the devices of one user; the first that answers gets the session.
///
/// ```
/// open --2xx--> Established; the others: CANCEL "Call completed elsewhere", a late 2xx: ACK and BYE
///   |  every device over --> the best of their outcomes
///   |  ringMs --> TimedOut, all: CANCEL      cancel() --> Cancelled, all: CANCEL
/// ```
///
/// Of several outcomes a 6xx is the best, then the lowest class, then no answer, then what was not
/// sent (after RFC 3261 section 16.7 step 6). A 6xx of one device does not end the attempts at the
/// others: handsets use 603 for themselves.
///
/// A call that is over keeps nothing of what it was for: late 2xx reach it for half a minute more,
/// and so much longer would messages and connections stay in memory.
///
/// Confined to its loop but for [#cancel].
public final class Call {
    private static final Reason ELSEWHERE = Reason.COMPLETED_ELSEWHERE;
    private static final Reason NO_ANSWER = Reason.sip(408, "No answer");

    private final Dialogs home;
    private final LoopClock clock;
    private final UserAddress user;
    private final String from;
    private final LoopClock.Alarm alarm;
    private final List<Leg> legs = new ArrayList<>(2);
    private final List<CallOutcome> outcomes = new ArrayList<>(2);
    private boolean starting;
    private @Nullable Open open;
    private Reason closed = ELSEWHERE;

    /// What only a call that is open needs.
    private record Open(OutgoingInvite invite, CallListener listener, SessionListener owner) {}

    Call(
            Dialogs home,
            LoopClock clock,
            OutgoingInvite invite,
            CallListener listener,
            SessionListener owner) {
        this.home = home;
        this.clock = clock;
        this.user = invite.user();
        this.from = invite.from();
        this.open = new Open(invite, listener, owner);
        this.alarm = clock.alarm(() -> close(new CallOutcome.TimedOut(), NO_ANSWER));
    }

    /// Gives up. A session that is established is not ended by this. Any thread.
    public void cancel(Reason reason) {
        clock.execute(() -> close(new CallOutcome.Cancelled(reason), reason));
    }

    void start() {
        Open now = open;
        if (now == null) {
            return;
        }
        OutgoingInvite invite = now.invite();
        alarm.set(clock.nowMs() + invite.ringMs());
        starting = true;
        int n = Math.min(invite.devices().size(), home.limits().devices());
        for (int i = 0; i < n; i++) {
            legs.add(new Leg(this, i, invite.devices().get(i)));
        }
        for (Leg leg : legs) {
            if (isOpen()) {
                leg.start(invite);
            }
        }
        starting = false;
        concludeWhenAllAreOver();
    }

    /// Nothing was sent.
    void notTried(int status) {
        Open before = open;
        open = null;
        tell(before, new CallOutcome.NotTried(status));
    }

    Dialogs home() {
        return home;
    }

    LoopClock clock() {
        return clock;
    }

    /// Our From without a tag.
    String from() {
        return from;
    }

    boolean isOpen() {
        return open != null;
    }

    /// Asks a device once more.
    void again(Leg leg) {
        Open now = open;
        if (now != null) {
            leg.start(now.invite());
        }
    }

    /// Why what comes now comes too late.
    Reason closedBecause() {
        return closed;
    }

    /// Whether a device cannot be reached any more when sending to it failed.
    boolean goneByFlow(NextHop hop) {
        return !hop.flow().isEmpty() && home.targets().to(hop).isEmpty();
    }

    void progress(int device, SipResponse response) {
        Open now = open;
        if (now != null) {
            guarded(() -> now.listener().onProgress(device, response));
        }
    }

    void over(int device, CallOutcome outcome) {
        Open now = open;
        if (now != null) {
            outcomes.add(outcome);
            guarded(() -> now.listener().onDeviceOver(device, outcome));
            concludeWhenAllAreOver();
        }
    }

    private void concludeWhenAllAreOver() {
        if (isOpen() && !starting && legs.stream().allMatch(Leg::isOver)) {
            outcomes.stream()
                    .min(Comparator.comparingInt(Call::rank))
                    .ifPresent(best -> close(best, NO_ANSWER));
        }
    }

    private static int rank(CallOutcome outcome) {
        return switch (outcome) {
            case CallOutcome.Established _ -> -1;
            case CallOutcome.Refused r -> r.status() >= 600 ? 0 : r.status() / 100;
            case CallOutcome.TimedOut _ -> 6;
            case CallOutcome.Cancelled _ -> 7;
            case CallOutcome.NotSent _ -> 8;
            case CallOutcome.NotTried _ -> 9;
        };
    }

    /// A device answered while the call was open.
    ///
    /// @param asked the interval of our INVITE, in seconds
    /// @param ack sends the ACK
    void established(int device, Dialog dialog, SipResponse answer, int asked, Runnable ack) {
        Open before = open;
        if (before == null) {
            return;
        }
        open = null;
        alarm.stop();
        Session session =
                new Session(
                        home,
                        clock,
                        dialog,
                        user,
                        before.owner(),
                        before.invite().body().sdp(),
                        answer);
        // in the table first: what the peer sends on the ACK finds it
        home.add(session);
        home.over(this);
        ack.run();
        session.agree(SessionTimer.asClient(answer, asked));
        legs.forEach(leg -> leg.cancel(ELSEWHERE));
        tell(before, new CallOutcome.Established(device, session, answer));
        home.begun(session);
    }

    private void close(CallOutcome outcome, Reason why) {
        Open before = open;
        if (before == null) {
            return;
        }
        open = null;
        closed = why;
        alarm.stop();
        legs.forEach(leg -> leg.cancel(why));
        home.over(this);
        home.free(user);
        tell(before, outcome);
    }

    private void tell(@Nullable Open before, CallOutcome outcome) {
        if (before != null) {
            guarded(() -> before.listener().onOutcome(outcome));
        }
    }

    private void guarded(Runnable told) {
        try {
            told.run();
        } catch (RuntimeException e) {
            home.failed(e);
        }
    }
}
