package org.fivegmc.server.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Which channel a message takes.
///
/// @param fallbackDeadline how long RCS is tried before SMS takes over; empty: never
public record RoutingConfig(
        FallbackMode fallback,
        Optional<Duration> fallbackDeadline,
        UntaggedClients untaggedClients,
        Duration capabilityLifetime,
        List<String> forbiddenPrefixes) {

    public enum FallbackMode {
        /// RCS only; what cannot be delivered waits until it expires.
        NEVER,
        /// Recipients that are not RCS capable get an SMS at once.
        WHEN_NOT_CAPABLE,
        /// In addition, what RCS has not delivered by the deadline goes as SMS.
        AFTER_DEADLINE
    }

    /// What a registered client without RCS feature tags is taken for.
    public enum UntaggedClients {
        /// Able to receive pager-mode messages.
        PAGER,
        /// Not able to receive anything.
        NONE
    }

    static final Setting<FallbackMode> FALLBACK =
            Setting.of(
                            "routing.fallback",
                            Types.choice(FallbackMode.class),
                            "when-not-capable",
                            "When a person-to-person message goes out as SMS instead.")
                    .live();
    static final Setting<Optional<Duration>> FALLBACK_DEADLINE =
            Setting.of(
                            "routing.fallback-deadline",
                            Types.durationOrNever("1s", "7d"),
                            "never",
                            "How long RCS is tried first; `after-deadline` needs it.")
                    .live();
    static final Setting<UntaggedClients> UNTAGGED_CLIENTS =
            Setting.of(
                            "routing.untagged-clients",
                            Types.choice(UntaggedClients.class),
                            "pager",
                            "What a registered client without RCS feature tags is taken for.")
                    .live();
    static final Setting<Duration> CAPABILITY_LIFETIME =
            Setting.of(
                            "routing.capability-lifetime",
                            Types.duration("1h", "365d"),
                            "30d",
                            "How long after a device was last seen its user counts as one of RCS who is offline, for"
                                    + " routing and in answers to OPTIONS; later messages take the way of those who"
                                    + " are not capable.")
                    .live();
    static final Setting<List<String>> FORBIDDEN_PREFIXES =
            Setting.of(
                            "routing.forbidden-prefixes",
                            Types.list(Types.numberPrefix(), 0, 1000),
                            "",
                            "Destinations nothing is sent to, such as premium numbers.")
                    .live();

    static final List<Setting<?>> SETTINGS =
            List.of(
                    FALLBACK,
                    FALLBACK_DEADLINE,
                    UNTAGGED_CLIENTS,
                    CAPABILITY_LIFETIME,
                    FORBIDDEN_PREFIXES);

    static RoutingConfig from(Values values) {
        return new RoutingConfig(
                values.get(FALLBACK),
                values.get(FALLBACK_DEADLINE),
                values.get(UNTAGGED_CLIENTS),
                values.get(CAPABILITY_LIFETIME),
                values.get(FORBIDDEN_PREFIXES));
    }
}
