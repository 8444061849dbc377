package org.fivegmc.core.route;

import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.UserAddress;

/// The question to a [RoutePlanner].
///
/// @param mayWait whether it may be kept for a recipient who is away
/// @param acceptedAtMs when the message was accepted, or was to leave if that is later; not before
///   `nowMs` on submission
public record RouteQuery(
        UserAddress sender,
        UserAddress address,
        Recipient recipient,
        Purpose purpose,
        FallbackOffer fallback,
        boolean mayWait,
        long acceptedAtMs,
        long nowMs) {

    /// The same where nothing may leave as SMS.
    public RouteQuery withoutFallback() {
        return new RouteQuery(
                sender,
                address,
                recipient,
                purpose,
                FallbackOffer.NONE,
                mayWait,
                acceptedAtMs,
                nowMs);
    }
}
