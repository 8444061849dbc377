package org.fivegmc.fallback.spi;

import java.util.function.Consumer;

/// A way into the multimedia message network.
public non-sealed interface MmsGateway extends Gateway {
    /// Octets that a multimedia message may have, all its parts together. Pictures are made smaller
    /// to fit, nothing else is.
    int maxOctets();

    /// Hands one message over. Never throws; the outcome is called exactly once, within the
    /// message's patience, by a thread of the gateway or, when the message is refused at once, by
    /// the calling one. It must not block.
    void submit(OutboundMms message, Consumer<SubmitOutcome> outcome);
}
