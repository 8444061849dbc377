package org.fivegmc.core.subscriber;

import org.fivegmc.core.message.UserAddress;

/// Which of a device's REGISTERs something comes from, so that an older one that arrives late
/// changes nothing (RFC 3261 section 10.3 steps 6 and 7).
///
/// @param call its Call-ID as a 64-bit hash; stored, so it is computed the same way for ever. 0 for
///   none
/// @param cSeq the number of its CSeq
public record RegisterOrder(long call, int cSeq) {

    /// Nothing is known: neither older nor newer than anything.
    public static final RegisterOrder UNKNOWN = new RegisterOrder(0, 0);

    /// @param cSeq below 2^31
    public static RegisterOrder of(String callId, long cSeq) {
        long hash = UserAddress.spread(callId);
        return new RegisterOrder(hash == 0 ? 1 : hash, (int) cSeq);
    }

    public boolean isKnown() {
        return call != 0;
    }

    /// Whether this comes too late for what `stored` has made.
    public boolean isLate(RegisterOrder stored) {
        return call != 0 && call == stored.call && cSeq <= stored.cSeq;
    }
}
