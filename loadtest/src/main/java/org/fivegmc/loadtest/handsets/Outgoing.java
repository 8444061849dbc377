package org.fivegmc.loadtest.handsets;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivegmc.loadtest.handsets.Transaction.Kind;
import org.jspecify.annotations.Nullable;
import org.fivegmc.loadtest.wire.SipBytes;

/// The requests of the handsets of a loop and their answers: the client transactions of RFC 3261
/// section 17.1.2, and what a handset does after a refusal. A 5xx or no answer at all is tried
/// again, with the same Message-ID; another refusal is final. What a handset out of reach has to
/// say waits until it is back; there is never more of it than the ledger has open messages.
///
/// Thread: one.
final class Outgoing implements Transaction.Timeouts {
    static final long T1 = 500_000;
    static final long T2 = 4_000_000;
    static final long TIMER_F = 64 * T1;

    private static final long RETRY_AFTER = 1_000_000;
    private static final long MOST_RETRY_AFTER = 60_000_000;
    private static final long WHEN_FULL = 100_000;

    /// Who wants to know how transactions end.
    interface Endings {
        /// A text was accepted, or refused for good.
        void textEnded(Transaction text);

        void registrationEnded(Transaction registration, boolean accepted, long now)
                throws IOException;

        /// No answer will come to a registration, and it is not tried again.
        void registrationDropped();
    }

    private final LoadProfile profile;
    private final Crowd crowd;
    private final Ledger ledger;
    private final Latencies latencies;
    private final Tally tally;
    private final TimerWheel timers;
    private final RequestWriter writer;
    private final Wire wire;
    private final Endings endings;
    private final byte[] branchStart;
    private final Transactions transactions = new Transactions();
    private final Map<Integer, List<Transaction>> parked = new HashMap<>();
    private final Credentials credentials;
    private final Draft draft = new Draft();
    private boolean sendersRegister = true;
    private int waiting;

    Outgoing(
            LoadProfile profile,
            Crowd crowd,
            Ledger ledger,
            Latencies latencies,
            Tally tally,
            TimerWheel timers,
            RequestWriter writer,
            Wire wire,
            Endings endings,
            String run) {
        this.profile = profile;
        this.crowd = crowd;
        this.ledger = ledger;
        this.latencies = latencies;
        this.tally = tally;
        this.timers = timers;
        this.writer = writer;
        this.wire = wire;
        this.endings = endings;
        this.branchStart = SipBytes.ascii("z9hG4bK" + run);
        this.credentials = new Credentials(profile, crowd);
    }

    /// Whether who sends must be registered; a trusted front end sends for anybody.
    void sendersRegister(boolean must) {
        sendersRegister = must;
    }

    boolean full() {
        return transactions.full();
    }

    /// Everything that has no final answer yet.
    int unfinished() {
        return transactions.underWay()
                + waiting
                + parked.values().stream().mapToInt(List::size).sum();
    }

    void text(int pair, int sequence, long due, long now) throws IOException {
        int sender = ledger.sender(pair);
        begin(new Transaction(this, Kind.TEXT, sender, pair, sequence, due, 0), now);
    }

    /// A report of `handset` on a text of `pair` that was due at `about`.
    void report(Kind kind, int handset, int pair, int sequence, long about, long now)
            throws IOException {
        begin(new Transaction(this, kind, handset, pair, sequence, now, about), now);
    }

    void registration(Kind kind, int handset, long due, long now) throws IOException {
        begin(new Transaction(this, kind, handset, 0, 0, due, 0), now);
    }

    /// The handset is back: what it has to say is said.
    void release(int handset, long now) throws IOException {
        List<Transaction> waited = parked.remove(handset);
        if (waited != null) {
            for (Transaction one : waited) {
                begin(one, now);
            }
        }
    }

    /// The handset is out of reach: no answer will come to what it had under way. It says it again
    /// when it is back.
    void interrupt(int handset, long now) {
        transactions.forEach(one -> {
            if (one.handset == handset) {
                end(one);
                if (one.kind.isRegistration()) {
                    endings.registrationDropped();
                } else {
                    again(one, now);
                }
            }
        });
    }

    @Override
    public void due(Transaction one, long now) {
        try {
            if (!one.isUnderWay()) {
                waiting--;
                begin(one, now);
            } else if (now >= one.end) {
                tally.unanswered++;
                end(one);
                begin(one, now);
            } else {
                one.wait = Math.min(2 * one.wait, T2);
                timers.set(one, Math.min(now + one.wait, one.end));
                tally.retransmitted++;
                transmit(one, wire.flow(one.handset));
            }
        } catch (IOException _) {
            again(one, now + RETRY_AFTER);
        }
    }

