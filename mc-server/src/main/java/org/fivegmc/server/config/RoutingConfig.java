package org.fivegmc.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Which channel a message takes.
///
/// @param fallbackDeadline how long RCS is tried before SMS takes over; empty: never
/// @param networkOperator whose network this is, for models that work on one network only
/// @param terminalsFile models of handsets
/// @param terminals what the file is beside the built-in table
/// @param operatorPrefixesFile operators by prefix, in place of the built-in table
/// @param portedNumbersFile numbers that were ported
public record RoutingConfig(
        FallbackMode fallback,
        Optional<Duration> fallbackDeadline,
        UntaggedClients untaggedClients,
        Duration capabilityLifetime,
        List<String> forbiddenPrefixes,
        Optional<NetworkOperator> networkOperator,
        Optional<Path> terminalsFile,
        Terminals terminals,
        Optional<Path> operatorPrefixesFile,
        Optional<Path> portedNumbersFile) {

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

    /// An operator of mobile networks in China.
    public enum NetworkOperator {
        CMCC,
        CUCC,
        CTCC,
        CBN
    }

    /// What a file of models is beside the built-in table.
    public enum Terminals {
        /// Its rows count before those of the table.
        EXTEND,
        /// They count alone.
        REPLACE
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

    static final Setting<Optional<NetworkOperator>> NETWORK_OPERATOR =
            Setting.optional(
                    "routing.network-operator",
                    Types.choice(NetworkOperator.class),
                    "cmcc",
                    "Whose network this is. Handsets of China Mobile's edition use RCS on its network alone; when not"
                            + " set, what they register with counts.");
    static final Setting<Optional<Path>> TERMINALS_FILE =
            Setting.optional(
                    "routing.terminals-file",
                    Types.path(),
                    "/etc/5gmc/terminals.csv",
                    "Models of handsets, one `maker,model,release,profile[,tac]` a line behind a line with these"
                            + " names: release is `open-market` or `operator-custom`, profile such as `UP2.4`, or"
                            + " `none` for a model that gets no RCS whatever it registers with, tac what its IMEI"
                            + " may begin with, 8 digits each. Up to 50,000.");
    static final Setting<Terminals> TERMINALS =
            Setting.of(
                    "routing.terminals",
                    Types.choice(Terminals.class),
                    "extend",
                    "Whether the rows of `routing.terminals-file` count before those of the built-in table or in its"
                            + " place.");
    static final Setting<Optional<Path>> OPERATOR_PREFIXES_FILE =
            Setting.optional(
                    "routing.operator-prefixes-file",
                    Types.path(),
                    "/etc/5gmc/prefixes.csv",
                    "Operators by number prefix, one `prefix,operator` a line behind a line with these names, up to"
                            + " 100,000; the longest prefix wins. In place of the built-in table of China's mobile"
                            + " numbers. `ctl number --reload` reads it again.");
    static final Setting<Optional<Path>> PORTED_NUMBERS_FILE =
            Setting.optional(
                    "routing.ported-numbers-file",
                    Types.path(),
                    "/etc/5gmc/ported.csv",
                    "Numbers that belong to another operator than their prefix says, one `number,operator` a line"
                            + " behind a line with these names, up to 1,048,576. `ctl number --reload` reads it"
                            + " again.");

    static final List<Setting<?>> SETTINGS =
            List.of(
                    FALLBACK,
                    FALLBACK_DEADLINE,
                    UNTAGGED_CLIENTS,
                    CAPABILITY_LIFETIME,
                    FORBIDDEN_PREFIXES,
                    NETWORK_OPERATOR,
                    TERMINALS_FILE,
                    TERMINALS,
                    OPERATOR_PREFIXES_FILE,
                    PORTED_NUMBERS_FILE);

    static RoutingConfig from(Values values) {
        return new RoutingConfig(
                values.get(FALLBACK),
                values.get(FALLBACK_DEADLINE),
                values.get(UNTAGGED_CLIENTS),
                values.get(CAPABILITY_LIFETIME),
                values.get(FORBIDDEN_PREFIXES),
                values.get(NETWORK_OPERATOR),
                values.get(TERMINALS_FILE),
                values.get(TERMINALS),
                values.get(OPERATOR_PREFIXES_FILE),
                values.get(PORTED_NUMBERS_FILE));
    }
}
