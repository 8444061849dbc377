package org.fivegmc.maap.content;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import org.fivegmc.core.message.Msisdn;

/// Tokens that say for whom files may be uploaded and asked about, and until when. Whoever has
/// authenticated a user in a way of its own, such as a provisioning server, fetches one and hands
/// it on; the device sends it as `Authorization: Bearer` (RFC 6750 section 2.1).
///
/// ```
///   token = base64url( version, 1 octet | id of the key, 4 | end in seconds since 1970, 4
///                      | number, 8 | first 16 octets of the HMAC over all of these )
/// ```
///
/// That is 44 characters, with one spelling for each token. What the key signs for an address of
/// [SignedLinks] is signed for another purpose and is never a token. Nothing is kept of a token: it
/// ends by itself, with its key, or with the account of its user. Thread-safe.
public final class UploadTokens {
    /// Characters of a token; nothing longer or shorter is looked at.
    static final int LENGTH = 44;

    /// The shortest life.
    public static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final String PURPOSE = "token";
    private static final byte VERSION = 1;
    private static final int MAC = 16;
    private static final int OCTETS = 1 + 4 + 4 + 8 + MAC;

    private final SigningKey key;
    private final InstantSource clock;
    private final Duration longest;

    /// A token, which must not be logged.
    ///
    /// @param until from then on it is worth nothing
    public record Issued(String token, Instant until) {
        @Override
        public String toString() {
            return "token until " + until;
        }
    }

    /// What a token is worth.
    sealed interface Verdict {
        record Valid(Msisdn user) implements Verdict {}

        /// @param why in printable ASCII, without quotes
        record Refused(String why) implements Verdict {}
    }

    /// @param longest life of a token
    UploadTokens(SigningKey key, InstantSource clock, Duration longest) {
        this.key = key;
        this.clock = clock;
        this.longest = longest;
    }

    public Duration longest() {
        return longest;
    }

    /// A new token.
    ///
    /// @param life from [#SHORTEST] to [#longest]; anything else is an [IllegalArgumentException]
    public Issued issue(Msisdn user, Duration life) {
        if (life.compareTo(SHORTEST) < 0 || life.compareTo(longest) > 0) {
            throw new IllegalArgumentException(life + " is no life of a token");
        }
        long end = clock.instant().getEpochSecond() + life.toSeconds();
        int seconds = (int) end; // as an unsigned number: good until 2106
        var octets =
                ByteBuffer.allocate(OCTETS)
                        .put(VERSION)
                        .putInt(key.id())
                        .putInt(seconds)
                        .putLong(user.e164());
        octets.put(key.sign(signed(key.id(), seconds, user.e164())), 0, MAC);
        return new Issued(
                Base64.getUrlEncoder().encodeToString(octets.array()), Instant.ofEpochSecond(end));
    }

    private static String[] signed(int id, int seconds, long number) {
        return new String[] {
            PURPOSE,
            Byte.toString(VERSION),
            Integer.toString(id),
            Integer.toUnsignedString(seconds),
            Long.toString(number)
        };
    }

    Verdict judge(String token) {
        if (token.length() != LENGTH) {
            return new Verdict.Refused("not a token of this server");
        }
        byte[] octets;
        try {
            octets = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException _) {
            return new Verdict.Refused("not a token of this server");
        }
        if (octets.length != OCTETS || octets[0] != VERSION) {
            return new Verdict.Refused("not a token of this server");
        }
        ByteBuffer fields = ByteBuffer.wrap(octets, 1, OCTETS - 1);
        int id = fields.getInt();
        int seconds = fields.getInt();
        long number = fields.getLong();
        byte[] mac = Arrays.copyOfRange(octets, OCTETS - MAC, OCTETS);
        if (!key.has(id)) {
            return new Verdict.Refused("signed with a key this server does not have");
        }
        if (!key.signed(id, mac, signed(id, seconds, number))) {
            return new Verdict.Refused("not a token of this server");
        }
        return clock.instant().getEpochSecond() < Integer.toUnsignedLong(seconds)
                ? new Verdict.Valid(new Msisdn(number))
                : new Verdict.Refused("the token has expired");
    }
}
