package org.fivegmc.fallback.receipt;

/// What could be read of a receipt. Everything may be missing.
///
/// @param messageId the center's id as it wrote it, TLV before text; empty if missing
/// @param state [SmsState#UNKNOWN] if missing
/// @param error the text's `err:` value, not always a number; empty if missing
/// @param networkError TLV network_error_code as `type/code`; empty if missing
/// @param userMessageReference our own 16-bit reference, or [#NO_REFERENCE]
/// @param submitDate as written; empty if missing
/// @param doneDate as written, of any format, even a pattern instead of a date; empty if missing
public record DeliveryReceipt(
        String messageId,
        SmsState state,
        String error,
        String networkError,
        int userMessageReference,
        String submitDate,
        String doneDate) {
    /// The receipt carries no reference of ours.
    public static final int NO_REFERENCE = -1;
}
