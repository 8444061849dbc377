package org.fivegmc.fallback.spi;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.fivegmc.fallback.text.SmsAddress;

/// One multimedia message to one recipient.
///
/// @param correlation the caller's, opaque; only shown in logs
/// @param source sender shown
/// @param destination recipient
/// @param subject empty for none
/// @param pages what it has in it; asked for once, by a thread of the gateway, and may block to
///   fetch files
/// @param validity how long the center shall try, rounded to seconds; [Duration#ZERO] leaves it to
///   the center
/// @param wantReceipt ask for a report on the final state
/// @param patience within this time from the submit call there is an outcome
public record OutboundMms(
        String correlation,
        SmsAddress source,
        SmsAddress destination,
        String subject,
        Supplier<List<MmsPage>> pages,
        Duration validity,
        boolean wantReceipt,
        Duration patience) {
    /// Checks what is the caller's own fault.
    public OutboundMms {
        if (validity.isNegative() || patience.isNegative()) {
            throw new IllegalArgumentException("negative duration");
        }
    }
}
