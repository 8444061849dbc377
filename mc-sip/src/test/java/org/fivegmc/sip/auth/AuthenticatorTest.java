package org.fivegmc.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.subscriber.Credentials;
import org.fivegmc.sip.Roles;
import org.fivegmc.sip.Roles.Arrived;
import org.fivegmc.wire.digest.DigestAlgorithm;
import org.fivegmc.wire.digest.DigestCredentials;
import org.fivegmc.wire.digest.DigestResponse;
import org.fivegmc.wire.digest.Guesses;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("RFC7616")
class AuthenticatorTest {

    private static final String REALM = "ims.mnc000.mcc460.3gppnetwork.org";
    private static final String IDENTITY = "460001357924680@" + REALM;
    private static final long LIFETIME_MS = 60_000;

    private final Roles roles = new Roles();
    private final AtomicInteger proven = new AtomicInteger();
    private Authenticator authenticator =
            authenticator(
                    List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5), AkaVectorSource.NONE);

    private Authenticator authenticator(List<DigestAlgorithm> algorithms, AkaVectorSource vectors) {
        return new Authenticator(
                new Authenticator.Settings(REALM, algorithms, LIFETIME_MS, vectors),
                roles.steps.center(),
                roles.steps.clock);
    }

    @BeforeEach
    void alice() {
        roles.provision(Roles.ALICE, new Credentials.Password("Secret-5GMC"));
    }

    private static Arrived arrive(String... authorizations) {
        return Roles.arrive(
                """
                REGISTER sip:%s SIP/2.0
                From: <sip:+8613800000001@ims.example>;tag=r1
                To: <sip:+8613800000001@ims.example>
                Call-ID: reg-1
                CSeq: 1 REGISTER
                """
                                .formatted(REALM)
                        + String.join(
                                "\n",
                                List.of(authorizations).stream()
                                        .map(a -> "Authorization: " + a)
                                        .toList()));
    }

    private Arrived register(String... authorizations) {
        Arrived in = arrive(authorizations);
        authenticator.authenticate(in, Roles.ALICE, proven::incrementAndGet);
        roles.steps.settle();
        return in;
    }

    private static String nonce(Arrived in) {
        String challenge = in.fields("WWW-Authenticate").getFirst();
        int from = challenge.indexOf("nonce=\"") + 7;
        return challenge.substring(from, challenge.indexOf('"', from));
    }

    /// What a handset writes; fields may be changed before it computes.
    private static DigestCredentials credentials(
            DigestAlgorithm algorithm, String nonce, String qop, String nc, String secret) {
        return answered(
                new DigestCredentials(
                        IDENTITY,
                        REALM,
                        nonce,
                        "sip:" + REALM,
                        "",
                        algorithm.token(),
                        qop,
                        nc,
                        qop.isEmpty() && !algorithm.isSession() ? "" : "0a4f113b",
                        "",
                        ""),
                algorithm,
                secret.getBytes(StandardCharsets.UTF_8));
    }

    private static DigestCredentials answered(
            DigestCredentials c, DigestAlgorithm algorithm, byte[] secret) {
        String ha1 = DigestResponse.ha1(algorithm, c.username(), REALM, secret);
        return new DigestCredentials(
                c.username(),
                c.realm(),
                c.nonce(),
                c.uri(),
                DigestResponse.compute(algorithm, ha1, "REGISTER", c),
                c.algorithm(),
                c.qop(),
                c.nonceCount(),
                c.cnonce(),
                c.opaque(),
                c.auts());
    }

    private static DigestCredentials md5(String nonce, String nc) {
        return credentials(DigestAlgorithm.MD5, nonce, "auth", nc, "Secret-5GMC");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AKAV1_MD5")
    void everyAlgorithmProves(DigestAlgorithm algorithm) {
        authenticator = authenticator(List.of(algorithm), AkaVectorSource.NONE);
        Arrived asked = register();
        assertThat(asked.status()).isEqualTo(401);
        assertThat(asked.fields("WWW-Authenticate"))
                .singleElement()
                .asString()
                .contains("algorithm=" + algorithm.token(), "qop=\"auth\"", "realm=\"" + REALM);

        Arrived in =
                register(
                        credentials(algorithm, nonce(asked), "auth", "00000001", "Secret-5GMC")
                                .text());
        assertThat(in.isAnswered()).isFalse();
        assertThat(proven).hasValue(1);
    }

    @Test
    @Tag("RFC8760-2.3")
    void thePreferredAlgorithmIsOfferedFirst() {
        assertThat(register().fields("WWW-Authenticate"))
                .hasSize(2)
                .satisfiesExactly(
                        first -> assertThat(first).contains("algorithm=SHA-256"),
                        second -> assertThat(second).contains("algorithm=MD5"));
    }

    @Test
    @Tag("TS24229-5.1.1.2.2")
    void anEmptyFirstAuthorizationIsAQuestion() {
        Arrived in =
                register(
                        "Digest username=\"%s\", realm=\"%s\", uri=\"sip:%s\", nonce=\"\", algorithm=SHA-256, response=\"\""
                                .formatted(IDENTITY, REALM, REALM));
        assertThat(in.status()).isEqualTo(401);
        assertThat(in.fields("WWW-Authenticate")).noneMatch(c -> c.contains("stale"));
    }

    /// Nobody else hears what is thrown behind the question to the core.
    @Test
    void aRoleThatFailsIsAnsweredFor() {
        String given = md5(nonce(register()), "00000001").text();
        Arrived in = arrive(given);
        authenticator.authenticate(
                in,
                Roles.ALICE,
                () -> {
                    throw new IllegalStateException("broken");
                });
        roles.steps.settle();
        assertThat(in.status()).isEqualTo(500);
        assertThat(in.faults())
                .singleElement()
                .hasToString("java.lang.IllegalStateException: broken");
    }

    @Test
    void aWrongPasswordIsForbidden() {
        String given =
                credentials(DigestAlgorithm.MD5, nonce(register()), "auth", "00000001", "wrong")
                        .text();
        assertThat(register(given).status()).isEqualTo(403);
        assertThat(proven).hasValue(0);
    }

    @Test
    void afterManyWrongPasswordsTheRightOneWaits() {
        String nonce = nonce(register());
        for (int i = 1; i <= Guesses.MAX_WRONG; i++) {
            String count = "%08x".formatted(i);
            register(credentials(DigestAlgorithm.MD5, nonce, "auth", count, "wrong" + i).text());
        }
        Arrived in = register(md5(nonce, "0000000b").text());
        assertThat(in.status()).isEqualTo(403);
        assertThat(proven).hasValue(0);
        roles.steps.pass(Guesses.WINDOW_MS);
        register(md5(nonce(register()), "00000001").text());
        assertThat(proven).hasValue(1);
    }

    @Test
    void whoHasNoPasswordCantProveAnything() {
        roles.provision(Roles.ALICE, Credentials.NONE);
        assertThat(register(md5(nonce(register()), "00000001").text()).status()).isEqualTo(403);
    }

    @Test
    void countsRiseWithinANonce() {
        String nonce = nonce(register());
        register(md5(nonce, "00000001").text());
        register(md5(nonce, "00000003").text());
        assertThat(proven).hasValue(2);

        Arrived replayed = register(md5(nonce, "00000003").text());
        assertThat(replayed.status()).isEqualTo(401);
        assertThat(replayed.fields("WWW-Authenticate")).allMatch(c -> c.contains("stale=true"));
        assertThat(register(md5(nonce, "00000002").text()).status()).isEqualTo(401);
        assertThat(proven).hasValue(2);
    }

    @Test
    void nonWorkingCountsAreBadRequests() {
        String nonce = nonce(register());
        assertThat(register(md5(nonce, "00000000").text()).status()).isEqualTo(400);
        assertThat(register(md5(nonce, "1").text()).status()).isEqualTo(400);
        assertThat(proven).hasValue(0);
    }

    @Test
    void oldNoncesAreStale() {
        String nonce = nonce(register());
        roles.steps.pass(LIFETIME_MS + 1);
        Arrived in = register(md5(nonce, "00000001").text());
        assertThat(in.status()).isEqualTo(401);
        assertThat(in.fields("WWW-Authenticate")).allMatch(c -> c.contains("stale=true"));
        register(md5(nonce(in), "00000001").text());
        assertThat(proven).hasValue(1);
    }

    @Test
    void noncesOfOthersAreNotStale() {
        Arrived in = register(md5("dcd98b7102dd2f0e8b11d0f600bfb0c093", "00000001").text());
        assertThat(in.status()).isEqualTo(401);
        assertThat(in.fields("WWW-Authenticate")).noneMatch(c -> c.contains("stale"));
    }

    @Test
    void withoutQopItIsTheOldDigest() {
        register(credentials(DigestAlgorithm.MD5, nonce(register()), "", "", "Secret-5GMC").text());
        assertThat(proven).hasValue(1);
    }

    @Test
    void withoutQopANonceIsGoodForOneRequest() {
        String given =
                credentials(DigestAlgorithm.MD5, nonce(register()), "", "", "Secret-5GMC").text();
        register(given);
        assertThat(proven).hasValue(1);
        Arrived replayed = register(given);
        assertThat(replayed.status()).isEqualTo(401);
        assertThat(replayed.fields("WWW-Authenticate")).allMatch(c -> c.contains("stale=true"));
        assertThat(proven).hasValue(1);
    }

    @Test
    @Tag("RFC7616-3.3")
    void aStaleNonceIsToldOnlyToWhoKnowsThePassword() {
        String nonce = nonce(register());
        roles.steps.pass(LIFETIME_MS + 1);
        Arrived in =
                register(
                        credentials(DigestAlgorithm.MD5, nonce, "auth", "00000001", "wrong")
                                .text());
        assertThat(in.status()).isEqualTo(401);
        assertThat(in.fields("WWW-Authenticate")).noneMatch(c -> c.contains("stale"));
    }

    @Test
    void algorithmsNotOfferedAreChallengedAgain() {
        DigestCredentials given =
                credentials(
                        DigestAlgorithm.SHA_512_256,
                        nonce(register()),
                        "auth",
                        "00000001",
                        "Secret-5GMC");
        assertThat(register(given.text()).status()).isEqualTo(401);
        assertThat(register(given.text().replace("SHA-512-256", "ROT13")).status()).isEqualTo(401);
    }

    @Test
    void parametersOfTheUriMayDiffer() {
        DigestCredentials c = md5(nonce(register()), "00000001");
        var given =
                new DigestCredentials(
                        c.username(),
                        c.realm(),
                        c.nonce(),
                        "sip:" + REALM + ";transport=tcp",
                        "",
                        c.algorithm(),
                        c.qop(),
                        c.nonceCount(),
                        c.cnonce(),
                        "",
                        "");
        register(
                answered(given, DigestAlgorithm.MD5, "Secret-5GMC".getBytes(StandardCharsets.UTF_8))
                        .text());
        assertThat(proven).hasValue(1);
        assertThat(register(c.text().replace("uri=\"sip:", "uri=\"sip:else.")).status())
                .isEqualTo(400);
    }

    @Test
    @Tag("RFC3261-22.3")
    void credentialsForOtherRealmsArePassedOver() {
        String other =
                "Digest username=\"x\", realm=\"elsewhere\", nonce=\"n\", uri=\"sip:x\", response=\"0\"";
        assertThat(register(other).status()).isEqualTo(401);
        register(other, md5(nonce(register()), "00000001").text());
        assertThat(proven).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+8613800000001", "sip:+8613800000001@ims.example", "anything at all"})
    void theUserNameIsFree(String name) {
        DigestCredentials c = md5(nonce(register()), "00000001");
        var given =
                new DigestCredentials(
                        name,
                        c.realm(),
                        c.nonce(),
                        c.uri(),
                        "",
                        "",
                        "auth",
                        "00000001",
                        "c",
                        "",
                        "");
        register(
                answered(given, DigestAlgorithm.MD5, "Secret-5GMC".getBytes(StandardCharsets.UTF_8))
                        .text());
        assertThat(proven).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Digest username=\"a\", username=\"b\"", "Digest realm"})
    void whatCantBeReadIsABadRequest(String value) {
        assertThat(register(value).status()).isEqualTo(400);
    }

    /// One vector, the numbers of which were computed elsewhere.
    private static final class Vectors implements AkaVectorSource {

        private static final byte[] RAND =
                HexFormat.of().parseHex("23553cbe9637a89d218ae64dae47bf35");
        private final List<byte[]> resynchronised = new ArrayList<>();

        @Override
        public Optional<Vector> next(String identity, Msisdn user) {
            return Optional.of(
                    new Vector(
                            RAND,
                            HexFormat.of().parseHex("aa689c64837000000000000000000001"),
                            HexFormat.of().parseHex("a54211d5e3ba50bf")));
        }

        @Override
        public void resynchronise(String identity, Msisdn user, byte[] rand, byte[] auts) {
            assertThat(identity).isEqualTo(IDENTITY);
            assertThat(rand).isEqualTo(RAND);
            resynchronised.add(auts);
        }
    }

    private static final String AKA =
            "Digest username=\"%s\", realm=\"%s\", nonce=\"I1U8vpY3qJ0hiuZNrke/NaponGSDcAAAAAAAAAAAAAE=\", uri=\"sip:%s\", qop=auth, nc=00000001, cnonce=\"0a4f113b\", algorithm=AKAv1-MD5"
                    .formatted(IDENTITY, REALM, REALM);

    @Test
    @Tag("RFC3310")
    void akaProvesOncePerVector() {
        authenticator = authenticator(List.of(DigestAlgorithm.MD5), new Vectors());
        String answer = AKA + ", response=\"465c81300e7f68f214cef89e052e3a64\"";
        assertThat(register().fields("WWW-Authenticate"))
                .singleElement()
                .asString()
                .contains(
                        "algorithm=AKAv1-MD5",
                        "nonce=\"I1U8vpY3qJ0hiuZNrke/NaponGSDcAAAAAAAAAAAAAE=\"");
        register(answer);
        assertThat(proven).hasValue(1);
        assertThat(register(answer).status()).isEqualTo(401);
        assertThat(proven).hasValue(1);

        assertThat(register(AKA + ", response=\"00000000000000000000000000000000\"").status())
                .isEqualTo(403);
    }

    @Test
    @Tag("RFC3310")
    void aCardAnswersWhatIsMadeFromItsKeys(@TempDir Path directory) throws Exception {
        byte[] k = HexFormat.of().parseHex("465b5ce8b199b49faa5f0a2ee238a6bc");
        byte[] opc = HexFormat.of().parseHex("cd63cb71954a9f4e48a5994e37a02baf");
        HexFormat hex = HexFormat.of();
        String line =
                String.join(
                        " ",
                        Roles.ALICE.toString(),
                        IDENTITY,
                        hex.formatHex(k),
                        hex.formatHex(opc));
        authenticator =
                authenticator(
                        List.of(DigestAlgorithm.MD5),
                        SimKeys.read(
                                Files.writeString(directory.resolve("keys"), line),
                                Clock.systemUTC()));

        Arrived asked =
                register(
                        "Digest username=\""
                                + IDENTITY
                                + "\", realm=\""
                                + REALM
                                + "\", nonce=\"\", uri=\"sip:"
                                + REALM
                                + "\", response=\"\"");
        assertThat(asked.fields("WWW-Authenticate"))
                .singleElement()
                .asString()
                .contains("AKAv1-MD5");
        byte[] challenge = Base64.getDecoder().decode(nonce(asked));
        byte[] res = new Milenage(k, opc, Arrays.copyOf(challenge, 16)).res();
        DigestCredentials blank =
                new DigestCredentials(
                        IDENTITY,
                        REALM,
                        nonce(asked),
                        "sip:" + REALM,
                        "",
                        "AKAv1-MD5",
                        "auth",
                        "00000001",
                        "0a4f113b",
                        "",
                        "");
        register(answered(blank, DigestAlgorithm.AKAV1_MD5, res).text());
        assertThat(proven).hasValue(1);

        asked =
                register(
                        "Digest username=\"another\", realm=\""
                                + REALM
                                + "\", nonce=\"\", uri=\"sip:"
                                + REALM
                                + "\", response=\"\"");
        assertThat(asked.fields("WWW-Authenticate"))
                .as("who has another identity than the card's is asked for the password")
                .singleElement()
                .asString()
                .contains("algorithm=MD5");
    }

    @Test
    @Tag("RFC3310-3.4")
    void aCardOutOfStepIsResynchronised() {
        var vectors = new Vectors();
        authenticator = authenticator(List.of(DigestAlgorithm.MD5), vectors);
        byte[] auts = new byte[14];
        String answer =
                AKA
                        + ", auts=\""
                        + Base64.getEncoder().encodeToString(auts)
                        + "\", response=\"041a203eae975cd029c06194f132460a\"";
        register();
        Arrived in = register(answer);
        assertThat(in.status()).isEqualTo(401);
        assertThat(vectors.resynchronised).singleElement().isEqualTo(auts);
        assertThat(proven).hasValue(0);
        assertThat(register(answer.replace("auts=\"AAAA", "auts=\"A*AA")).status()).isEqualTo(400);
    }

    @Test
    void akaChallengesGrowOld() {
        authenticator = authenticator(List.of(DigestAlgorithm.MD5), new Vectors());
        register();
        roles.steps.pass(61_000);
        assertThat(register(AKA + ", response=\"465c81300e7f68f214cef89e052e3a64\"").status())
                .isEqualTo(401);
    }
}
