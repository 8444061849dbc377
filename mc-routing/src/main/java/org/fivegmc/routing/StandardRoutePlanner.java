package org.fivegmc.routing;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.route.Recipient;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.core.route.RoutePlanner;
import org.fivegmc.core.route.RouteQuery;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.Subscriber;
import org.fivegmc.routing.number.NumberPlan;
import org.fivegmc.routing.table.FallbackTable;
import org.fivegmc.routing.table.Reach;
import org.fivegmc.routing.table.Rule;
import org.fivegmc.routing.table.Source;
import org.fivegmc.routing.table.Way;

/// Finds out how the recipient can be reached; what then becomes of the message stands in the
/// [FallbackTable], for all senders and all they allow.
public final class StandardRoutePlanner implements RoutePlanner {

    private final RoutingPolicy policy;
    private final NumberPlan numbers;

    public StandardRoutePlanner(RoutingPolicy policy, NumberPlan numbers) {
        this.policy = policy;
        this.numbers = numbers;
    }

    @Override
    public RoutePlan plan(RouteQuery query) {
        List<Binding> live = live(query);
        List<Binding> capable = capable(live, query);
        return planned(query, found(query, live, capable), capable);
    }

    @Override
    public RoutePlan refused(RouteQuery query) {
        return planned(query, RouteReason.NOT_REACHED_BY_RCS, List.of());
    }

    @Override
    public String rule(RouteQuery query) {
        List<Binding> live = live(query);
        return rule(query, found(query, live, capable(live, query))).name();
    }

    @Override
    public boolean allowsFallback(RouteQuery query) {
        return allowsSms(query) || allowsMms(query);
    }

    private boolean allowsSms(RouteQuery query) {
        return mayLeave(query) && query.fallback().allowsSms();
    }

    private boolean allowsMms(RouteQuery query) {
        return policy.mms() && query.fallback() instanceof FallbackOffer.Mms && mayLeave(query);
    }

    private boolean mayLeave(RouteQuery query) {
        return policy.fallback() != RoutingPolicy.Fallback.NEVER
                && query.purpose() instanceof Purpose.Content
                && query.address() instanceof Msisdn;
    }

    private RoutePlan planned(RouteQuery query, RouteReason found, List<Binding> devices) {
        Rule rule = rule(query, found);
        RouteReason why = rule.reason().isPresent() ? reason(query, rule.reason().get()) : found;
        return switch (rule.way()) {
            case Way.Rcs() -> new RoutePlan.DeliverRcs(why, devices, fallbackAt(query));
            case Way.Sms _, Way.Mms _ -> new RoutePlan.FallBack(why);
            case Way.Keep() -> new RoutePlan.Hold(why, fallbackAt(query));
            case Way.Fail(var failure) -> new RoutePlan.Fail(why, failure);
            case Way.Reject(var refusal) -> new RoutePlan.Reject(why, refusal);
        };
    }

    private Rule rule(RouteQuery query, RouteReason found) {
        return FallbackTable.rule(
                reach(found),
                allowsMms(query),
                allowsSms(query),
                query.fallback().sms() instanceof FallbackOffer.Sms,
                query.mayWait(),
                Source.of(query));
    }

    /// Who does not allow it, or what else stands against it.
    private RouteReason reason(RouteQuery query, RouteReason why) {
        if (why != RouteReason.FALLBACK_NOT_ALLOWED) {
            return why;
        }
        if (!(query.address() instanceof Msisdn)) {
            return RouteReason.NOT_A_SUBSCRIBER;
        }
        return policy.fallback() == RoutingPolicy.Fallback.NEVER ? RouteReason.FALLBACK_OFF : why;
    }

    /// What is known of the recipient, as the [RouteReason] that says it.
    private RouteReason found(RouteQuery query, List<Binding> live, List<Binding> capable) {
        if (query.address() instanceof Msisdn number && policy.forbidden().covers(number)) {
            return RouteReason.FORBIDDEN_NUMBER;
        }
        return switch (query.recipient()) {
            case Recipient.Known(var subscriber) -> known(query, subscriber, live, capable);
            case Recipient.Stranger() ->
                    query.address() instanceof Msisdn number && !numbers.isPossible(number)
                            ? RouteReason.INVALID_NUMBER
                            : RouteReason.NOT_A_SUBSCRIBER;
        };
    }

