package org.fivegmc.sip.dialog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.exchange.Requests.NextHop;
import org.fivegmc.sip.transaction.LoopClock;

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
/// Confined to its loop but for [#cancel].
public final class Call {
    private static final Reason ELSEWHERE = Reason.COMPLETED_ELSEWHERE;
    private static final Reason NO_ANSWER = Reason.sip(408, "No answer");

    private final Dialogs home;
    private final LoopClock clock;
    private final OutgoingInvite invite;
    private final CallListener listener;
    private final SessionListener owner;
    private final LoopClock.Alarm alarm;
    private final List<Leg> legs = new ArrayList<>(2);
    private final List<CallOutcome> outcomes = new ArrayList<>(2);
    private boolean starting;
    private boolean open = true;
    private Reason closed = ELSEWHERE;

    Call(
            Dialogs home,
            LoopClock clock,
            OutgoingInvite invite,
            CallListener listener,
            SessionListener owner) {
        this.home = home;
        this.clock = clock;
        this.invite = invite;
        this.listener = listener;
        this.owner = owner;
        this.alarm = clock.alarm(() -> close(new CallOutcome.TimedOut(), NO_ANSWER));
    }

    /// Gives up. A session that is established is not ended by this. Any thread.
    public void cancel(Reason reason) {
        clock.execute(() -> close(new CallOutcome.Cancelled(reason), reason));
    }

    void start() {
        if (!open) {
            return;
        }
        alarm.set(clock.nowMs() + invite.ringMs());
        starting = true;
        int n = Math.min(invite.devices().size(), home.limits().devices());
        for (int i = 0; i < n; i++) {
            legs.add(new Leg(this, i, invite.devices().get(i)));
        }
        for (Leg leg : legs) {
            if (open) {
                leg.start();
            }
        }
        starting = false;
        concludeWhenAllAreOver();
    }

    /// Nothing was sent.
    void notTried(int status) {
        open = false;
        tell(new CallOutcome.NotTried(status));
    }

    Dialogs home() {
        return home;
    }

    LoopClock clock() {
        return clock;
    }

    OutgoingInvite invite() {
        return invite;
    }

    boolean isOpen() {
        return open;
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
        if (open) {
            guarded(() -> listener.onProgress(device, response));
        }
    }

    void over(int device, CallOutcome outcome) {
        if (open) {
            outcomes.add(outcome);
            guarded(() -> listener.onDeviceOver(device, outcome));
            concludeWhenAllAreOver();
        }
    }

    private void concludeWhenAllAreOver() {
        if (open && !starting && legs.stream().allMatch(Leg::isOver)) {
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
        open = false;
        alarm.stop();
        Session session =
                new Session(home, clock, dialog, invite.user(), owner, invite.body().sdp(), answer);
        // in the table first: what the peer sends on the ACK finds it
        home.add(session);
        home.over(this);
        ack.run();
        session.agree(SessionTimer.asClient(answer, asked));
        legs.forEach(leg -> leg.cancel(ELSEWHERE));
        tell(new CallOutcome.Established(device, session, answer));
        home.begun(session);
    }

    private void close(CallOutcome outcome, Reason why) {
        if (!open) {
            return;
        }
        open = false;
        closed = why;
        alarm.stop();
        legs.forEach(leg -> leg.cancel(why));
        home.over(this);
        home.free(invite.user());
        tell(outcome);
    }

    private void tell(CallOutcome outcome) {
        guarded(() -> listener.onOutcome(outcome));
    }

    private void guarded(Runnable told) {
        try {
            told.run();
        } catch (RuntimeException e) {
            home.failed(e);
        }
    }
}
