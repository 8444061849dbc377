package org.fivegmc.loadtest.handsets;

import java.util.Arrays;

/// What was offered, what was accepted (2xx) and what arrived, for each pair of a sender and a
/// recipient. The next message of a pair is offered only after the last one has its final answer,
/// so that the order in which they must arrive is beyond doubt.
///
/// A pair keeps one bit for each of these facts and each message it has not done with, and never
/// more than [#WINDOW] such messages: whoever wants to offer asks [#mayOffer]. A message is done
/// with when it was refused, or was accepted, has arrived, and every report asked for is back.
///
/// Thread: one.
final class Ledger {
    /// Messages of one pair that may be open at the same time.
    static final int WINDOW = 64;

    /// What an arrival is.
    enum Arrival {
        FIRST,
        /// Under the same Message-ID as an earlier one; a recipient drops it.
        REPEATED,
        /// Never offered, or not to whom it came.
        STRANGER
    }

    private static final int FIELDS = 5;
    private static final int ACCEPTED = 0;
    private static final int REFUSED = 1;
    private static final int ARRIVED = 2;
    private static final int DELIVERED = 3;
    private static final int DISPLAYED = 4;

    private final boolean deliveredAsked;
    private final boolean displayedAsked;
    private int pairs;
    private int[] senders = new int[16];
    private int[] recipients = new int[16];
    private int[] base = new int[16];
    private int[] next = new int[16];
    private int[] highest = new int[16];
    private long[] bits = new long[16 * FIELDS];

    private long offered;
    private long accepted;
    private long refused;
    private long arrived;
    private long acceptedAndArrived;
    private long reports;
    private long acceptedReports;
    private long done;
    private long duplicates;
    private long duplicateReports;
    private long outOfOrder;
    private long late;
    private long strangers;
    private long altered;

    /// Which reports every message asks for, and so expects.
    Ledger(boolean deliveredAsked, boolean displayedAsked) {
        this.deliveredAsked = deliveredAsked;
        this.displayedAsked = displayedAsked;
    }

    /// The sums. `missing` are accepted messages that have not arrived, `missingReports` reports on
    /// accepted messages that are not back, `strangers` arrivals never offered or misdirected,
    /// `altered` texts that came under another Message-ID than they were sent with.
    record Totals(
            long offered,
            long accepted,
            long refused,
            long arrived,
            long missing,
            long reports,
            long missingReports,
            long completed,
            long duplicates,
            long duplicateReports,
            long outOfOrder,
            long late,
            long strangers,
            long altered) {
        static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        /// Everything accepted arrived and was reported, in order, as it was sent, and there was
        /// something to lose. Repetitions are counted but dropped by their Message-ID, as every
        /// client does.
        boolean clean() {
            return accepted > 0
                    && missing == 0
                    && missingReports == 0
                    && outOfOrder == 0
                    && late == 0
                    && strangers == 0
                    && altered == 0;
        }

        Totals plus(Totals o) {
            return new Totals(
                    offered + o.offered,
                    accepted + o.accepted,
                    refused + o.refused,
                    arrived + o.arrived,
                    missing + o.missing,
                    reports + o.reports,
                    missingReports + o.missingReports,
                    completed + o.completed,
                    duplicates + o.duplicates,
                    duplicateReports + o.duplicateReports,
                    outOfOrder + o.outOfOrder,
                    late + o.late,
                    strangers + o.strangers,
                    altered + o.altered);
        }
    }

    /// Opens a pair of handsets and returns its number; numbers are given from 0 up.
    int open(int sender, int recipient) {
        if (pairs == senders.length) {
            int more = 2 * pairs;
            senders = Arrays.copyOf(senders, more);
            recipients = Arrays.copyOf(recipients, more);
            base = Arrays.copyOf(base, more);
            next = Arrays.copyOf(next, more);
            highest = Arrays.copyOf(highest, more);
            bits = Arrays.copyOf(bits, more * FIELDS);
        }
        senders[pairs] = sender;
        recipients[pairs] = recipient;
        highest[pairs] = -1;
        return pairs++;
    }

    int pairs() {
        return pairs;
    }

    int sender(int pair) {
        return senders[pair];
    }

    int recipient(int pair) {
        return recipients[pair];
    }

    /// Messages offered on this pair so far.
    int offered(int pair) {
        return next[pair];
    }

    boolean mayOffer(int pair) {
        return next[pair] - base[pair] < WINDOW;
    }

    /// The sequence number of the next message of `pair`.
    int offer(int pair) {
        if (!mayOffer(pair)) {
            throw new IllegalStateException("the window of the pair is full");
        }
        offered++;
        return next[pair]++;
    }

    /// Messages offered and not done with.
    long open() {
        return offered - done;
    }

