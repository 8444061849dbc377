package org.fivegmc.sip.auth;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.fivegmc.core.message.Msisdn;

/// AKA challenges that wait for their answer; each is good for one. Thread-safe.
final class AkaChallenges {

    /// Challenges kept; the oldest are forgotten first, and their handsets are challenged again.
    static final int CAPACITY = 100_000;

    record Pending(AkaVectorSource.Vector vector, Msisdn user, long expiresAtMs) {}

    private final Map<String, Pending> byNonce =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Pending> eldest) {
                    return size() > CAPACITY;
                }
            };

    synchronized void add(String nonce, Pending pending) {
        byNonce.put(nonce, pending);
    }

    synchronized Optional<Pending> take(String nonce, Msisdn user, long nowMs) {
        return Optional.ofNullable(byNonce.remove(nonce))
                .filter(p -> p.user().equals(user) && nowMs < p.expiresAtMs());
    }
}
