package org.fivegmc.fallback.cmpp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import org.fivegmc.fallback.text.Octets;

/// The proofs of CMPP_CONNECT and its answer (CMPP 3.0 clause 8.4.1): MD5 over what both sides
/// know, which is what the protocol has.
final class Authenticator {
    private Authenticator() {}

    /// AuthenticatorSource: of Source_Addr, nine zeros, the secret and ten digits of time stamp.
    static Octets source(String sourceAddr, String secret, int timestamp) {
        MessageDigest md5 = md5();
        md5.update(ascii(sourceAddr));
        md5.update(new byte[9]);
        md5.update(ascii(secret));
        md5.update(ascii(String.format(Locale.ROOT, "%010d", timestamp)));
        return Octets.of(md5.digest());
    }

    /// AuthenticatorISMG: of the status as it stands in the PDU, AuthenticatorSource and the
    /// secret.
    ///
    /// @param width octets of the status
    static Octets answer(int status, int width, Octets source, String secret) {
        MessageDigest md5 = md5();
        for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
            md5.update((byte) (status >> shift & 0xff));
        }
        md5.update(source.array());
        md5.update(ascii(secret));
        return Octets.of(md5.digest());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
