package org.fivegmc.maap.gsma;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC-SHA256 for what this dialect signs.
final class GsmaSignature {

    private static final String ALGORITHM = "HmacSHA256";

    private GsmaSignature() {}

    /// @param parts one behind the other
    static byte[] hmac(String key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(UTF_8), ALGORITHM));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /// Of a call of a webhook: over its time, a dot and its body, in hexadecimal.
    static String of(String token, String timestamp, byte[] body) {
        return HexFormat.of().formatHex(hmac(token, (timestamp + ".").getBytes(UTF_8), body));
    }
}
