package org.fivegmc.fallback.spi;

import org.fivegmc.fallback.receipt.DeliveryReceipt;
import org.fivegmc.fallback.text.SmsAddress;

/// A receipt from a gateway. It may come before the outcome of its submission, twice, or never.
///
/// @param gateway [SmsGateway#id()]; not the link: receipts come on any link of the account
/// @param messageId normalised, equal to [SubmitOutcome.Accepted#messageId()]; empty if missing
/// @param source as written; some centers swap source and destination
/// @param destination as written
/// @param intermediate the PDU was an intermediate notification
/// @param receipt all that was read
public record GatewayReceipt(
        String gateway,
        String messageId,
        SmsAddress source,
        SmsAddress destination,
        boolean intermediate,
        DeliveryReceipt receipt) {
    /// The same with another id.
    public GatewayReceipt withMessageId(String changed) {
        return new GatewayReceipt(gateway, changed, source, destination, intermediate, receipt);
    }

    /// Whether nothing more will come.
    public boolean isFinal() {
        return !intermediate && receipt.state().isFinal();
    }
}