    /// Accepted messages of this pair that have not arrived.
    int missing(int pair) {
        return Long.bitCount(word(pair, ACCEPTED) & ~word(pair, ARRIVED));
    }

    void accepted(int pair, int sequence) {
        if (set(pair, sequence, ACCEPTED)) {
            accepted++;
            long bit = bit(pair, sequence);
            acceptedAndArrived += one(word(pair, ARRIVED), bit);
            acceptedReports += one(word(pair, DELIVERED), bit) + one(word(pair, DISPLAYED), bit);
            advance(pair, bit);
        }
    }

    void refused(int pair, int sequence) {
        if (set(pair, sequence, REFUSED)) {
            refused++;
            long bit = bit(pair, sequence);
            strangers += one(word(pair, ARRIVED), bit);
            advance(pair, bit);
        }
    }

    /// A message reached `recipient`. `isLate` is the judgement of who knows the time.
    Arrival arrived(int recipient, int pair, int sequence, boolean isLate) {
        if (unknown(pair, sequence) || recipients[pair] != recipient || isRefused(pair, sequence)) {
            strangers++;
            return Arrival.STRANGER;
        }
        if (!set(pair, sequence, ARRIVED)) {
            duplicates++;
            return Arrival.REPEATED;
        }
        long bit = bit(pair, sequence);
        arrived++;
        late += isLate ? 1 : 0;
        acceptedAndArrived += one(word(pair, ACCEPTED), bit);
        outOfOrder += sequence < highest[pair] ? 1 : 0;
        highest[pair] = Math.max(highest[pair], sequence);
        advance(pair, bit);
        return Arrival.FIRST;
    }

    /// A report on a message came back to `sender`; `displayed`, or else delivered.
    Arrival reported(int sender, int pair, int sequence, boolean displayed, boolean isLate) {
        boolean asked = displayed ? displayedAsked : deliveredAsked;
        if (!asked
                || unknown(pair, sequence)
                || senders[pair] != sender
                || isRefused(pair, sequence)) {
            strangers++;
            return Arrival.STRANGER;
        }
        if (!set(pair, sequence, displayed ? DISPLAYED : DELIVERED)) {
            duplicateReports++;
            return Arrival.REPEATED;
        }
        reports++;
        late += isLate ? 1 : 0;
        long bit = bit(pair, sequence);
        acceptedReports += one(word(pair, ACCEPTED), bit);
        advance(pair, bit);
        return Arrival.FIRST;
    }

    /// Something came that nobody can have sent: no id of this run, or not for us.
    void stranger() {
        strangers++;
    }

    /// A text came under another Message-ID than it was sent with.
    void altered() {
        altered++;
    }

    Totals totals() {
        long asked = (deliveredAsked ? 1L : 0) + (displayedAsked ? 1 : 0);
        return new Totals(
                offered,
                accepted,
                refused,
                arrived,
                accepted - acceptedAndArrived,
                reports,
                accepted * asked - acceptedReports,
                done - refused,
                duplicates,
                duplicateReports,
                outOfOrder,
                late,
                strangers,
                altered);
    }

    private boolean unknown(int pair, int sequence) {
        return pair < 0 || pair >= pairs || sequence < 0 || sequence >= next[pair];
    }

    private boolean isRefused(int pair, int sequence) {
        return sequence >= base[pair] && (word(pair, REFUSED) & bit(pair, sequence)) != 0;
    }

    /// Notes a fact; false when it was known. What is done with has all its facts.
    private boolean set(int pair, int sequence, int field) {
        if (sequence < base[pair]) {
            return false;
        }
        long bit = bit(pair, sequence);
        int at = pair * FIELDS + field;
        boolean fresh = (bits[at] & bit) == 0;
        bits[at] |= bit;
        return fresh;
    }

    /// Called after the fact that may have completed the message of `bit`.
    private void advance(int pair, long bit) {
        if ((complete(pair) & bit) == 0) {
            return;
        }
        done++;
        int drop = Long.numberOfTrailingZeros(~complete(pair));
        if (drop > 0) {
            base[pair] += drop;
            for (int n = pair * FIELDS; n < (pair + 1) * FIELDS; n++) {
                bits[n] = drop == WINDOW ? 0 : bits[n] >>> drop;
            }
        }
    }

    private long complete(int pair) {
        long all = word(pair, ACCEPTED) & word(pair, ARRIVED);
        all &= deliveredAsked ? word(pair, DELIVERED) : -1;
        all &= displayedAsked ? word(pair, DISPLAYED) : -1;
        return all | word(pair, REFUSED);
    }

    private long word(int pair, int field) {
        return bits[pair * FIELDS + field];
    }

    private long bit(int pair, int sequence) {
        return 1L << sequence - base[pair];
    }

    private static long one(long word, long bit) {
        return (word & bit) == 0 ? 0 : 1;
    }
}
