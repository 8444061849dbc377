package org.fivegmc.loadtest.handsets;

/// What is counted beside the ledger. Thread: one; [Counts] is a copy for others.
final class Tally {
    long refused;
    long refusedWithRetryAfter;
    long failed;
    long unanswered;
    long retransmitted;
    long repeated;
    long ignored;
    long dropped;
    long skipped;
    long reportsAccepted;
    long registered;
    long refreshed;
    long registrationsFailed;
    long connectionsLost;

    /// `refused` are answers 503 to texts and `failed` other final answers that did not accept one,
    /// both per attempt; `unanswered` are attempts of any kind; `repeated` are requests of the
    /// server that came again; `ignored` those that came to a handset out of reach; `dropped` what
    /// a full socket buffer did not take; `skipped` messages that a rate could not offer for too
    /// long.
    record Counts(
            long refused,
            long refusedWithRetryAfter,
            long failed,
            long unanswered,
            long retransmitted,
            long repeated,
            long ignored,
            long dropped,
            long skipped,
            long reportsAccepted,
            long registered,
            long refreshed,
            long registrationsFailed,
            long connectionsLost) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        Counts plus(Counts o) {
            return add(o, 1);
        }

        Counts minus(Counts o) {
            return add(o, -1);
        }

        private Counts add(Counts o, int sign) {
            return new Counts(
                    refused + sign * o.refused,
                    refusedWithRetryAfter + sign * o.refusedWithRetryAfter,
                    failed + sign * o.failed,
                    unanswered + sign * o.unanswered,
                    retransmitted + sign * o.retransmitted,
                    repeated + sign * o.repeated,
                    ignored + sign * o.ignored,
                    dropped + sign * o.dropped,
                    skipped + sign * o.skipped,
                    reportsAccepted + sign * o.reportsAccepted,
                    registered + sign * o.registered,
                    refreshed + sign * o.refreshed,
                    registrationsFailed + sign * o.registrationsFailed,
                    connectionsLost + sign * o.connectionsLost);
        }
    }

    Counts counts() {
        return new Counts(
                refused,
                refusedWithRetryAfter,
                failed,
                unanswered,
                retransmitted,
                repeated,
                ignored,
                dropped,
                skipped,
                reportsAccepted,
                registered,
                refreshed,
                registrationsFailed,
                connectionsLost);
    }
}