    /// An answer came.
    void answered(byte[] in, int from, int head, long now) throws IOException {
        int status = SipBytes.status(in, from, head);
        Transaction one = find(in, from, head);
        if (one == null || status < 100) {
            return;
        }
        if (status < 200) {
            one.wait = T2;
            return;
        }
        end(one);
        if ((status == 401 || status == 407)
                && !one.authorized
                && credentials.challenged(one.handset, in, from, head)) {
            one.authorized = true;
            begin(one, now);
            return;
        }
        one.authorized = false;
        if (status >= 500 && status < 600) {
            long seconds = retryAfter(in, from, head);
            refusedForNow(one, status, seconds);
            again(one, now + (seconds < 0 ? RETRY_AFTER : seconds * 1_000_000));
        } else {
            finished(one, status < 300, now);
        }
    }

    private void refusedForNow(Transaction one, int status, long seconds) {
        if (one.kind == Kind.TEXT && status == 503) {
            tally.refused++;
            tally.refusedWithRetryAfter += seconds >= 0 ? 1 : 0;
        } else if (one.kind == Kind.TEXT) {
            tally.failed++;
        }
    }

    private void finished(Transaction one, boolean accepted, long now) throws IOException {
        switch (one.kind) {
            case TEXT -> {
                if (accepted) {
                    latencies.answered(Math.max(one.due, crowd.since(one.handset)), now);
                    ledger.accepted(one.pair, one.sequence);
                } else {
                    tally.failed++;
                    ledger.refused(one.pair, one.sequence);
                }
                endings.textEnded(one);
            }
            case DELIVERED, DISPLAYED -> {
                tally.reportsAccepted += accepted ? 1 : 0;
                if (accepted && one.kind == Kind.DELIVERED && profile.reports().displayed()) {
                    read(one, now);
                }
            }
            case REGISTER, REFRESH, UNREGISTER -> endings.registrationEnded(one, accepted, now);
        }
    }

    /// The user reads what was delivered.
    private void read(Transaction delivered, long now) throws IOException {
        long at = now + profile.readMicros();
        Transaction displayed =
                new Transaction(
                        this,
                        Kind.DISPLAYED,
                        delivered.handset,
                        delivered.pair,
                        delivered.sequence,
                        at,
                        delivered.about);
        if (at > now) {
            again(displayed, at);
        } else {
            begin(displayed, now);
        }
    }

    private void again(Transaction one, long at) {
        waiting++;
        timers.set(one, at);
    }

    private void begin(Transaction one, long now) throws IOException {
        boolean registration = one.kind.isRegistration();
        if (!registration && sendersRegister && !crowd.reachable(one.handset)) {
            parked.computeIfAbsent(one.handset, _ -> new ArrayList<>()).add(one);
            return;
        }
        if (registration && !isExpected(one)) {
            endings.registrationDropped();
            return;
        }
        if (transactions.full()) {
            again(one, now + WHEN_FULL);
            return;
        }
        Flow flow = wire.flow(one.handset);
        transactions.add(one);
        one.cseq = registration ? crowd.nextCseq(one.handset) : 1;
        one.authorization =
                credentials.inUse()
                        ? credentials.authorization(one, writer.uri(one))
                        : Optional.empty();
        one.wait = T1;
        one.end = now + TIMER_F;
        timers.set(one, flow.reliable() ? one.end : now + T1);
        transmit(one, flow);
    }

    /// Whether the handset still wants it: it may have gone while this waited.
    private boolean isExpected(Transaction registration) {
        return crowd.state(registration.handset)
                == switch (registration.kind) {
                    case REFRESH -> Crowd.State.ON;
                    case UNREGISTER -> Crowd.State.LEAVING;
                    default -> Crowd.State.REGISTERING;
                };
    }

    private void end(Transaction one) {
        timers.cancel(one);
        transactions.remove(one);
    }

    private void transmit(Transaction one, Flow flow) {
        writer.write(draft, one, flow, one.authorization);
        if (!flow.send(draft.bytes(), draft.length())) {
            tally.dropped++;
        }
    }

    private @Nullable Transaction find(byte[] in, int from, int head) {
        int branch = SipBytes.branch(in, from, head);
        if (branch < 0 || !SipBytes.startsWith(in, branch, head, branchStart)) {
            return null;
        }
        int slot = branch + branchStart.length;
        return transactions.find(
                SipBytes.hex(in, slot, 8, head), SipBytes.hex(in, slot + 8, 8, head));
    }

    /// Seconds of Retry-After, capped; -1 when there is none.
    private static long retryAfter(byte[] in, int from, int head) {
        int at = SipBytes.header(in, from, head, "retry-after", (char) 0);
        return at < 0 ? -1 : Math.min(SipBytes.decimal(in, at, head), MOST_RETRY_AFTER / 1_000_000);
    }
}
