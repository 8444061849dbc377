package org.fivegmc.core.route;

/// Chooses the channel. A pure function of the query and an immutable policy: called on shard
/// writers, for every message and again whenever something changed.
@FunctionalInterface
public interface RoutePlanner {

    RoutePlan plan(RouteQuery query);

    /// Whether this message may leave by SMS after RCS was tried in vain.
    default boolean allowsFallback(RouteQuery query) {
        return true;
    }
}
