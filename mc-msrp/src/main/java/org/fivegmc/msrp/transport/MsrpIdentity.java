package org.fivegmc.msrp.transport;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.fivegmc.wire.sdp.Fingerprint;

/// Key and certificate an endpoint shows over TLS. Peers know the certificate by the fingerprint in
/// our descriptions (RFC 8122), so it may be one we have signed ourselves.
///
/// @param chain the certificate, then those of its issuers if it has any
public record MsrpIdentity(PrivateKey key, List<X509Certificate> chain) {
    private static final int SERIAL_BITS = 64;

    public MsrpIdentity {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("no certificate");
        }
        chain = List.copyOf(chain);
    }

    /// Makes a key on P-256 and a certificate for it that nobody else has signed.
    ///
    /// @param name common name; peers do not look at it
    /// @param now the certificate is valid from a day before
    /// @param validity from now on
    public static MsrpIdentity selfSigned(String name, Instant now, Duration validity) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            byte[] certificate = certificate(pair, name, now, validity);
            var read =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(new ByteArrayInputStream(certificate));
            return new MsrpIdentity(pair.getPrivate(), List.of(read));
        } catch (GeneralSecurityException e) {
            throw new EndpointStartException("cannot make a certificate", e);
        }
    }

    /// Of the certificate, for our descriptions.
    public Fingerprint fingerprint() {
        try {
            return Fingerprint.sha256(chain.getFirst().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new EndpointStartException("cannot encode the certificate", e);
        }
    }

    /// A certificate of version 3 (RFC 5280 section 4.1) that is no authority's.
    private static byte[] certificate(KeyPair pair, String name, Instant now, Duration validity)
            throws GeneralSecurityException {
        byte[] ecdsaWithSha256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));
        byte[] commonName = Der.sequence(Der.oid(2, 5, 4, 3), Der.utf8(name));
        byte[] subject = Der.sequence(Der.set(commonName));
        byte[] noAuthority =
                Der.sequence(Der.oid(2, 5, 29, 19), Der.yes(), Der.octetString(Der.sequence()));
        byte[] signed =
                Der.sequence(
                        Der.tagged(0, Der.integer(BigInteger.TWO)),
                        Der.integer(
                                new BigInteger(SERIAL_BITS, new SecureRandom())
                                        .setBit(SERIAL_BITS)),
                        ecdsaWithSha256,
                        subject,
                        Der.sequence(
                                Der.time(now.minus(Duration.ofDays(1))),
                                Der.time(now.plus(validity))),
                        subject,
                        pair.getPublic().getEncoded(),
                        Der.tagged(3, Der.sequence(noAuthority)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(signed);
        return Der.sequence(signed, ecdsaWithSha256, Der.bitString(signature.sign()));
    }
}
