package org.fivegmc.core.route;

import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.UserAddress;

/// The question to a [RoutePlanner].
///
/// @param acceptedAtMs when the message was accepted; equals `nowMs` on submission
public record RouteQuery(
        UserAddress sender,
        UserAddress address,
        Recipient recipient,
        Purpose purpose,
        FallbackOffer fallback,
        long acceptedAtMs,
        long nowMs) {}
