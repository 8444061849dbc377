package org.fivegmc.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.fivegmc.sip.Roles;
import org.fivegmc.sip.codec.SipRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("CPM-7.2")
@Tag("CPM-7.3")
class SessionKindTest {
    private static final String ICSI = "urn:urn-7:3gpp-service.ims.icsi.oma.cpm.";
    private static final String TAG =
            "*;+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    session | - | false | CHAT
                    largemsg | - | false | LARGE
                    largemsg.group | - | true | LARGE
                    session | msg | false | CHAT
                    - | session | false | CHAT
                    - | largemsg | false | LARGE
                    - | - | false | CHAT
                    - | - | true | LARGE
                    - | filetransfer | true | -
                    filetransfer | - | false | -
                    somethingelse | session | false | -
                    """)
    void theNamedServiceCountsBeforeTags(
            String service, String tag, boolean sendOnly, SessionKind expected) {
        StringBuilder headers = new StringBuilder();
        if (service != null) {
            headers.append("P-Preferred-Service: ").append(ICSI).append(service).append("\r\n");
        }
        if (tag != null) {
            headers.append("Accept-Contact: ").append(TAG).append(tag).append("\"\r\n");
        }
        assertThat(SessionKind.of(invite(headers.toString(), "", ""), sendOnly))
                .isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void aFirstMessageInTheInviteIsFound() {
        String body =
                """
                --b
                Content-Type: application/sdp

                v=0
                --b
                Content-Type: message/cpim

                From: <sip:anonymous@anonymous.invalid>

                Content-Type: text/plain

                hello
                --b--
                """
                        .replace("\n", "\r\n");
        SessionBody read =
                SessionBody.of(invite("", "multipart/mixed;boundary=b", body)).orElseThrow();
        assertThat(read.sdp().text()).isEqualTo("v=0");
        assertThat(read.first().text()).endsWith("hello");
    }

    @Test
    void anAnnouncementWithoutContentIsNoMessage() {
        String body =
                """
                --b
                Content-Type: application/sdp

                v=0
                --b
                Content-Type: message/cpim

                From: <sip:anonymous@anonymous.invalid>

                Content-Type: text/plain


                --b--
                """
                        .replace("\n", "\r\n");
        SessionBody read =
                SessionBody.of(invite("", "multipart/mixed;boundary=b", body)).orElseThrow();
        assertThat(read.first().isEmpty()).isTrue();
    }

    @Test
    void whatIsNoDescriptionIsNone() {
        assertThat(SessionBody.of(invite("", "text/plain", "hi"))).isEmpty();
        assertThat(SessionBody.of(invite("", "", ""))).isEmpty();
        assertThat(SessionBody.of(invite("", "multipart/mixed", "--b"))).isEmpty();
    }

    private static SipRequest invite(String headers, String type, String body) {
        String text =
                "INVITE tel:+8613800000002 SIP/2.0\r\n"
                        + "Via: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK1\r\n"
                        + "Max-Forwards: 70\r\n"
                        + "From: <tel:+8613800000001>;tag=1\r\n"
                        + "To: <tel:+8613800000002>\r\n"
                        + "Call-ID: c1\r\n"
                        + "CSeq: 1 INVITE\r\n"
                        + "Contact: <sip:+8613800000001@127.0.0.1:5070>\r\n"
                        + headers
                        + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
                        + "Content-Length: "
                        + body.getBytes(StandardCharsets.UTF_8).length
                        + "\r\n\r\n"
                        + body;
        return Roles.parsed(text.getBytes(StandardCharsets.UTF_8));
    }
}
