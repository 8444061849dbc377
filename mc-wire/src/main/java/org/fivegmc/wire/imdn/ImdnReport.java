package org.fivegmc.wire.imdn;

import java.time.Instant;
import java.util.Optional;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Rfc3339;

/// One disposition report (RFC 5438 section 7.1.2). Texts that were absent are empty.
///
/// @param messageId id of the message reported on
/// @param dateTime when that message was sent, as its sender wrote it; some handsets put the time
///   of the report here
/// @param recipientUri who reports
/// @param originalRecipientUri to whom the message was addressed
public record ImdnReport(
        String messageId,
        String dateTime,
        String recipientUri,
        String originalRecipientUri,
        NotificationKind kind,
        Disposition disposition) {

    public ImdnReport {
        if (!disposition.fits(kind)) {
            throw new IllegalArgumentException(disposition + " is no outcome of " + kind);
        }
    }

    public Optional<Instant> time() {
        long millis = Rfc3339.parseMillis(ByteSlice.of(dateTime));
        return millis == Rfc3339.ABSENT
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(millis));
    }
}
