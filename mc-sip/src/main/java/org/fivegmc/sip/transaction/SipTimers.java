package org.fivegmc.sip.transaction;

/// Timer values of RFC 3261 section 17.1.1.2, in milliseconds. 3GPP TS 24.229 uses 2000/16000/17000
/// over the radio.
///
/// @param t1 round-trip estimate: first retransmission
/// @param t2 longest interval between retransmissions
/// @param t4 how long a message may stay in the network
public record SipTimers(int t1, int t2, int t4) {
    public static final SipTimers DEFAULTS = new SipTimers(500, 4_000, 5_000);

    public SipTimers {
        if (t1 <= 0 || t2 < t1 || t4 <= 0) {
            throw new IllegalArgumentException("0 < t1 <= t2, 0 < t4");
        }
    }

    /// Timers B, F, H, J, L and M.
    public int transactionMs() {
        return 64 * t1;
    }
}
