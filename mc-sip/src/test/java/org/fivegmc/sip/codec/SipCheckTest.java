package org.fivegmc.sip.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipCheckTest {

    private static final SipCheck CHECK = new SipCheck(Set.of("path"));

    private static SipCheck.Verdict verdict(String require) {
        String text =
                "OPTIONS sip:+8613800000001@rcs.local SIP/2.0\r\n"
                        + "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK-1\r\n"
                        + "Max-Forwards: 70\r\n"
                        + "From: <sip:+8613800000002@rcs.local>;tag=1\r\n"
                        + "To: <sip:+8613800000001@rcs.local>\r\n"
                        + "Call-ID: c\r\n"
                        + "CSeq: 1 OPTIONS\r\n"
                        + "Require: "
                        + require
                        + "\r\nContent-Length: 0\r\n\r\n";
        var parsed =
                new SipParser(SipLimits.DEFAULTS)
                        .parseDatagram(text.getBytes(StandardCharsets.ISO_8859_1));
        return CHECK.check((SipRequest) parsed);
    }

    @Test
    @Tag("RFC3261-8.2.2.3")
    void namesUnknownOptionsAndKnowsItsOwn() {
        assertThat(verdict("path")).isInstanceOf(SipCheck.Passed.class);
        assertThat(verdict("path, 100rel"))
                .isInstanceOfSatisfying(
                        SipCheck.Rejected.class,
                        r -> assertThat(r.reply().status()).isEqualTo(420));
    }

    /// A control character copied into Unsupported would break our own answer.
    @Test
    void refusesWhatIsNoOptionTag() {
        assertThat(verdict("pa\u0000th"))
                .isInstanceOfSatisfying(
                        SipCheck.Rejected.class,
                        r -> assertThat(r.reply().status()).isEqualTo(400));
    }

    /// OPTIONS and REGISTER end here; a MESSAGE goes on.
    @ParameterizedTest
    @CsvSource({"OPTIONS, 0", "REGISTER, 0", "PUBLISH, 0", "MESSAGE, 483"})
    @Tag("RFC3261-11.2")
    void theLastHopIsEnoughForWhatEndsHere(String method, int status) {
        String text =
                """
                %s sip:rcs.local SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.2:5070;branch=z9hG4bKc
                Max-Forwards: 0
                From: <sip:+8613800000001@rcs.local>;tag=1
                To: <sip:+8613800000001@rcs.local>
                Call-ID: c
                CSeq: 1 %s
                Content-Length: 0

                """
                        .formatted(method, method)
                        .replace("\n", "\r\n");
        var parsed =
                new SipParser(SipLimits.DEFAULTS)
                        .parseDatagram(text.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(
                        CHECK.check((SipRequest) parsed)
                                        instanceof SipCheck.Rejected(SipReply reply, String _)
                                ? reply.status()
                                : 0)
                .isEqualTo(status);
    }
}
