package org.fivegmc.maap.ctcu;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// What proves to a chatbot that a call is from this server: the SHA-256 of token, time and nonce
/// in the order of their characters.
final class CtcuSignature {

    private CtcuSignature() {}

    static String of(String token, String timestamp, String nonce) {
        String[] sorted = {token, timestamp, nonce};
        Arrays.sort(sorted);
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(String.join("", sorted).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
