package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// The digest algorithms of RFC 8760 and the name the JDK has for each.
enum DigestAlgorithm {
    MD5("MD5", "MD5"),
    SHA_256("SHA-256", "SHA-256"),
    SHA_512_256("SHA-512-256", "SHA-512/256");

    private final String sipName;
    private final String jdkName;

    DigestAlgorithm(String sipName, String jdkName) {
        this.sipName = sipName;
        this.jdkName = jdkName;
    }

    String sipName() {
        return sipName;
    }

    static Optional<DigestAlgorithm> named(String name) {
        return Arrays.stream(values()).filter(a -> a.sipName.equalsIgnoreCase(name)).findFirst();
    }

    /// Lower-case hex of the hash of the UTF-8 octets.
    String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(jdkName).digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("the JDK lacks " + jdkName, missing);
        }
    }
}
