package org.fivegmc.core.center;

import java.util.List;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.GatewayMessageKey;

/// A final receipt as a gateway hands it in.
///
/// @param reference the user message reference it carries; -1 for none
/// @param addresses whom it may be about: gateways mix up source and destination
public record InboundReceipt(
        GatewayMessageKey key,
        boolean delivered,
        String cause,
        int reference,
        List<UserAddress> addresses) {}
