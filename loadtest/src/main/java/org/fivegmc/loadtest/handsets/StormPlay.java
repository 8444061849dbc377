package org.fivegmc.loadtest.handsets;

import java.io.PrintStream;
import org.fivegmc.loadtest.handsets.Transaction.Kind;

/// Neighbours talk; then, in the middle of it, many devices register at a rate. What is measured is
/// how long the talkers wait for their answers, before and meanwhile.
final class StormPlay extends Play {
    StormPlay(HandsetOptions options, PrintStream out, Fleet fleet) {
        super(options, out, fleet);
    }

    @Override
    boolean play() throws InterruptedException {
        int talkers = options.handsets() / fleet.size() & -2;
        if (!all(Kind.REGISTER, 0, talkers, 0)) {
            return false;
        }
        fleet.each((loop, _) -> TalkPlay.converse(loop, 0, talkers));
        offer();
        progress(options.warmup());
        fleet.each((loop, now) -> loop.latencies.begin(now));
        progress(options.seconds());
        putLatency("quiet", fleet.latencies().answer());

        say("the storm begins: %d devices".formatted(options.devices()));
        fleet.each((loop, now) -> loop.latencies.begin(now));
        Span begin = Span.now(fleet, options.pids());
        fleet.each((loop, now) ->
                loop.presence.all(
                        Kind.REGISTER,
                        talkers,
                        loop.crowd.size(),
                        share(options.registerRate()),
                        now));
        progress(REGISTER_PATIENCE, () -> unsettled() == 0);
        Span end = Span.now(fleet, options.pids());
        fleet.each((loop, now) -> loop.latencies.end(now));
        begin.put(result, end, !options.pids().isEmpty());
        long registered = end.counts().minus(begin.counts()).registered();
        result.put("registerRate", registered / begin.secondsTo(end));
        boolean all = unsettled() == 0 && end.counts().registrationsFailed() == 0;
        say(all ? "all devices are registered" : "not all devices are registered");
        silence();
        settle();
        putLatencies();
        return all;
    }

    private int unsettled() {
        return fleet.sum(loop -> loop.presence.settled() ? 0 : 1);
    }
}
