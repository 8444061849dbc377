package org.fivegmc.core.route;

import org.fivegmc.core.message.Failure;

/// Chooses the channel. A pure function of the query and an immutable policy: called on shard
/// writers, for every message and again whenever something changed.
@FunctionalInterface
public interface RoutePlanner {

    RoutePlan plan(RouteQuery query);

    /// What becomes of a message that every device has refused: [RoutePlan.FallBack] or
    /// [RoutePlan.Fail].
    default RoutePlan refused(RouteQuery query) {
        return allowsFallback(query)
                ? new RoutePlan.FallBack(RouteReason.NOT_REACHED_BY_RCS)
                : new RoutePlan.Fail(RouteReason.NOT_REACHED_BY_RCS, Failure.REFUSED);
    }

    /// The name of the rule that [#plan(RouteQuery)] follows, for people; empty where rules have no
    /// names.
    default String rule(RouteQuery query) {
        return "";
    }

    /// Whether this message may leave by SMS after RCS was tried in vain.
    default boolean allowsFallback(RouteQuery query) {
        return true;
    }
}
