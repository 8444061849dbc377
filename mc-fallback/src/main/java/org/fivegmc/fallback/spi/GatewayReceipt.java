package org.fivegmc.fallback.spi;

import org.fivegmc.fallback.receipt.DeliveryReceipt;
import org.fivegmc.fallback.text.SmsAddress;

/// A receipt from a gateway. It may come before the outcome of its submission, twice, or never.
///
/// @param gateway [Gateway#id()]; not the link: receipts come on any link of the account
/// @param messageId normalised, equal to [SubmitOutcome.Accepted#messageId()]; empty if missing
/// @param source as written; some centers swap source and destination
/// @param destination as written
/// @param intermediate the PDU was an intermediate notification
/// @param submittedAtMs when the center took the message, in milliseconds since the epoch, where
///   receipts are found by destination and time; else [#NO_TIME]
/// @param receipt all that was read
public record GatewayReceipt(
        String gateway,
        String messageId,
        SmsAddress source,
        SmsAddress destination,
        boolean intermediate,
        long submittedAtMs,
        DeliveryReceipt receipt) {
    /// The time is not known, or not what receipts are found by.
    public static final long NO_TIME = -1;

    /// The same with another id.
    public GatewayReceipt withMessageId(String changed) {
        return new GatewayReceipt(
                gateway, changed, source, destination, intermediate, submittedAtMs, receipt);
    }

    /// Whether nothing more will come.
    public boolean isFinal() {
        return !intermediate && receipt.state().isFinal();
    }
}
