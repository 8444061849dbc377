package org.fivegmc.wire.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.strings;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.fivegmc.wire.Parse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    private static final String DOMAIN = "ims.mnc000.mcc460.3gppnetwork.org";
    private static final String USER = "460001357924680@" + DOMAIN;
    private static final String NONCE = "dcd98b7102dd2f0e8b11d0f600bfb0c093";
    private static final byte[] SECRET = "Secret-5GMC".getBytes(StandardCharsets.UTF_8);

    /// The Authorization header of the handset in the REGISTER example, response and algorithm to
    /// be filled.
    private static String header(String nonce, String algorithm, String response) {
        return ("Digest username=\"" + USER + "\", realm=\"" + DOMAIN + "\", nonce=\"" + nonce)
                + ("\", uri=\"sip:" + DOMAIN + "\", qop=auth, nc=00000001, cnonce=\"0a4f113b\", ")
                + ("algorithm=" + algorithm + ", response=\"" + response + "\"");
    }

    private static DigestCredentials read(String header) {
        return switch (DigestCredentials.parse(header)) {
            case Parse.Parsed<DigestCredentials>(DigestCredentials credentials) -> credentials;
            case Parse.Malformed<DigestCredentials>(int offset, String rule) ->
                    fail(rule + " at " + offset);
        };
    }

    private static String ha1(DigestAlgorithm algorithm) {
        return DigestResponse.ha1(algorithm, USER, DOMAIN, SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "MD5, 3cccd2e7fa9763af24774b87be760457",
        "SHA_256, 72c1726847b4b6de5d08c1acc93c29dc9468f662cd891bdcf380148383fbf7f1",
        "SHA_512_256, f4f2a5dd0c2b4bfc2aec72db4919129788893b7769c7c8fa81cef63823687828"
    })
    void givesTheKnownAnswers(DigestAlgorithm algorithm, String expected) {
        DigestCredentials credentials = read(header(NONCE, algorithm.token(), expected));
        assertThat(DigestResponse.compute(algorithm, ha1(algorithm), "REGISTER", credentials))
                .isEqualTo(expected);
        assertThat(DigestResponse.verify(algorithm, ha1(algorithm), "REGISTER", credentials))
                .isEqualTo(DigestVerdict.MATCHES);
        assertThat(DigestResponse.verify(algorithm, ha1(algorithm), "INVITE", credentials))
                .isEqualTo(DigestVerdict.WRONG);
    }

    /// The example of RFC 7616 section 3.9.1.
    @Tag("RFC7616-3.4")
    @ParameterizedTest
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA_256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void givesTheAnswersOfTheRfc(DigestAlgorithm algorithm, String expected) {
        String nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
        DigestCredentials credentials =
                read(
                        "Digest username=\"Mufasa\", realm=\"http-auth@example.org\""
                                + (", uri=\"/dir/index.html\", nonce=\"" + nonce + "\"")
                                + (", nc=00000001, qop=auth, algorithm=" + algorithm.token())
                                + ", cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\""
                                + (", response=\"" + expected + "\""));
        byte[] secret = "Circle of Life".getBytes(StandardCharsets.UTF_8);
        String ha1 =
                DigestResponse.ha1(algorithm, credentials.username(), credentials.realm(), secret);
        assertThat(DigestResponse.verify(algorithm, ha1, "GET", credentials))
                .isEqualTo(DigestVerdict.MATCHES);
    }

    @Tag("RFC3310-3.3")
    @Test
    void takesTheResOfACardAsOctets() {
        byte[] rand = HexFormat.of().parseHex("23553cbe9637a89d218ae64dae47bf35");
        byte[] autn = HexFormat.of().parseHex("aa689c64837000000000000000000001");
        String nonce = DigestResponse.akaNonce(rand, autn);
        assertThat(nonce).isEqualTo("I1U8vpY3qJ0hiuZNrke/NaponGSDcAAAAAAAAAAAAAE=");

        byte[] res = HexFormat.of().parseHex("a54211d5e3ba50bf");
        var aka = DigestAlgorithm.AKAV1_MD5;
        var answer = read(header(nonce, "AKAv1-MD5", "465c81300e7f68f214cef89e052e3a64"));
        String known = DigestResponse.ha1(aka, USER, DOMAIN, res);
        assertThat(DigestResponse.verify(aka, known, "REGISTER", answer))
                .isEqualTo(DigestVerdict.MATCHES);

        String resync =
                header(nonce, "AKAv1-MD5", "041a203eae975cd029c06194f132460a") + ", auts=\"AAAA\"";
        String empty = DigestResponse.ha1(aka, USER, DOMAIN, new byte[0]);
        assertThat(read(resync).auts()).isEqualTo("AAAA");
        assertThat(DigestResponse.verify(aka, empty, "REGISTER", read(resync)))
                .isEqualTo(DigestVerdict.MATCHES);
        assertThatThrownBy(() -> DigestResponse.akaNonce(res, autn))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void worksWithoutQualityOfProtection() {
        DigestCredentials credentials =
                read(
                        ("Digest username=" + USER + ",realm=" + DOMAIN + ",nonce=" + NONCE)
                                + (",uri=sip:" + DOMAIN + ",response=x"));
        // RFC 2617 section 3.2.2.1: H(HA1:nonce:HA2), written out
        String ha2 = DigestAlgorithm.MD5.hash("REGISTER:sip:" + DOMAIN);
        String expected =
                DigestAlgorithm.MD5.hash(ha1(DigestAlgorithm.MD5) + ":" + NONCE + ":" + ha2);
        assertThat(
                        DigestResponse.compute(
                                DigestAlgorithm.MD5,
                                ha1(DigestAlgorithm.MD5),
                                "REGISTER",
                                credentials))
                .isEqualTo(expected);
    }

    @Test
    void sessionsMixInTheNonces() {
        var session = DigestAlgorithm.SHA_256_SESS;
        DigestCredentials credentials = read(header(NONCE, session.token(), "0"));
        String mixed = session.hash(ha1(session) + ":" + NONCE + ":0a4f113b");
        assertThat(DigestResponse.compute(session, ha1(session), "REGISTER", credentials))
                .isEqualTo(
                        DigestResponse.compute(
                                DigestAlgorithm.SHA_256, mixed, "REGISTER", credentials));
    }

    @ParameterizedTest
    @EnumSource(DigestAlgorithm.class)
    void everyAlgorithmIsFoundByItsToken(DigestAlgorithm algorithm) {
        assertThat(DigestAlgorithm.of(algorithm.token())).contains(algorithm);
        String response =
                DigestResponse.compute(
                        algorithm,
                        ha1(algorithm),
                        "REGISTER",
                        read(header(NONCE, algorithm.token(), "")));
        // upper-case digits and quoted tokens occur
        String sent = response.toUpperCase(Locale.ROOT);
        String quoted = "\"" + algorithm.token() + "\"";
        assertThat(
                        DigestResponse.verify(
                                algorithm,
                                ha1(algorithm),
                                "REGISTER",
                                read(header(NONCE, quoted, sent))))
                .isEqualTo(DigestVerdict.MATCHES);
    }

    @Test
    void anIntroductionIsNoFailedAttempt() {
        DigestCredentials first = read(header("", "SHA-256", ""));
        assertThat(first.isIntroduction()).isTrue();
        assertThat(first.username()).isEqualTo(USER);
        assertThat(verdict(header("", "SHA-256", ""))).isEqualTo(DigestVerdict.NO_ATTEMPT);
    }

    @Test
    void refusesWhatWasNotOffered() {
        String good = header(NONCE, "SHA-256", "0");
        assertThat(verdict(good)).isEqualTo(DigestVerdict.WRONG);
        for (String bad :
                List.of(
                        good.replace("SHA-256", "MD5"),
                        good.replace("SHA-256", "ROT13"),
                        good.replace("qop=auth", "qop=auth-int"),
                        good.replace("nc=00000001", "nc=1"),
                        good.replace("cnonce=\"0a4f113b\", ", ""))) {
            assertThat(verdict(bad)).as(bad).isEqualTo(DigestVerdict.UNSUPPORTED);
        }
    }

    private static DigestVerdict verdict(String header) {
        var offered = DigestAlgorithm.SHA_256;
        return DigestResponse.verify(offered, ha1(offered), "REGISTER", read(header));
    }

    @Test
    void readsTheQuirksOfClients() {
        DigestCredentials credentials =
                read(
                        "digest USERNAME = \"a\\\"b,c\" ,, qop=\"auth\",nc=\"0000000A\", uri=sip:x;a=b");
        assertThat(credentials.username()).isEqualTo("a\"b,c");
        assertThat(credentials.qop()).isEqualTo("auth");
        assertThat(credentials.count()).isEqualTo(10);
        assertThat(credentials.uri()).isEqualTo("sip:x;a=b");
        assertThat(read("Digest").isIntroduction()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic YTpi", "Digestusername=a", "Digest a", "Digest nc=1, NC=2"})
    void refusesWhatIsNoDigest(String header) {
        assertThat(DigestCredentials.parse(header)).isInstanceOf(Parse.Malformed.class);
    }

    @Test
    void boundsTheHeader() {
        String start = "Digest realm=";
        String longest = start + "a".repeat(DigestCredentials.DEFAULT_MAX_LENGTH - start.length());
        assertThat(DigestCredentials.parse(longest)).isInstanceOf(Parse.Parsed.class);
        assertThat(DigestCredentials.parse(longest + "a")).isInstanceOf(Parse.Malformed.class);
    }

    @Tag("RFC8760-2.3")
    @Test
    void writesOneChallengePerAlgorithmMostPreferredFirst() {
        var algorithms = List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5);
        var challenge = new DigestChallenge("a\"b", "n", algorithms, true, true, "o");
        assertThat(challenge.headerValues())
                .containsExactly(
                        "Digest realm=\"a\\\"b\", nonce=\"n\", algorithm=SHA-256, qop=\"auth\","
                                + " stale=true, opaque=\"o\"",
                        "Digest realm=\"a\\\"b\", nonce=\"n\", algorithm=MD5, qop=\"auth\","
                                + " stale=true, opaque=\"o\"");
        var plain = new DigestChallenge("r", "n", List.of(DigestAlgorithm.MD5), false, false, "");
        assertThat(plain.headerValues())
                .containsExactly("Digest realm=\"r\", nonce=\"n\", algorithm=MD5");
        assertThatThrownBy(() -> new DigestChallenge("r", "n", List.of(), true, false, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsWrittenIsRead() {
        var text = strings().basicLatinAlphabet().ofLengthBetween(0, 20);
        qt().forAll(text, text, text)
                .checkAssert((user, realm, nonce) -> {
                    var credentials =
                            new DigestCredentials(
                                    user,
                                    realm,
                                    nonce,
                                    "sip:x",
                                    "0a",
                                    "MD5",
                                    "auth",
                                    "00000001",
                                    "c",
                                    "",
                                    "");
                    assertThat(read(credentials.text())).isEqualTo(credentials);
                });
    }

    @Test
    void noTextMakesItThrow() {
        qt().forAll(strings().allPossible().ofLengthBetween(0, 60))
                .checkAssert(text -> {
                    assertThat(DigestCredentials.parse(text)).isNotNull();
                    if (DigestCredentials.parse("Digest nc=\"" + text)
                            instanceof Parse.Parsed<DigestCredentials>(var credentials)) {
                        assertThat(credentials.count()).isGreaterThanOrEqualTo(-1);
                    }
                });
    }
}
