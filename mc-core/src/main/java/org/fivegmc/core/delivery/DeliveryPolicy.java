package org.fivegmc.core.delivery;

import java.util.List;
import org.fivegmc.core.message.Message;

/// The operator's numbers for [DeliveryMachine]; all times in milliseconds.
///
/// @param attemptLeaseMs an RCS attempt without outcome counts as lost after this, a large message
///   later ([#leaseMs]); longer than SIP's Timer F (32 s)
/// @param retryScheduleMs waits between RCS attempts on an unchanged registration; the last one
///   repeats
/// @param smsRetryMaxMs upper limit of the wait before a part is handed over again
/// @param smsMaxTries hand-overs of a message to gateways that may fail before it fails
/// @param unknownWaitMs how long to wait for a receipt of a part that got no answer
/// @param unknownResends how often such a part is sent again after that (at least once); 0 for
///   never (at most once)
/// @param receiptTimeoutMs how long receipts are waited for
/// @param reportRetryMs how soon a report is submitted again when the sender's queue refused it
public record DeliveryPolicy(
        long attemptLeaseMs,
        List<Long> retryScheduleMs,
        long smsRetryMaxMs,
        int smsMaxTries,
        long unknownWaitMs,
        int unknownResends,
        long receiptTimeoutMs,
        long reportRetryMs) {

    public static final DeliveryPolicy DEFAULT =
            new DeliveryPolicy(
                    40_000,
                    List.of(30_000L, 60_000L, 120_000L, 300_000L, 900_000L),
                    60_000,
                    8,
                    60_000,
                    2,
                    72 * 3_600_000L,
                    5_000);

    /// Octets of a message that takes no time of its own.
    private static final long SMALL = 64 * 1024;

    /// What a slow device takes in a millisecond, in octets: 256 kbit/s.
    private static final long SLOWEST = 32;

    /// How much longer an attempt may take for the length of its message, in milliseconds.
    public static long transferMs(Message message) {
        long octets = message.payload().octets();
        return octets <= SMALL ? 0 : octets / SLOWEST;
    }

    /// After what time an attempt with this message counts as lost.
    public long leaseMs(Message message) {
        return attemptLeaseMs + transferMs(message);
    }

    long retryAfter(int attempt) {
        int index = Math.min(Math.max(attempt, 1), retryScheduleMs.size()) - 1;
        return retryScheduleMs.get(index);
    }
}
