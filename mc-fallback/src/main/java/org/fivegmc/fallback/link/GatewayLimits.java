package org.fivegmc.fallback.link;

/// Every bound of a gateway.
///
/// @param links connections
/// @param window submissions without response per link
/// @param pending units of one class of traffic waiting for a window or for the rate, whole gateway
/// @param undurable receipts and messages whose callback has not completed, per link; beyond it the
///   socket is not read
/// @param rate units per second, what the contract allows
/// @param burst units that may go at once after a quiet time
/// @param maxPdu largest PDU read, in octets
public record GatewayLimits(
        int links, int window, int pending, int undurable, double rate, int burst, int maxPdu) {
    /// Default of `maxPdu`: what the longest parameter of SMPP needs.
    public static final int MAX_PDU = 70_000;

    /// Refuses what cannot work.
    public GatewayLimits {
        if (links < 1
                || window < 1
                || pending < 1
                || undurable < 1
                || burst < 1
                || rate < AimdRate.FLOOR) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /// One link, window 32, 1000 pending of each class, 1000 not yet durable, 100 units per second.
    public static GatewayLimits defaults() {
        return new GatewayLimits(1, 32, 1000, 1000, 100, 10, MAX_PDU);
    }
}
