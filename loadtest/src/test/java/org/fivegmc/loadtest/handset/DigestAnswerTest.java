package org.fivegmc.loadtest.handset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestAnswerTest {
    private static final String DOMAIN = "ims.mnc000.mcc460.3gppnetwork.org";
    private static final Secret.Password SECRET =
            new Secret.Password("460001357924680@" + DOMAIN, "Secret-5GMC");

    @ParameterizedTest
    @CsvSource({
        "MD5, 3cccd2e7fa9763af24774b87be760457",
        "SHA-256, 72c1726847b4b6de5d08c1acc93c29dc9468f662cd891bdcf380148383fbf7f1",
        "SHA-512-256, f4f2a5dd0c2b4bfc2aec72db4919129788893b7769c7c8fa81cef63823687828"
    })
    void computesTheKnownAnswers(String algorithm, String response) {
        DigestChallenge challenge =
                DigestChallenge.parse(
                                "Digest realm=\"%s\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", qop=\"auth,auth-int\", algorithm=%s"
                                        .formatted(DOMAIN, algorithm))
                        .orElseThrow();
        String header =
                DigestAnswer.header(challenge, SECRET, "REGISTER", "sip:" + DOMAIN, "0a4f113b", 1);
        assertThat(header)
                .contains("response=\"" + response + "\"")
                .contains("nc=00000001")
                .contains("qop=auth,");
    }

    @Test
    void answersWithoutQopWhenNoneIsOffered() {
        DigestChallenge challenge =
                DigestChallenge.parse("Digest nonce=\"n\", algorithm=MD5, realm=\"r\"")
                        .orElseThrow();
        assertThat(DigestAnswer.header(challenge, SECRET, "REGISTER", "sip:r", "c", 1))
                .doesNotContain("qop", "cnonce", "nc=");
    }

    @Test
    void takesTheFirstChallengeItUnderstands() {
        assertThat(
                        DigestChallenge.choose(
                                List.of(
                                        "Digest realm=\"r\", nonce=\"a\", algorithm=AKAv1-MD5",
                                        "Digest realm=\"r\", nonce=\"b\", algorithm=\"SHA-256\"",
                                        "Digest realm=\"r\", nonce=\"c\"")))
                .hasValueSatisfying(challenge -> assertThat(challenge.nonce()).isEqualTo("b"));
    }
}
