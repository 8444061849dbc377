package org.fivegmc.core.route;

import java.util.List;
import org.fivegmc.core.message.Failure;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.subscriber.Binding;

/// Which channel a message takes now. Every plan carries its reason, which can be shown to a
/// person.
public sealed interface RoutePlan {

    RouteReason reason();

    /// Send to these devices. What they don't answer by `fallbackAtMs` leaves by SMS (milliseconds
    /// since the epoch; [#NO_DEADLINE] for never).
    record DeliverRcs(RouteReason reason, List<Binding> devices, long fallbackAtMs)
            implements RoutePlan {

        /// Without a deadline.
        public DeliverRcs(RouteReason reason, List<Binding> devices) {
            this(reason, devices, NO_DEADLINE);
        }
    }

    /// Leave by SMS or MMS.
    record FallBack(RouteReason reason) implements RoutePlan {}

    /// Keep it until the user registers, or until `fallbackAtMs` when the policy sets one
    /// (milliseconds since the epoch; [#NO_DEADLINE] for never).
    record Hold(RouteReason reason, long fallbackAtMs) implements RoutePlan {}

    /// Don't take it. On a message that was accepted before, the delivery fails.
    record Reject(RouteReason reason, RefusalReason refusal) implements RoutePlan {}

    /// Take it, and tell its sender that it failed: for senders who are told by report.
    record Fail(RouteReason reason, Failure why) implements RoutePlan {}

    long NO_DEADLINE = Long.MAX_VALUE;
}
