package org.fivegmc.loadtest.handsets;

import java.io.PrintStream;
import java.time.Duration;
import org.fivegmc.loadtest.handsets.LoadProfile.Reports;
import org.fivegmc.loadtest.handsets.Transaction.Kind;

/// Recipients register once, so that the server knows them, and leave. Messages are stored for all
/// of them. Then they come back at a rate, and each must get what it missed. On each loop the
/// senders come first, then the recipients.
///
/// A server keeps pace if registrations are answered at the rate at which they are sent, and if,
/// when the last one is answered, no more than [#PACE_SECONDS] worth of messages are still owed.
final class DrainPlay extends Play {
    static final double PACE_SECONDS = 2;

    private static final double RATE_REACHED = 0.95;
    private static final Duration STORE_PATIENCE = Duration.ofMinutes(30);

    private final int senders;
    private long mostBacklog;
    private long nextLine;

    DrainPlay(HandsetOptions options, PrintStream out, Fleet fleet) {
        super(options, out, fleet);
        this.senders = Math.max(1, options.senders() / fleet.size());
    }

    @Override
    boolean play() throws InterruptedException {
        boolean sendersRegister = options.profile().reports() != Reports.NONE;
        int first = sendersRegister ? 0 : senders;
        if (!all(Kind.REGISTER, first, Integer.MAX_VALUE, 0)
                || !all(Kind.UNREGISTER, senders, Integer.MAX_VALUE, 0)) {
            return false;
        }
        fleet.each((loop, _) -> {
            loop.offering.sendersRegister(sendersRegister);
            loop.offering.each(options.each());
            for (int n = senders; n < loop.crowd.size(); n++) {
                loop.offering.add(loop.ledger.open((n - senders) % senders, n));
            }
        });
        store();
        boolean all = drain();
        settle();
        putLatency("delivery", fleet.latencies().delivery());
        putLatency("register", fleet.latencies().registration());
        return all;
    }

    private void store() throws InterruptedException {
        fleet.each((loop, now) -> {
            loop.latencies.begin(now);
            if (options.window() > 0) {
                loop.offering.answers(Math.max(1, options.window() / fleet.size()));
            } else {
                loop.offering.atRate(share(options.rate()), now);
            }
        });
        Span begin = Span.now(fleet, options.pids());
        progress(STORE_PATIENCE, () -> fleet.sum(loop -> loop.offering.exhausted() ? 0 : 1) == 0);
        silence();
        Span end = Span.now(fleet, options.pids());
        long accepted = end.ledger().accepted();
        double seconds = begin.secondsTo(end);
        double cpu = end.cpuSeconds() - begin.cpuSeconds();
        say("stored %d messages, %.0f a second".formatted(accepted, accepted / seconds));
        result.put("offered", end.ledger().offered())
                .put("accepted", accepted)
                .put("refused", end.counts().refused())
                .put("failed", end.counts().failed())
                .put("storeSeconds", seconds)
                .put("rate", accepted / seconds);
        if (cpu > 0) {
            result.put("storeCpuSeconds", cpu).put("perCpuSecond", accepted / cpu);
        }
        putLatency("", fleet.latencies().answer());
    }

    /// Whether everybody could register.
    private boolean drain() throws InterruptedException {
        double rate = options.registerRate();
        say("recipients come back, %.0f a second".formatted(rate));
        fleet.each((loop, now) -> loop.latencies.begin(now));
        Span begin = Span.now(fleet, options.pids());
        fleet.each((loop, now) ->
                loop.presence.all(Kind.REGISTER, senders, loop.crowd.size(), share(rate), now));
        boolean registered = Fleet.await(() -> sample(begin, options.every()), REGISTER_PATIENCE);
        Span last = Span.now(fleet, options.pids());
        long backlog = backlog(begin, last);
        Fleet.await(() -> fleet.ledger().missing() == 0, options.settle());
        Span end = Span.now(fleet, options.pids());
        fleet.each((loop, now) -> loop.latencies.end(now));

        long count = last.counts().minus(begin.counts()).registered();
        double reached = count / begin.secondsTo(last);
        boolean paced =
                registered
                        && reached >= rate * RATE_REACHED
                        && backlog <= reached * options.each() * PACE_SECONDS;
        long delivered = end.ledger().arrived() - begin.ledger().arrived();
        double cpu = end.cpuSeconds() - begin.cpuSeconds();
        result.put("registered", count)
                .put("registerRate", reached)
                .put("delivered", delivered)
                .put("seconds", begin.secondsTo(end))
                .put("deliveredRate", delivered / begin.secondsTo(end))
                .put("retransmitted", end.counts().retransmitted())
                .put("backlogMax", mostBacklog)
                .put("backlogAtLastRegistration", backlog)
                .put("secondsAfterLastRegistration", last.secondsTo(end))
                .put("keepsPace", paced ? "yes" : "no")
                .put("toolCpuSeconds", end.toolCpuSeconds() - begin.toolCpuSeconds());
        if (cpu > 0) {
            result.put("cpuSeconds", cpu).put("deliveredPerCpuSecond", delivered / cpu);
        }
        say(paced ? "the server keeps pace" : "the server does not keep pace");
        return registered && end.counts().registrationsFailed() == 0;
    }

    /// Whether all have registered; notes how much is owed, and says so every so often.
    private boolean sample(Span begin, Duration every) {
        Span now = Span.now(fleet, options.pids());
        long backlog = backlog(begin, now);
        mostBacklog = Math.max(mostBacklog, backlog);
        if (now.micros() >= nextLine) {
            nextLine = now.micros() + every.toNanos() / 1000;
            say(
                    "registered %d, delivered %d, backlog %d"
                            .formatted(
                                    now.counts().minus(begin.counts()).registered(),
                                    now.ledger().arrived(),
                                    backlog));
        }
        return fleet.sum(loop -> loop.presence.settled() ? 0 : 1) == 0;
    }

    /// What those who are back have not got yet.
    private long backlog(Span begin, Span now) {
        long due = now.counts().minus(begin.counts()).registered() * options.each();
        return Math.max(0, due - (now.ledger().arrived() - begin.ledger().arrived()));
    }
}
