package org.fivegmc.fallback.cmpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

final class AuthenticatorTest {
    /// `printf '901234\0\0\0\0\0\0\0\0\0secret0102030405' | md5sum`, and so on.
    @Test
    void proofsAreThoseOfMd5sum() {
        var source = Authenticator.source("901234", "secret", 102_030_405);
        assertThat(source.toString()).isEqualTo("1c39df8b9c01798a8f35c3c785cf91ce");
        assertThat(Authenticator.answer(0, 4, source, "secret").toString())
                .isEqualTo("e9ed198350952cc89cfdfb0c747e8438");
        assertThat(Authenticator.answer(3, 1, source, "secret").toString())
                .isEqualTo("84cc831802dd6277f1101eb3a939e592");
    }

    @Test
    void theTimeStampIsMonthToSecondAsANumber() {
        assertThat(CmppSession.timestamp(LocalDateTime.of(2026, 12, 31, 23, 59, 58)))
                .isEqualTo(1_231_235_958);
        assertThat(CmppSession.timestamp(LocalDateTime.of(2026, 1, 2, 3, 4, 5)))
                .isEqualTo(102_030_405);
    }
}
