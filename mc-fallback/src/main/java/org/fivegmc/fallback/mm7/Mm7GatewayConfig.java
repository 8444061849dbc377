package org.fivegmc.fallback.mm7;

import java.net.URI;
import java.time.Duration;
import org.fivegmc.fallback.mms.MmsLimits;

/// One account of a value-added service provider at an MMSC.
///
/// @param id name of the gateway
/// @param url where messages are posted, `http` or `https`
/// @param requests requests without an answer
/// @param pending messages that wait for their turn, those being composed included
/// @param rate messages a second, what the contract allows
/// @param connect TCP (and TLS) connection
/// @param response answer to a request, then the outcome is unknown
/// @param callback a report made durable, then the MMSC is asked to send it again
public record Mm7GatewayConfig(
        String id,
        URI url,
        Mm7Account account,
        MmsLimits limits,
        int requests,
        int pending,
        int rate,
        Duration connect,
        Duration response,
        Duration callback) {
    public Mm7GatewayConfig {
        if (requests < 1 || pending < 1 || rate < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
