package org.fivegmc.fallback.link;

import org.fivegmc.fallback.spi.GatewayReceipt;
import org.fivegmc.fallback.spi.InboundSms;

/// What a center brings on its own.
public sealed interface Delivery {
    /// What became of a submission.
    record Receipt(GatewayReceipt receipt) implements Delivery {}

    /// A message from a handset.
    record Message(InboundSms message) implements Delivery {}
}
