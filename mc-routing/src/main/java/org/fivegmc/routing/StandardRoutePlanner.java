package org.fivegmc.routing;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.route.Recipient;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.core.route.RoutePlanner;
import org.fivegmc.core.route.RouteQuery;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.Subscriber;
import org.fivegmc.routing.number.NumberPlan;

/// The standard rules:
///
/// | recipient | way |
/// |---|---|
/// | registered with a device that takes the message | RCS, until the policy's deadline |
/// | RCS user, offline | hold, until the message expires or the policy's deadline |
/// | registered, but no device takes it; RCS switched off; not seen for long; no user of this center | SMS |
/// | the same, and the sender or the policy allows no fallback | hold (user) or reject (others) |
/// | forbidden, or not a number | reject |
///
/// Reports take the RCS ways only.
public final class StandardRoutePlanner implements RoutePlanner {

    private final RoutingPolicy policy;
    private final NumberPlan numbers;

    public StandardRoutePlanner(RoutingPolicy policy, NumberPlan numbers) {
        this.policy = policy;
        this.numbers = numbers;
    }

    @Override
    public RoutePlan plan(RouteQuery query) {
        if (query.address() instanceof Msisdn number && policy.forbidden().covers(number)) {
            return new RoutePlan.Reject(
                    RouteReason.FORBIDDEN_NUMBER, RefusalReason.FORBIDDEN_RECIPIENT);
        }
        return switch (query.recipient()) {
            case Recipient.Known(var subscriber) -> known(query, subscriber);
            case Recipient.Stranger() -> stranger(query);
        };
    }

    private RoutePlan known(RouteQuery query, Subscriber subscriber) {
        if (!subscriber.rcs()) {
            return fallBack(query, RouteReason.RCS_OFF);
        }
        List<Binding> live = subscriber.live(query.nowMs());
        List<Binding> capable = capable(live, query);
        if (!capable.isEmpty()) {
            return new RoutePlan.DeliverRcs(
                    RouteReason.REGISTERED_AND_CAPABLE, capable, fallbackAt(query));
        }
        if (!live.isEmpty()) {
            return fallBack(query, RouteReason.NO_CAPABLE_DEVICE);
        }
        if (isForgotten(subscriber, query.nowMs())) {
            return fallBack(query, RouteReason.LONG_AWAY);
        }
        return offline(query);
    }

    /// Who was here and has not been for long may have another phone by now. Who never was is
    /// expected.
    private boolean isForgotten(Subscriber subscriber, long nowMs) {
        return subscriber.lastSeenMs() != 0
                && nowMs - subscriber.lastSeenMs() > policy.capabilityLifetimeMs();
    }

    private List<Binding> capable(List<Binding> live, RouteQuery query) {
        if (live.size() == 1) {
            return takes(live.getFirst(), query) ? live : List.of();
        }
        var capable = new ArrayList<Binding>(live.size());
        for (Binding binding : live) {
            if (takes(binding, query)) {
                capable.add(binding);
            }
        }
        return capable;
    }

    /// A plain SIP client does not know reports.
    private boolean takes(Binding binding, RouteQuery query) {
        boolean report = query.purpose().isReport();
        Capabilities can = binding.capabilities();
        if (!report && query.sender() instanceof ChatbotAddress && !knowsChatbots(can)) {
            return false;
        }
        boolean overSession =
                policy.sessions()
                        && can.has(
                                report
                                        ? Capabilities.CHAT
                                        : Capabilities.CHAT | Capabilities.LARGE);
        return overSession || (report ? can.has(Capabilities.PAGER) : can.takesPager());
    }

    /// Cards and their buttons are for clients that say so (RCC.07 section 3.6).
    private static boolean knowsChatbots(Capabilities can) {
        return can.has(Capabilities.CHATBOT | Capabilities.CHATBOT_STANDALONE);
    }

    private RoutePlan offline(RouteQuery query) {
        long fallbackAt = fallbackAt(query);
        if (fallbackAt <= query.nowMs()) {
            return new RoutePlan.FallBack(RouteReason.OFFLINE_DEADLINE_PASSED);
        }
        return new RoutePlan.Hold(RouteReason.OFFLINE, fallbackAt);
    }

    /// The deadline runs from acceptance, whether the user is offline or does not answer.
    private long fallbackAt(RouteQuery query) {
        boolean deadline =
                policy.fallback() == RoutingPolicy.Fallback.AFTER_DEADLINE
                        && policy.fallbackAfterMs() != RoutePlan.NO_DEADLINE
                        && allowsFallback(query);
        return deadline ? query.acceptedAtMs() + policy.fallbackAfterMs() : RoutePlan.NO_DEADLINE;
    }

    @Override
    public boolean allowsFallback(RouteQuery query) {
        return policy.fallback() != RoutingPolicy.Fallback.NEVER
                && query.purpose() instanceof Purpose.Content
                && !(query.fallback() instanceof FallbackOffer.None);
    }

    private RoutePlan stranger(RouteQuery query) {
        if (query.purpose().isReport()) {
            return new RoutePlan.Reject(
                    RouteReason.REPORT_TO_STRANGER, RefusalReason.UNKNOWN_RECIPIENT);
        }
        if (!(query.address() instanceof Msisdn number)) {
            return new RoutePlan.Reject(
                    RouteReason.NOT_A_SUBSCRIBER, RefusalReason.UNKNOWN_RECIPIENT);
        }
        if (!numbers.isPossible(number)) {
            return new RoutePlan.Reject(RouteReason.INVALID_NUMBER, RefusalReason.NOT_A_NUMBER);
        }
        return fallBack(query, RouteReason.NOT_A_SUBSCRIBER);
    }

    private RoutePlan fallBack(RouteQuery query, RouteReason why) {
        if (query.purpose().isReport()) {
            // A device that takes reports may still come.
            return new RoutePlan.Hold(why, RoutePlan.NO_DEADLINE);
        }
        if (policy.fallback() == RoutingPolicy.Fallback.NEVER) {
            return withoutFallback(query, RouteReason.FALLBACK_OFF);
        }
        if (query.fallback() instanceof FallbackOffer.None) {
            return withoutFallback(query, RouteReason.FALLBACK_NOT_ALLOWED);
        }
        return new RoutePlan.FallBack(why);
    }

    private static RoutePlan withoutFallback(RouteQuery query, RouteReason why) {
        return query.recipient() instanceof Recipient.Known
                ? new RoutePlan.Hold(why, RoutePlan.NO_DEADLINE)
                : new RoutePlan.Reject(why, RefusalReason.UNKNOWN_RECIPIENT);
    }
}
