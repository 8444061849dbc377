package org.fivegmc.wire.digest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Makes and judges Digest nonces (RFC 7616 section 5.4). A nonce carries its time and a MAC, so
/// that challenges cost no memory; only nonces that were answered are remembered, for their count.
/// When one of them is forgotten for want of room, so is every unknown one that is not younger: it
/// could have been answered before. Thread-safe.
public final class NonceMint {

    /// Nonces whose count is remembered; the oldest are forgotten first and become stale.
    public static final int DEFAULT_TRACKED = 200_000;

    /// The count of an answer without qop, which counts nothing: the nonce is good for one.
    public static final long ONCE = Long.MAX_VALUE;

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

    private final SecureRandom random = new SecureRandom();

    /// Looking up the algorithm and taking in the key cost as much as a MAC itself.
    private final ThreadLocal<Mac> macs;

    private final InstantSource clock;
    private final long lifetimeMs;
    private final Stripe[] stripes = new Stripe[LOCKS];

    private static final class Stripe {
        /// @param madeAtMs when the nonce was made
        private record Answered(long count, long madeAtMs) {}

        private final Map<String, Answered> answered = new LinkedHashMap<>();
        private final int capacity;

        /// The youngest nonce that was forgotten while it was worth something.
        private long forgottenMs = Long.MIN_VALUE;

        Stripe(int capacity) {
            this.capacity = capacity;
        }

        synchronized Verdict rise(String nonce, long madeAtMs, long count) {
            Answered last = answered.get(nonce);
            if (last != null && count <= last.count()) {
                return Verdict.REPLAYED;
            }
            if (last == null && madeAtMs <= forgottenMs) {
                return Verdict.STALE;
            }
            answered.put(nonce, new Answered(count, madeAtMs));
            if (answered.size() > capacity) {
                Iterator<Answered> oldest = answered.values().iterator();
                forgottenMs = Math.max(forgottenMs, oldest.next().madeAtMs());
                oldest.remove();
            }
            return Verdict.FRESH;
        }
    }

    public NonceMint(InstantSource clock, long lifetimeMs, int tracked) {
        SecretKeySpec key = newKey();
        this.macs = ThreadLocal.withInitial(() -> newMac(key));
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

    /// Judges a nonce alone: whether it is ours and of late.
    public Verdict judge(String nonce) {
        OptionalLong madeAtMs = madeAtMs(nonce);
        if (madeAtMs.isEmpty()) {
            return Verdict.FOREIGN;
        }
        return isOfLate(madeAtMs.getAsLong()) ? Verdict.FRESH : Verdict.STALE;
    }

    /// Judges a nonce that was answered rightly, and remembers that.
    ///
    /// @param count `nc`, which must rise; [#ONCE] without qop
    public Verdict answered(String nonce, long count) {
        OptionalLong madeAtMs = madeAtMs(nonce);
        return madeAtMs.isEmpty() ? Verdict.FOREIGN : answered(nonce, madeAtMs.getAsLong(), count);
    }

    /// The same of a nonce that is known to be ours.
    ///
    /// @param madeAtMs from [#madeAtMs]
    public Verdict answered(String nonce, long madeAtMs, long count) {
        return isOfLate(madeAtMs)
                ? stripes[(nonce.hashCode() & 0x7fffffff) % LOCKS].rise(nonce, madeAtMs, count)
                : Verdict.STALE;
    }

    /// Whether a nonce may still be used.
    public boolean isOfLate(long madeAtMs) {
        long age = clock.millis() - madeAtMs;
        return age <= lifetimeMs && age >= 0;
    }

    /// When a nonce of ours was made; empty for those of others.
    public OptionalLong madeAtMs(String nonce) {
        byte @Nullable [] bytes = decode(nonce);
        if (bytes == null) {
            return OptionalLong.empty();
        }
        byte[] given = Arrays.copyOfRange(bytes, 16, 16 + MAC_BYTES);
        byte[] wanted = Arrays.copyOf(mac(bytes, 16), MAC_BYTES);
        return MessageDigest.isEqual(given, wanted)
                ? OptionalLong.of(ByteBuffer.wrap(bytes).getLong())
                : OptionalLong.empty();
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
        Mac mac = macs.get();
        mac.update(bytes, 0, length);
        return mac.doFinal();
    }

    private static Mac newMac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
