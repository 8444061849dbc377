package org.fivegmc.server.config;

import java.time.Duration;
import java.util.List;

/// How long messages are kept, how often they are tried, and how many there may be.
///
/// @param maxSize bytes of the body of one pager-mode message
/// @param retrySchedule pauses after the first, second, … failed attempt; the last one repeats
public record MessagesConfig(
        Duration expiry,
        Duration reportExpiry,
        int maxSize,
        int maxQueuedPerUser,
        int maxInFlightPerUser,
        List<Duration> retrySchedule,
        Duration attemptTimeout,
        InterworkingNames interworkingNames,
        boolean mirrorDisplayed) {

    /// How reports about SMS and MMS are spelt.
    public enum InterworkingNames {
        /// `interworking-sms`.
        LONG,
        /// `sms`.
        SHORT
    }

    static final Setting<Duration> EXPIRY =
            Setting.of(
                            "messages.expiry",
                            Types.duration("1s", "30d"),
                            "72h",
                            "How long an undelivered message is kept when its sender asks for nothing else.")
                    .live();
    static final Setting<Duration> REPORT_EXPIRY =
            Setting.of(
                            "messages.report-expiry",
                            Types.duration("1s", "30d"),
                            "24h",
                            "How long an undelivered delivery or display report (RFC 5438) is kept.")
                    .live();
    static final Setting<Long> MAX_SIZE =
            Setting.of(
                            "messages.max-size",
                            Types.size("256B", "512KiB"),
                            "8KiB",
                            "Largest body of a pager-mode message; above it 413 is answered.")
                    .live();
    static final Setting<Integer> MAX_QUEUED =
            Setting.of(
                            "messages.max-queued-per-user",
                            Types.integer(1, 1_000_000),
                            "1000",
                            "Messages that may wait for one recipient, and as many reports besides; what left as SMS does not count.")
                    .live();
    static final Setting<Integer> MAX_IN_FLIGHT =
            Setting.of(
                            "messages.max-in-flight-per-user",
                            Types.integer(1, 64),
                            "4",
                            "Messages under way to one recipient at the same time.")
                    .live();
    static final Setting<List<Duration>> RETRY_SCHEDULE =
            Setting.of(
                            "messages.retry-schedule",
                            Types.list(Types.duration("1s", "24h"), 1, 16),
                            "5s, 30s, 2m, 10m, 30m, 1h",
                            "Pauses after the first, second, … failed attempt; the last one repeats until expiry.")
                    .live();
    static final Setting<Duration> ATTEMPT_TIMEOUT =
            Setting.of(
                            "messages.attempt-timeout",
                            Types.duration("100ms", "10m"),
                            "32s",
                            "After this long without a final answer an attempt counts as unanswered.")
                    .live();

    static final Setting<InterworkingNames> INTERWORKING_NAMES =
            Setting.of(
                    "messages.interworking-names",
                    Types.choice(InterworkingNames.class),
                    "long",
                    "How reports that a message went out as SMS are spelt: `long` is `interworking-sms`, `short` is"
                            + " `sms`; clients differ in what they look for.");

    static final Setting<Boolean> MIRROR_DISPLAYED =
            Setting.of(
                    "messages.mirror-displayed",
                    Types.bool(),
                    "true",
                    "Whether a user's other registered devices are told when one of them reports that a message was"
                            + " displayed.");

    static final List<Setting<?>> SETTINGS =
            List.of(
                    EXPIRY,
                    REPORT_EXPIRY,
                    MAX_SIZE,
                    MAX_QUEUED,
                    MAX_IN_FLIGHT,
                    RETRY_SCHEDULE,
                    ATTEMPT_TIMEOUT,
                    INTERWORKING_NAMES,
                    MIRROR_DISPLAYED);

    static MessagesConfig from(Values values) {
        return new MessagesConfig(
                values.get(EXPIRY),
                values.get(REPORT_EXPIRY),
                Math.toIntExact(values.get(MAX_SIZE)),
                values.get(MAX_QUEUED),
                values.get(MAX_IN_FLIGHT),
                values.get(RETRY_SCHEDULE),
                values.get(ATTEMPT_TIMEOUT),
                values.get(INTERWORKING_NAMES),
                values.get(MIRROR_DISPLAYED));
    }
}
