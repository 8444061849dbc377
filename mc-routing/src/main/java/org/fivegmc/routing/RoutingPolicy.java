package org.fivegmc.routing;

import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.routing.number.PrefixSet;

/// The operator's rules for [StandardRoutePlanner].
///
/// @param fallback when a message may leave as SMS or MMS
/// @param fallbackAfterMs with [Fallback#AFTER_DEADLINE], how long RCS is tried
/// @param forbidden numbers that get no messages at all
/// @param capabilityLifetimeMs how long after a user was last seen the user counts as one of RCS
///   who is offline
/// @param sessions whether devices are reached over sessions, besides pager mode
/// @param mms whether there are gateways for MMS
public record RoutingPolicy(
        Fallback fallback,
        long fallbackAfterMs,
        PrefixSet forbidden,
        long capabilityLifetimeMs,
        boolean sessions,
        boolean mms) {

    /// Without gateways for MMS.
    public RoutingPolicy(
            Fallback fallback,
            long fallbackAfterMs,
            PrefixSet forbidden,
            long capabilityLifetimeMs,
            boolean sessions) {
        this(fallback, fallbackAfterMs, forbidden, capabilityLifetimeMs, sessions, false);
    }

    /// Whoever was seen once counts for ever.
    public RoutingPolicy(Fallback fallback, long fallbackAfterMs, PrefixSet forbidden) {
        this(fallback, fallbackAfterMs, forbidden, Long.MAX_VALUE);
    }

    /// Pager mode only.
    public RoutingPolicy(
            Fallback fallback,
            long fallbackAfterMs,
            PrefixSet forbidden,
            long capabilityLifetimeMs) {
        this(fallback, fallbackAfterMs, forbidden, capabilityLifetimeMs, false);
    }

    /// When a message may leave as SMS.
    public enum Fallback {
        /// Not at all: RCS or nothing.
        NEVER,
        /// When the recipient can't do RCS; RCS users who are offline wait.
        WHEN_NOT_CAPABLE,
        /// As before, and RCS users whom RCS has not reached by the deadline.
        AFTER_DEADLINE
    }

    public static final RoutingPolicy DEFAULT =
            new RoutingPolicy(Fallback.WHEN_NOT_CAPABLE, RoutePlan.NO_DEADLINE, PrefixSet.EMPTY);
}
