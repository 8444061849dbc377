package org.fivegmc.core.center;

import java.util.List;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.GatewayMessageKey;

/// A final receipt as a gateway hands it in.
///
/// @param reference the user message reference it carries; -1 for none
/// @param submittedAtMs when the gateway's center took the part, in milliseconds since the epoch,
///   if that and the destination are all there is to find it by; -1 for none
/// @param addresses whom it may be about: gateways mix up source and destination
public record InboundReceipt(
        GatewayMessageKey key,
        boolean delivered,
        String cause,
        int reference,
        long submittedAtMs,
        List<UserAddress> addresses) {

    /// Found by its key or its reference.
    public InboundReceipt(
            GatewayMessageKey key,
            boolean delivered,
            String cause,
            int reference,
            List<UserAddress> addresses) {
        this(key, delivered, cause, reference, -1, addresses);
    }

    /// Whether the messages of [#addresses] can be searched for it.
    boolean isSearchable() {
        return reference >= 0 || submittedAtMs >= 0;
    }
}
