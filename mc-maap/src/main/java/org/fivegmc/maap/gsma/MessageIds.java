package org.fivegmc.maap.gsma;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.maap.tenant.Chatbot;

/// Makes msgIds that tell whom a message went to, since the dialect asks about and cancels messages
/// by their id alone. Others can not read the number, which stands in logs so:
///
/// ```
/// base64url( 7 octets nonce | 7 octets number XOR HMAC(1 nonce) | 4 octets HMAC(2 nonce number) )
/// ```
///
/// The key is the app key of the chatbot: with another one ids of before are not known any more.
/// Thread-safe.
final class MessageIds {

    /// Characters of an id.
    static final int LENGTH = 24;

    private static final int NONCE = 7;
    private static final int NUMBER = 7;
    private static final int CHECK = 4;
    private static final byte MASK = 1;
    private static final byte PROOF = 2;
    private static final byte KNOWN = 3;

    private final SecureRandom random = new SecureRandom();

    /// A new id, or for a request that comes again the one it had.
    ///
    /// @param request what the chatbot knows its request by; empty for nothing
    ImdnMessageId mint(Chatbot chatbot, Msisdn recipient, String request) {
        String key = chatbot.keys().appKey();
        byte[] number = number(recipient);
        byte[] nonce = nonce(key, number, request);
        byte[] id =
                ByteBuffer.allocate(NONCE + NUMBER + CHECK)
                        .put(nonce)
                        .put(masked(key, nonce, number))
                        .put(check(key, nonce, number))
                        .array();
        return new ImdnMessageId(Base64.getUrlEncoder().encodeToString(id));
    }

    private byte[] nonce(String key, byte[] number, String request) {
        if (request.isEmpty()) {
            byte[] octets = new byte[NONCE];
            random.nextBytes(octets);
            return octets;
        }
        return Arrays.copyOf(
                GsmaSignature.hmac(key, new byte[] {KNOWN}, number, request.getBytes(UTF_8)),
                NONCE);
    }

    /// Whom it went to; empty for an id that was not made for this chatbot.
    static Optional<Msisdn> recipient(Chatbot chatbot, String id) {
        if (id.length() != LENGTH) {
            return Optional.empty();
        }
        byte[] octets;
        try {
            octets = Base64.getUrlDecoder().decode(id);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        if (octets.length != NONCE + NUMBER + CHECK) {
            return Optional.empty();
        }
        String key = chatbot.keys().appKey();
        byte[] nonce = Arrays.copyOf(octets, NONCE);
        byte[] number = masked(key, nonce, Arrays.copyOfRange(octets, NONCE, NONCE + NUMBER));
        byte[] given = Arrays.copyOfRange(octets, NONCE + NUMBER, octets.length);
        if (!MessageDigest.isEqual(check(key, nonce, number), given)) {
            return Optional.empty();
        }
        long digits = ByteBuffer.allocate(Long.BYTES).put((byte) 0).put(number).getLong(0);
        return Optional.of(new Msisdn(digits));
    }

    private static byte[] number(Msisdn recipient) {
        byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(recipient.e164()).array();
        return Arrays.copyOfRange(all, Long.BYTES - NUMBER, Long.BYTES);
    }

    private static byte[] masked(String key, byte[] nonce, byte[] number) {
        byte[] mask = GsmaSignature.hmac(key, new byte[] {MASK}, nonce);
        byte[] out = new byte[NUMBER];
        for (int i = 0; i < NUMBER; i++) {
            out[i] = (byte) (mask[i] ^ number[i]);
        }
        return out;
    }

    private static byte[] check(String key, byte[] nonce, byte[] number) {
        return Arrays.copyOf(GsmaSignature.hmac(key, new byte[] {PROOF}, nonce, number), CHECK);
    }
}
