package org.fivegmc.loadtest.handsets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.fivegmc.loadtest.handsets.LoadProfile.Reports;
import org.fivegmc.loadtest.handsets.LoadProfile.Transport;
import org.fivegmc.loadtest.handsets.Transaction.Kind;

/// Senders and recipients in pairs, over UDP and on one loop, for whoever wants to do something to
/// the server meanwhile. The senders are trusted and do not register; recipients do. No reports are
/// asked for. Recipients are counted from 0.
///
/// Threads: any; everything is done by the loop.
public final class Conversations implements AutoCloseable {
    private static final int SOCKETS = 4;
    private static final int EXPIRES = 3600;
    private static final int BODY = 600;

    private final HandsetLoop loop;
    private final int pairs;

    private Conversations(HandsetLoop loop, int pairs) {
        this.loop = loop;
        this.pairs = pairs;
    }

    /// What was offered, accepted (2xx), and arrived; see [Ledger.Totals]. `repeatedRequests` are
    /// SIP retransmissions of the server.
    public record Books(
            long offered,
            long accepted,
            long refused,
            long arrived,
            long missing,
            long repeatedRequests,
            long duplicates,
            long altered,
            long outOfOrder,
            long strangers) {
        /// Nothing accepted was lost, nothing came twice to a reader who drops what he has by its
        /// Message-ID, and there was something to lose.
        public boolean clean() {
            return accepted > 0 && missing == 0 && altered == 0 && strangers == 0;
        }
    }

    /// The numbers of senders and recipients are from +8613800000000 up.
    public static Conversations open(InetSocketAddress server, String domain, int pairs) {
        LoadProfile profile =
                new LoadProfile(
                        server,
                        InetAddress.getLoopbackAddress(),
                        Transport.UDP,
                        SOCKETS,
                        domain,
                        0,
                        EXPIRES,
                        BODY,
                        Reports.NONE,
                        Long.MAX_VALUE,
                        0,
                        Optional.empty());
        try {
            int run = ThreadLocalRandom.current().nextInt(1 << 24);
            HandsetLoop loop = new HandsetLoop(profile, new RunClock(), run, 0, 0, 2 * pairs);
            loop.offering.sendersRegister(false);
            for (int n = 0; n < pairs; n++) {
                loop.offering.add(loop.ledger.open(n, pairs + n));
            }
            loop.start();
            return new Conversations(loop, pairs);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot open the sockets", failed);
        }
    }

    /// Registers recipients, those too that are registered already.
    public void register(List<Integer> recipients) {
        loop.tell(now -> {
            for (int recipient : recipients) {
                loop.presence.register(pairs + recipient, now);
            }
        });
    }

    /// Recipients 0 to `count` leave.
    public void leave(int count) {
        loop.tell(now -> loop.presence.all(Kind.UNREGISTER, pairs, pairs + count, 0, now));
    }

    /// Whether all who register or leave have their answers.
    public boolean settled() {
        return loop.ask(loop.presence::settled);
    }

    /// Offers `rate` messages a second from now on; 0: none. While too many wait for an answer the
    /// server sets the pace.
    public void offer(int rate) {
        loop.tell(now -> {
            if (rate == 0) {
                loop.offering.silent();
            } else {
                loop.offering.atRate(rate, now);
            }
        });
    }

    /// Messages without a final answer.
    public int unanswered() {
        return loop.ask(loop.offering::unanswered);
    }

    /// The recipients from `first` on who have not got all that was accepted for them.
    public List<Integer> waiting(int first) {
        return loop.ask(() ->
                IntStream.range(first, pairs)
                        .filter(n -> loop.ledger.missing(n) > 0)
                        .boxed()
                        .toList());
    }

    /// How many messages these recipients have not got.
    public int missing(List<Integer> recipients) {
        return loop.ask(() -> recipients.stream().mapToInt(loop.ledger::missing).sum());
    }

    public Books books() {
        return loop.ask(() -> {
            Ledger.Totals totals = loop.ledger.totals();
            return new Books(
                    totals.offered(),
                    totals.accepted(),
                    totals.refused(),
                    totals.arrived(),
                    totals.missing(),
                    loop.tally.repeated,
                    totals.duplicates(),
                    totals.altered(),
                    totals.outOfOrder(),
                    totals.strangers());
        });
    }

    @Override
    public void close() {
        loop.close();
    }
}
