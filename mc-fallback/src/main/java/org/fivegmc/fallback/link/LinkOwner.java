package org.fivegmc.fallback.link;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// What a link tells its gateway, on the gateway's event loop.
interface LinkOwner {
    /// The link can submit.
    void bound(Link link);

    /// The link cannot submit any more; all its requests have been answered before this call.
    void lost(Link link, String reason);

    /// The center refuses the account.
    void refused(Link link, int status);

    /// The window has room again.
    void room(Link link);

    /// The center brought something; answered with what the stage brings, or with
    /// [DeliveryAnswer#AGAIN] if it fails.
    CompletionStage<DeliveryAnswer> delivered(Supplier<Delivery> reading);

    /// The center was asked to bring something again.
    void deliveryRefused();

    /// The peer sent something unreadable or out of place.
    void malformed(String rule);
}
