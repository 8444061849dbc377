package org.fivegmc.msrp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MsrpIdentityTest {
    @Test
    void signsItsOwnCertificate() throws Exception {
        Instant now = Instant.parse("2026-11-27T03:00:00Z");
        MsrpIdentity identity = MsrpIdentity.selfSigned("msrp.example", now, Duration.ofDays(365));
        X509Certificate certificate = identity.chain().getFirst();
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=msrp.example");
        assertThat(certificate.getVersion()).isEqualTo(3);
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(now.minus(Duration.ofDays(1)));
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(now.plus(Duration.ofDays(365)));
        assertThat(identity.fingerprint().matches(certificate.getEncoded())).isTrue();
    }

    @Test
    void aLongValidityIsWrittenLong() {
        Instant now = Instant.parse("2026-11-27T03:00:00Z");
        X509Certificate certificate =
                MsrpIdentity.selfSigned("x".repeat(300), now, Duration.ofDays(36_500))
                        .chain()
                        .getFirst();
        assertThat(certificate.getNotAfter().toInstant())
                .isEqualTo(now.plus(Duration.ofDays(36_500)));
    }
}