    private RouteReason known(
            RouteQuery query, Subscriber subscriber, List<Binding> live, List<Binding> capable) {
        if (!subscriber.rcs()) {
            return RouteReason.RCS_OFF;
        }
        if (!capable.isEmpty()) {
            return RouteReason.REGISTERED_AND_CAPABLE;
        }
        if (!live.isEmpty()) {
            return isBeingAsked(live) ? RouteReason.NOT_ASKED_YET : RouteReason.NO_CAPABLE_DEVICE;
        }
        if (isForgotten(subscriber, query.nowMs())) {
            return RouteReason.LONG_AWAY;
        }
        if (isHopeless(subscriber, query)) {
            return RouteReason.NOT_CAPABLE_WHEN_SEEN;
        }
        return fallbackAt(query) <= query.nowMs()
                ? RouteReason.OFFLINE_DEADLINE_PASSED
                : RouteReason.OFFLINE;
    }

    static Reach reach(RouteReason found) {
        return switch (found) {
            case REGISTERED_AND_CAPABLE -> Reach.ONLINE;
            case OFFLINE -> Reach.OFFLINE;
            case OFFLINE_DEADLINE_PASSED -> Reach.OVERDUE;
            case NOT_REACHED_BY_RCS -> Reach.REFUSED;
            case NOT_ASKED_YET -> Reach.UNSURE;
            case NO_CAPABLE_DEVICE, NOT_CAPABLE_WHEN_SEEN, LONG_AWAY, RCS_OFF -> Reach.NOT_CAPABLE;
            case NOT_A_SUBSCRIBER -> Reach.NOT_RCS;
            case INVALID_NUMBER -> Reach.NO_NUMBER;
            case FORBIDDEN_NUMBER -> Reach.BLOCKED;
            case NOT_KEPT,
                    FALLBACK_NOT_ALLOWED,
                    FALLBACK_OFF,
                    NO_GATEWAY,
                    NOT_RENDERABLE,
                    MMS_REFUSED ->
                    throw new IllegalArgumentException(found + " tells nothing of the recipient");
            case REPORT_TO_STRANGER -> throw new IllegalArgumentException("a decision: " + found);
        };
    }

    private static List<Binding> live(RouteQuery query) {
        return query.recipient() instanceof Recipient.Known(var subscriber) && subscriber.rcs()
                ? subscriber.live(query.nowMs())
                : List.of();
    }

    /// Who was here and has not been for long may have another phone by now. Who never was is
    /// expected.
    private boolean isForgotten(Subscriber subscriber, long nowMs) {
        return subscriber.lastSeenMs() != 0
                && nowMs - subscriber.lastSeenMs() > policy.capabilityLifetimeMs();
    }

    /// Whoever was here last with devices that know no chatbots does not wait for chatbots, and for
    /// nobody with devices that are known to take nothing at all.
    private static boolean isHopeless(Subscriber subscriber, RouteQuery query) {
        Capabilities last = subscriber.lastCapabilities();
        if (last.isRefuted()) {
            return true;
        }
        return Source.of(query) == Source.CHATBOT
                && last.bits() != 0
                && !last.has(Capabilities.PRESUMED)
                && !knowsChatbots(last);
    }

    private static boolean isBeingAsked(List<Binding> live) {
        for (int i = 0; i < live.size(); i++) {
            if (live.get(i).capabilities().has(Capabilities.PRESUMED)) {
                return true;
            }
        }
        return false;
    }

    private List<Binding> capable(List<Binding> live, RouteQuery query) {
        if (live.isEmpty()) {
            return live;
        }
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
        if (report) {
            return can.takesNotices();
        }
        boolean overSession = policy.sessions() && can.has(Capabilities.CHAT | Capabilities.LARGE);
        return overSession || can.takesPager();
    }

    /// Cards and their buttons are for clients that say so (RCC.07 section 3.6).
    private static boolean knowsChatbots(Capabilities can) {
        return can.has(Capabilities.CHATBOT | Capabilities.CHATBOT_STANDALONE);
    }

    /// The deadline runs from acceptance, whether the user is offline or does not answer.
    private long fallbackAt(RouteQuery query) {
        boolean deadline =
                policy.fallback() == RoutingPolicy.Fallback.AFTER_DEADLINE
                        && policy.fallbackAfterMs() != RoutePlan.NO_DEADLINE
                        && allowsFallback(query);
        return deadline ? query.acceptedAtMs() + policy.fallbackAfterMs() : RoutePlan.NO_DEADLINE;
    }
}
