package org.fivegmc.loadtest.raw;

import org.HdrHistogram.Histogram;

/// The figures of a run. Requests belong to the warm-up or to the measured ones by when they should
/// have left, and are booked there even if their answer comes later, so offered is always the sum
/// of what became of them. Rates and processor time, in contrast, are about what happened in the
/// span.
final class Tally {
    private static final long LONGEST = 120_000_000_000L;
    private static final int DIGITS = 3;

    /// What became of a group of requests.
    static final class Group {
        long offered;
        long accepted;
        long refused;
        long refusedWithRetryAfter;
        long failed;
        long unanswered;
        long retransmitted;
        long challenged;
        long delivered;
    }

    private final long measuredFrom;
    private long measuredTo = Long.MAX_VALUE;
    private long firstMeasured = Long.MAX_VALUE;
    private long endMeasured = Long.MAX_VALUE;
    private boolean inSpan;

    final Group warmup = new Group();
    final Group measured = new Group();
    final Histogram latencies = new Histogram(1, LONGEST, DIGITS);

    /// While the span lasted.
    long acceptedInSpan;

    long deliveredInSpan;

    /// Of the whole run.
    long duplicates;

    long repetitions;
    long atSecondDevice;
    long reports;
    long foreign;
    long otherRequests;

    /// Answers to no request that is under way: repeated ones mostly.
    long strayAnswers;

    /// Requests of the open loop that found no slot before the run ended.
    long unsent;

    /// @param from when the first measured request is to leave
    Tally(long from) {
        measuredFrom = from;
    }

    void beginSpan() {
        inSpan = true;
    }

    /// @param nextSequence of the request that would have been next
    void endSpan(long now, long nextSequence) {
        inSpan = false;
        measuredTo = now;
        endMeasured = nextSequence;
    }

    boolean isMeasured(long intended) {
        return intended >= measuredFrom && intended < measuredTo;
    }

    private Group group(long intended) {
        return isMeasured(intended) ? measured : warmup;
    }

    void offered(long sequence, long intended) {
        if (isMeasured(intended)) {
            firstMeasured = Math.min(firstMeasured, sequence);
            measured.offered++;
        } else {
            warmup.offered++;
        }
    }

    void challenged(long intended) {
        group(intended).challenged++;
    }

    void retransmitted(long intended) {
        group(intended).retransmitted++;
    }

    void unanswered(long intended) {
        group(intended).unanswered++;
    }

    void answered(int status, boolean retryAfter, long intended, long now) {
        Group group = group(intended);
        if (status < 300) {
            group.accepted++;
            acceptedInSpan += inSpan ? 1 : 0;
        } else if (status == 503) {
            group.refused++;
            group.refusedWithRetryAfter += retryAfter ? 1 : 0;
        } else {
            group.failed++;
        }
        if (group == measured) {
            latencies.recordValue(Math.clamp(now - intended, 1, LONGEST));
        }
    }

    void arrived(DeliveryBook.Arrival arrival, long sequence) {
        switch (arrival) {
            case DELIVERY -> {
                deliveredInSpan += inSpan ? 1 : 0;
                if (sequence >= firstMeasured && sequence < endMeasured) {
                    measured.delivered++;
                } else {
                    warmup.delivered++;
                }
            }
            case SECOND_DEVICE -> atSecondDevice++;
            case REPETITION -> repetitions++;
            case DUPLICATE -> duplicates++;
            case REPORT -> reports++;
            case FOREIGN -> foreign++;
        }
    }
}
