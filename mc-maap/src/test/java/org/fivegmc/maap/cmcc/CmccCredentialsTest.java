package org.fivegmc.maap.cmcc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CmccCredentialsTest {

    private static final String DATE = "Mon, 06 Jul 2020 11:28:53 GMT";
    private static final Instant THEN = Instant.parse("2020-07-06T11:28:53Z");
    private static final String VECTOR =
            "Basic ZGVtb0FwcDpmNGI3ZGQ1MDRlZGZjYzczMTJiMzRkZmE4NzNjNTQxZDllYWI1NGE3ZmE5MjkwY2IxYTNj"
                    + "ZjlkMmZhNTliMWU2";

    private static void check(String authorization, String date, Instant now) {
        CmccCredentials.check(authorization, date, "demoApp", "demo-password", now);
    }

    private static void refuses(String authorization, String date, Instant now, CmccCode code) {
        assertThatThrownBy(() -> check(authorization, date, now))
                .asInstanceOf(type(CmccRefusal.class))
                .extracting(CmccRefusal::code)
                .isEqualTo(code);
    }

    @Test
    void areThoseOfTheSpecification() {
        assertThat(CmccCredentials.authorization("demoApp", "demo-password", DATE))
                .isEqualTo(VECTOR);
        assertThat(CmccCredentials.date(THEN)).isEqualTo(DATE);
        assertThatCode(() -> check(VECTOR, DATE, THEN)).doesNotThrowAnyException();
    }

    @Test
    void digitsOfTheDigestMayBeLarge() {
        String claimed =
                new String(Base64.getDecoder().decode(VECTOR.substring("Basic ".length())), UTF_8);
        String large = "demoApp:" + claimed.substring("demoApp:".length()).toUpperCase(Locale.ROOT);
        assertThatCode(() ->
                        check(
                                "basic "
                                        + Base64.getEncoder().encodeToString(large.getBytes(UTF_8)),
                                DATE,
                                THEN))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"300, true", "-300, true", "301, false", "-301, false"})
    void holdForFiveMinutes(long seconds, boolean holds) {
        Instant now = THEN.plusSeconds(seconds);
        if (holds) {
            assertThatCode(() -> check(VECTOR, DATE, now)).doesNotThrowAnyException();
        } else {
            refuses(VECTOR, DATE, now, CmccCode.DATE);
        }
    }

    /// What was overheard is of no use with another Date.
    @Test
    void holdForTheirDateAlone() {
        Instant now = THEN.plusSeconds(3600);
        refuses(VECTOR, CmccCredentials.date(now), now, CmccCode.AUTHORIZATION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Basic",
                "Basic !",
                "Basic ZGVtb0FwcA==",
                "Bearer ZGVtb0FwcDpmNGI3",
                "Basic ZGVtb0FwcDpmNGI3",
                "accessToken x"
            })
    void whatIsNoProofIsRefused(String authorization) {
        refuses(authorization, DATE, THEN, CmccCode.AUTHORIZATION);
    }

    @Test
    void idSecretAndDateHaveToBeRight() {
        refuses(
                CmccCredentials.authorization("demoApq", "demo-password", DATE),
                DATE,
                THEN,
                CmccCode.AUTHORIZATION);
        refuses(
                CmccCredentials.authorization("demoApp", "demo-passwore", DATE),
                DATE,
                THEN,
                CmccCode.AUTHORIZATION);
        refuses(VECTOR, "", THEN, CmccCode.AUTHORIZATION);
        // who knows the secret is told what is wrong with its clock
        refuses(
                CmccCredentials.authorization("demoApp", "demo-password", "20200706112853"),
                "20200706112853",
                THEN,
                CmccCode.DATE);
    }
}
