package org.fivegmc.sip.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Makes and judges Digest nonces (RFC 7616 section 5.4). A nonce carries its time and a MAC, so
/// that challenges cost no memory; only nonces that were answered are remembered, for their count.
/// Thread-safe.
public final class NonceMint {

    /// Nonces whose count is remembered; the oldest are forgotten first and become stale.
    public static final int DEFAULT_TRACKED = 200_000;

    private static final int KEY_BYTES = 32;
    private static final int MAC_BYTES = 12;
    private static final int LOCKS = 64;

    /// What a nonce is worth.
    public enum Verdict {
        FRESH,
        /// Ours, but too old or forgotten: challenge again with `stale=true`.
        STALE,
        /// This count was seen before: a replay.
        REPLAYED,
        /// Not made by this server.
        FOREIGN
    }

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;
    private final long lifetimeMs;
    private final Stripe[] stripes = new Stripe[LOCKS];

    private static final class Stripe {
        private final Map<String, Long> counts;

        Stripe(int capacity) {
            counts =
                    new LinkedHashMap<>() {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                            return size() > capacity;
                        }
                    };
        }

        /// Whether the count is higher than any before.
        synchronized boolean rise(String nonce, long count) {
            Long last = counts.get(nonce);
            if (last != null && count <= last) {
                return false;
            }
            counts.put(nonce, count);
            return true;
        }
    }

    public NonceMint(InstantSource clock, long lifetimeMs, int tracked) {
        this.key = newKey();
        this.clock = clock;
        this.lifetimeMs = lifetimeMs;
        for (int i = 0; i < LOCKS; i++) {
            stripes[i] = new Stripe(Math.max(1, tracked / LOCKS));
        }
    }

    private SecretKeySpec newKey() {
        byte[] secret = new byte[KEY_BYTES];
        random.nextBytes(secret);
        return new SecretKeySpec(secret, "HmacSHA256");
    }

    public String next() {
        var bytes = ByteBuffer.allocate(16 + MAC_BYTES);
        bytes.putLong(clock.millis()).putLong(random.nextLong());
        bytes.put(mac(bytes.array(), 16), 0, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /// Judges a nonce together with its count; a count of 0 (no qop) is not checked for replay
    /// beyond the nonce's lifetime.
    public Verdict judge(String nonce, long count) {
        byte @Nullable [] bytes = decode(nonce);
        if (bytes == null) {
            return Verdict.FOREIGN;
        }
        byte[] expected = mac(bytes, 16);
        var given = new byte[MAC_BYTES];
        var wanted = new byte[MAC_BYTES];
        System.arraycopy(bytes, 16, given, 0, MAC_BYTES);
        System.arraycopy(expected, 0, wanted, 0, MAC_BYTES);
        if (!MessageDigest.isEqual(given, wanted)) {
            return Verdict.FOREIGN;
        }
        long age = clock.millis() - ByteBuffer.wrap(bytes).getLong();
        if (age > lifetimeMs || age < 0) {
            return Verdict.STALE;
        }
        if (count == 0) {
            return Verdict.FRESH;
        }
        return stripes[(nonce.hashCode() & 0x7fffffff) % LOCKS].rise(nonce, count)
                ? Verdict.FRESH
                : Verdict.REPLAYED;
    }

    private static byte @Nullable [] decode(String nonce) {
        if (nonce.length() != 38) {
            return null;
        }
        try {
            return Base64.getUrlDecoder().decode(nonce.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private byte[] mac(byte[] bytes, int length) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(bytes, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
