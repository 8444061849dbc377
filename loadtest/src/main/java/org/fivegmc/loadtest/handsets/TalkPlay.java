package org.fivegmc.loadtest.handsets;

import java.io.PrintStream;
import org.fivegmc.loadtest.handsets.Transaction.Kind;

/// Neighbours talk to each other, both ways. With a share away: while some of them come and go.
final class TalkPlay extends Play {
    TalkPlay(HandsetOptions options, PrintStream out, Fleet fleet) {
        super(options, out, fleet);
    }

    @Override
    boolean play() throws InterruptedException {
        boolean registered = all(Kind.REGISTER, 0, Integer.MAX_VALUE, options.registerRate());
        if (!registered) {
            return false;
        }
        fleet.each((loop, now) -> {
            converse(loop, 0, loop.crowd.size());
            loop.presence.wander(
                    loop.crowd.size(),
                    options.awayShare(),
                    options.awayFor().toNanos() / 1000,
                    now);
        });
        offer();
        measure();
        silence();
        settle();
        putLatencies();
        return true;
    }

    /// Opens pairs of neighbours among the handsets `from` to `to` of a loop.
    static void converse(HandsetLoop loop, int from, int to) {
        for (int one = from; one + 1 < to; one += 2) {
            loop.offering.add(loop.ledger.open(one, one + 1));
            loop.offering.add(loop.ledger.open(one + 1, one));
        }
    }
}
