package org.fivegmc.loadtest.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPRequest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.digest.DigestAlgorithm;
import org.fivegmc.wire.digest.DigestCredentials;
import org.fivegmc.wire.digest.DigestResponse;
import org.fivegmc.wire.digest.DigestVerdict;
import org.junit.jupiter.api.Test;

/// What the generator answers to a challenge, judged by the reader and the arithmetic of `mc-wire`.
class CredentialsTest {
    private static final String USER = "+8613800000042";
    private static final int SLOT = 1;

    private final RawOptions options =
            Texts.options("--method", "register", "--password", "geheim", "--window", "4");
    private final RequestTexts texts = new RequestTexts(options, Texts.RUN);
    private final Credentials credentials =
            new Credentials(texts, options, Texts.RUN, new int[] {5070});
    private final Slots slots = new Slots(4, true);
    private final RequestWriter writer =
            new RequestWriter(
                    slots, new Template[] {texts.request(5070)}, Optional.of(credentials));
    private final SipView view = new SipView();

    @Test
    void theServersPreferredAlgorithmIsAnswered() {
        String challenges =
                """
                WWW-Authenticate: Digest realm="rcs.local", nonce="first", algorithm=SHA-512-256, qop="auth"
                WWW-Authenticate: Digest realm="rcs.local", nonce="n-2", algorithm=SHA-256, qop="auth", opaque="o"
                WWW-Authenticate: Digest realm="rcs.local", nonce="third", algorithm=MD5, qop="auth"
                """;
        DigestCredentials given = answer(challenges);
        assertThat(given.algorithm()).isEqualTo("SHA-256");
        assertThat(given.nonce()).isEqualTo("n-2");
        assertThat(given.opaque()).isEqualTo("o");
        assertThat(given.username()).isEqualTo(USER);
        assertProven(given, DigestAlgorithm.SHA_256);
    }

    @Test
    void md5WithoutQopIsAnsweredToo() {
        DigestCredentials given = answer("WWW-Authenticate: Digest realm=\"r\",nonce=\"abc\"\n");
        assertThat(given.qop()).isEmpty();
        assertProven(given, DigestAlgorithm.MD5);
    }

    @Test
    void anotherNonceOfTheSameKindIsAnotherAnswer() {
        String challenge =
                "WWW-Authenticate: Digest realm=\"r\", nonce=\"%s\", qop=\"auth,auth-int\"\n";
        DigestCredentials first = answer(challenge.formatted("nonce-1"));
        DigestCredentials second = answer(challenge.formatted("nonce-2"));
        assertThat(second.nonce()).isEqualTo("nonce-2");
        assertThat(second.response()).isNotEqualTo(first.response());
        assertProven(second, DigestAlgorithm.MD5);
    }

    @Test
    void whatCannotBeAnsweredIsNot() {
        assertThat(proves("WWW-Authenticate: Basic realm=\"r\"\n")).isFalse();
        assertThat(
                        proves(
                                "WWW-Authenticate: Digest realm=\"r\", nonce=\"a\", algorithm=AKAv1-MD5\n"))
                .isFalse();
        assertThat(proves("WWW-Authenticate: Digest realm=\"r\"\n")).isFalse();
        String nonce = "x".repeat(Challenge.MAX_NONCE + 1);
        assertThat(proves("WWW-Authenticate: Digest realm=\"r\", nonce=\"" + nonce + "\"\n"))
                .isFalse();
        String realm = "r".repeat(Credentials.MAX_HEADER);
        assertThat(proves("WWW-Authenticate: Digest realm=\"" + realm + "\", nonce=\"a\"\n"))
                .isFalse();
    }

    @Test
    void kindsOfChallengesAreLimited() {
        for (int k = 0; k < Credentials.MAX_KINDS; k++) {
            assertThat(proves(realm(k))).isTrue();
        }
        assertThat(proves(realm(Credentials.MAX_KINDS))).isFalse();
        assertThat(proves(realm(0))).isTrue();
    }

    private static String realm(int k) {
        return "WWW-Authenticate: Digest realm=\"r%d\", nonce=\"n\"\n".formatted(k);
    }

    private boolean proves(String challenges) {
        String response =
                Texts.lines("SIP/2.0 401 Unauthorized\n" + challenges + "Content-Length: 0\n\n");
        assertThat(view.read(Texts.segment(response), 0, response.length()))
                .isEqualTo(SipView.Shape.WHOLE);
        return credentials.prove(view, SLOT, 42);
    }

    private DigestCredentials answer(String challenges) {
        while (slots.take(5, 42, 1, 0, 0) != SLOT) {
            // The slots before it.
        }
        slots.authorise(SLOT, 0);
        assertThat(proves(challenges)).isTrue();
        Template template = writer.template(0, SLOT);
        MemorySegment out = Arena.ofAuto().allocate((long) template.length() + SipView.MARGIN);
        template.copyTo(out, 0);
        writer.patch(template, SLOT, out, 0);
        SIPRequest request = (SIPRequest) Texts.jain(Texts.text(out, template.length()));
        slots.release(SLOT);
        assertThat(request.getCSeq().getSeqNumber()).isEqualTo(1_000_000_011L);
        assertThat(request.getTopmostVia().getBranch())
                .startsWith("z9hG4bK" + RequestTexts.PROVEN + Texts.RUN.runText());
        String header = request.getHeader("Authorization").toString();
        Parse<DigestCredentials> parsed =
                DigestCredentials.parse(header.substring(header.indexOf(':') + 1));
        return ((Parse.Parsed<DigestCredentials>) parsed).value();
    }

    private static void assertProven(DigestCredentials given, DigestAlgorithm algorithm) {
        String ha1 = DigestResponse.ha1(algorithm, USER, given.realm(), "geheim".getBytes(UTF_8));
        assertThat(DigestResponse.verify(algorithm, ha1, "REGISTER", given))
                .isEqualTo(DigestVerdict.MATCHES);
    }
}
