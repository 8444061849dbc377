package org.fivegmc.maap.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.maap.content.UploadTokens.Verdict;
import org.fivegmc.maap.content.store.FileId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tokens without a server.
class UploadTokensTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Msisdn ALICE = Msisdn.of("+8613812340001");

    private Instant now = Instant.parse("2026-11-27T00:00:00.7Z");
    private final UploadTokens tokens = tokens(key(1));

    private UploadTokens tokens(SigningKey key) {
        return new UploadTokens(key, () -> now, DAY);
    }

    /// Keys whose octets are all the same.
    private static SigningKey key(int... values) {
        return new SigningKey(Arrays.stream(values).mapToObj(UploadTokensTest::secret).toList());
    }

    private static byte[] secret(int value) {
        var secret = new byte[32];
        Arrays.fill(secret, (byte) value);
        return secret;
    }

    private static String why(Verdict verdict) {
        return verdict instanceof Verdict.Refused(var why) ? why : "it is valid";
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1", "+8613812340001", "+999999999999999"})
    @Tag("RFC6750-2.1")
    void aTokenSaysForWhomItIsInOneWord(String number) {
        String token = tokens.issue(Msisdn.of(number), HOUR).token();
        assertThat(token).matches("[A-Za-z0-9_-]{44}");
        assertThat(tokens.judge(token)).isEqualTo(new Verdict.Valid(Msisdn.of(number)));
    }

    @Test
    void aTokenEndsWhenItSaid() {
        UploadTokens.Issued issued = tokens.issue(ALICE, HOUR);
        assertThat(issued.until()).isEqualTo(Instant.parse("2026-11-27T01:00:00Z"));
        now = issued.until().minusMillis(1);
        assertThat(tokens.judge(issued.token())).isEqualTo(new Verdict.Valid(ALICE));
        now = issued.until();
        assertThat(why(tokens.judge(issued.token()))).contains("expired");
    }

    @ParameterizedTest
    @CsvSource({
        "PT1S, true",
        "PT24H, true",
        "PT0.999S, false",
        "PT24H0.001S, false",
        "PT-1H, false"
    })
    void lifeHasLimits(Duration life, boolean taken) {
        if (taken) {
            assertThat(tokens.issue(ALICE, life).token()).hasSize(UploadTokens.LENGTH);
        } else {
            assertThatThrownBy(() -> tokens.issue(ALICE, life))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /// Each character of it, and so each bit of version, key, end, number and signature.
    @Test
    void aTokenOfWhichAnythingIsChangedIsNone() {
        String token = tokens.issue(ALICE, HOUR).token();
        for (int i = 0; i < token.length(); i++) {
            for (char other : new char[] {'A', 'B', 'z', '_'}) {
                if (other != token.charAt(i)) {
                    String changed = token.substring(0, i) + other + token.substring(i + 1);
                    assertThat(tokens.judge(changed)).isInstanceOf(Verdict.Refused.class);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, version", "1, key", "5, end", "12, end", "9, number", "16, number", "32, mac"})
    void eachFieldIsSigned(int at, String field) {
        byte[] octets = Base64.getUrlDecoder().decode(tokens.issue(ALICE, HOUR).token());
        octets[at] ^= 1;
        assertThat(tokens.judge(Base64.getUrlEncoder().encodeToString(octets)))
                .as(field)
                .isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void nothingElseIsAToken() {
        String token = tokens.issue(ALICE, HOUR).token();
        for (String other :
                List.of(
                        "",
                        token.substring(1),
                        token + "A",
                        token + "=",
                        token.substring(4) + "====",
                        token.substring(1) + "=",
                        token.substring(1) + "+",
                        token.substring(1) + "\u00e4",
                        "A".repeat(44),
                        "A".repeat(1_000_000))) {
            assertThat(tokens.judge(other)).isInstanceOf(Verdict.Refused.class);
        }
    }

    /// With the very numbers of a token, and the whole length of its signature.
    @Test
    void whatTheKeySignsForAnAddressIsNoToken() {
        SigningKey key = key(1);
        var links = new SignedLinks(key, () -> now, "https://c.example");
        Instant end = tokens.issue(ALICE, HOUR).until();
        FileId id = links.fileOf(ALICE.toString(), "t");
        for (String purpose : List.of("d", "u", "f", "file", "thumbnail", "key id")) {
            var forged =
                    ByteBuffer.allocate(33)
                            .put((byte) 1)
                            .putInt(key.id())
                            .putInt((int) end.getEpochSecond())
                            .putLong(ALICE.e164());
            forged.put(
                    key.sign(
                            purpose,
                            "1",
                            Integer.toString(key.id()),
                            Long.toString(end.getEpochSecond()),
                            Long.toString(ALICE.e164())),
                    0,
                    16);
            assertThat(tokens.judge(Base64.getUrlEncoder().encodeToString(forged.array())))
                    .isInstanceOf(Verdict.Refused.class);
        }
        String url = links.upload(id, end);
        assertThat(tokens.judge(url.substring(url.lastIndexOf('/') + 1)))
                .isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void anotherKeyIsToldAndAnOldOneIsGoodWhileItIsKept() {
        String token = tokens.issue(ALICE, HOUR).token();
        UploadTokens both = tokens(key(2, 1));
        assertThat(both.judge(token)).isEqualTo(new Verdict.Valid(ALICE));
        String newer = both.issue(ALICE, HOUR).token();
        assertThat(tokens(key(2)).judge(newer)).isEqualTo(new Verdict.Valid(ALICE));
        assertThat(why(tokens.judge(newer))).contains("a key this server does not have");
        assertThat(why(tokens(key(2)).judge(token))).contains("a key this server does not have");
        assertThat(key(2).id()).isNotEqualTo(key(1).id());
    }

    /// The id of a key is no more than a hint: what it signs is checked.
    @Test
    void whoNamesAnotherKeyIsRefused() {
        UploadTokens both = tokens(key(2, 1));
        byte[] octets = Base64.getUrlDecoder().decode(both.issue(ALICE, HOUR).token());
        ByteBuffer.wrap(octets).putInt(1, key(1).id());
        assertThat(both.judge(Base64.getUrlEncoder().encodeToString(octets)))
                .isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void aTokenIsNotPrinted() {
        UploadTokens.Issued issued = tokens.issue(ALICE, HOUR);
        assertThat(issued.toString()).doesNotContain(issued.token());
    }
}
