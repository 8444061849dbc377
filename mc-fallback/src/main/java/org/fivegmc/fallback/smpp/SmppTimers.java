package org.fivegmc.fallback.smpp;

import java.time.Duration;

/// Every wait of a gateway.
///
/// @param connect TCP (and TLS) connection
/// @param bind bind response
/// @param response submit_sm response, then the outcome is Unknown
/// @param enquireAfter silence of the peer after which it is asked
/// @param enquireAnswer silence after the question that counts as a miss
/// @param enquireMisses misses after which the link is closed
/// @param reconnectMin first pause between attempts, doubled up to the next
/// @param reconnectMax longest pause between attempts
/// @param credentialsRetry pause after a bind refused for the account
/// @param callback receipt or inbound message made durable, then the center is asked to send again
/// @param unbind unbind response
/// @param throttlePause nothing is sent after the center said slow down
/// @param step how often time limits are looked at
public record SmppTimers(
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
    public static SmppTimers defaults() {
        return new SmppTimers(
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
