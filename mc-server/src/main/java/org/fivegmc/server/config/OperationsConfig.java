package org.fivegmc.server.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What operators touch: the admin interface, the log and the drain.
///
/// @param httpToken bearer token of the admin interface; without it only loopback may be listened
///   on
/// @param maskNumbers whether telephone numbers in the log lose their middle digits
/// @param drainTimeout how long a stop waits for what is under way
public record OperationsConfig(
        HostPort httpListen,
        Optional<Secret> httpToken,
        LogLevel logLevel,
        LogFormat logFormat,
        boolean maskNumbers,
        Duration drainTimeout) {

    public enum LogLevel {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    public enum LogFormat {
        TEXT,
        JSON
    }

    static final Setting<HostPort> HTTP_LISTEN =
            Setting.of(
                    "http.listen",
                    Types.hostPort(),
                    "127.0.0.1:8080",
                    "Address of health, metrics and administration; port 0 takes any free one.");
    static final Setting<Optional<Secret>> HTTP_TOKEN =
            Setting.optional(
                    "http.token",
                    Types.secret(),
                    "file:/etc/5gmc/http.token",
                    "Bearer token of `/v1`; required when `http.listen` is not loopback.");
    static final Setting<LogLevel> LOG_LEVEL =
            Setting.of(
                            "log.level",
                            Types.choice(LogLevel.class),
                            "info",
                            "Least severe level written.")
                    .live();
    static final Setting<LogFormat> LOG_FORMAT =
            Setting.of(
                    "log.format",
                    Types.choice(LogFormat.class),
                    "text",
                    "Lines for people or one JSON object a line.");
    static final Setting<Boolean> MASK_NUMBERS =
            Setting.of(
                            "log.mask-numbers",
                            Types.bool(),
                            "true",
                            "Write telephone numbers without their middle digits.")
                    .live();
    static final Setting<Duration> DRAIN_TIMEOUT =
            Setting.of(
                    "drain.timeout",
                    Types.duration("0s", "10m"),
                    "30s",
                    "How long a stop waits for what is under way before it ends anyway.");

    static final List<Setting<?>> SETTINGS =
            List.of(HTTP_LISTEN, HTTP_TOKEN, LOG_LEVEL, LOG_FORMAT, MASK_NUMBERS, DRAIN_TIMEOUT);

    static OperationsConfig from(Values values) {
        return new OperationsConfig(
                values.get(HTTP_LISTEN),
                values.get(HTTP_TOKEN),
                values.get(LOG_LEVEL),
                values.get(LOG_FORMAT),
                values.get(MASK_NUMBERS),
                values.get(DRAIN_TIMEOUT));
    }
}
