package org.fivegmc.fallback.smpp;

import org.fivegmc.fallback.smpp.pdu.SmppCodec;

/// Every bound of a gateway.
///
/// @param links connections
/// @param window submit_sm without response per link
/// @param pending units waiting for a window or for the rate, whole gateway
/// @param undurable deliver_sm whose callback has not completed, per link; beyond it the socket is
///   not read
/// @param rate units per second, what the contract allows
/// @param burst units that may go at once after a quiet time
/// @param maxPdu command_length in octets
public record SmppLimits(
        int links, int window, int pending, int undurable, double rate, int burst, int maxPdu) {
    /// Refuses what cannot work.
    public SmppLimits {
        if (links < 1
                || window < 1
                || pending < 1
                || undurable < 1
                || burst < 1
                || rate < AimdRate.FLOOR) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /// One link, window 32, 1000 pending, 1000 not yet durable, 100 units per second.
    public static SmppLimits defaults() {
        return new SmppLimits(1, 32, 1000, 1000, 100, 10, SmppCodec.DEFAULT_MAX_PDU);
    }
}
