package org.fivegmc.fallback.spi;

/// State of a gateway.
///
/// @param state in one word
/// @param boundLinks links that can be used
/// @param links links configured
/// @param rate units per second allowed now
/// @param pending units accepted and not yet written
/// @param inFlight units written without response
public record GatewayHealth(
        State state, int boundLinks, int links, double rate, int pending, int inFlight) {
    /// The state in one word.
    public enum State {
        /// All links bound.
        UP,
        /// Some links bound, or the circuit breaker is trying.
        DEGRADED,
        /// No link bound.
        DOWN,
        /// Links may be bound but the center does not do its work: the circuit breaker is open.
        CIRCUIT_OPEN,
        /// Draining or stopped.
        STOPPED
    }
}
