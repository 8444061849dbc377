package org.fivegmc.fallback.spi;

import java.time.Duration;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.fallback.text.SmsAddress;
import org.fivegmc.fallback.text.SmsPart;

/// One short message, or one part of a long one: what becomes one PDU.
///
/// @param correlation the caller's, opaque; only shown in logs
/// @param source sender shown
/// @param destination recipient; all units to one destination take the same link, those of one
///   class in the order submitted
/// @param part user data and place in the long message
/// @param validity how long the center shall try, rounded to seconds; [Duration#ZERO] leaves it to
///   the center
/// @param userMessageReference 16 bits, comes back in receipts of centers that support it
/// @param wantReceipt ask for a receipt of the final state
/// @param patience within this time from the submit call there is an outcome. Longer than a
///   response may take: a unit is only written while there is time for its answer
/// @param trafficClass what it waits behind, and what the center is told of its urgency
public record OutboundSms(
        String correlation,
        SmsAddress source,
        SmsAddress destination,
        SmsPart part,
        Duration validity,
        int userMessageReference,
        boolean wantReceipt,
        Duration patience,
        TrafficClass trafficClass) {
    /// Checks what is the caller's own fault.
    public OutboundSms {
        if (userMessageReference < 0 || userMessageReference > 0xffff) {
            throw new IllegalArgumentException("userMessageReference " + userMessageReference);
        }
        if (validity.isNegative() || patience.isNegative()) {
            throw new IllegalArgumentException("negative duration");
        }
    }
}
