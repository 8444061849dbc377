package org.fivegmc.fallback.link;

import java.time.Duration;

/// Every wait of a gateway.
///
/// @param connect TCP (and TLS) connection
/// @param bind response to the bind (CMPP: to the connect)
/// @param response response to a submission, then the outcome is Unknown
/// @param enquireAfter silence of the peer after which it is asked
/// @param enquireAnswer silence after the question that counts as a miss
/// @param enquireMisses misses after which the link is closed
/// @param reconnectMin first pause between attempts, doubled up to the next
/// @param reconnectMax longest pause between attempts
/// @param credentialsRetry pause after a bind refused for the account
/// @param callback receipt or inbound message made durable, then the center is asked to send again
/// @param unbind response to the unbind (CMPP: to the terminate)
/// @param throttlePause nothing is sent after the center said slow down
/// @param step how often time limits are looked at
public record GatewayTimers(
        Duration connect,
        Duration bind,
        Duration response,
        Duration enquireAfter,
        Duration enquireAnswer,
        int enquireMisses,
        Duration reconnectMin,
        Duration reconnectMax,
        Duration credentialsRetry,
        Duration callback,
        Duration unbind,
        Duration throttlePause,
        Duration step) {
    /// The defaults.
    public static GatewayTimers defaults() {
        return new GatewayTimers(
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                Duration.ofSeconds(5),
                2,
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofMillis(100));
    }
}
