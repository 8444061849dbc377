package org.fivegmc.sip.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseWriterTest {

    @ParameterizedTest
    @Tag("RFC6223-4.3")
    @CsvSource({
        "REGISTER, TCP, keep, 200, ;branch=z9hG4bKk;keep=120;received=192.0.2.9",
        "REGISTER, TLS, keep;rport, 200, ;branch=z9hG4bKk;keep=120;received=192.0.2.9;rport=4711",
        "REGISTER, TCP, keep=30, 200, ;branch=z9hG4bKk;keep=30;received=192.0.2.9",
        "REGISTER, TCP, keep, 401, ;branch=z9hG4bKk;keep;received=192.0.2.9",
        "REGISTER, UDP, keep, 200, ;branch=z9hG4bKk;keep;received=192.0.2.9",
        "MESSAGE, TCP, keep, 202, ;branch=z9hG4bKk;keep;received=192.0.2.9",
        "REGISTER, TCP, x, 200, ;branch=z9hG4bKk;x;received=192.0.2.9"
    })
    void keepAlivesAreWelcomeOnConnections(
            String method, String transport, String parameter, int status, String told) {
        String text =
                """
                %s sip:rcs.local SIP/2.0
                Via: SIP/2.0/%s 127.0.0.2:5070;branch=z9hG4bKk;%s
                From: <sip:+8613800000001@rcs.local>;tag=1
                To: <sip:+8613800000001@rcs.local>
                Call-ID: c
                CSeq: 1 %s
                Content-Length: 0

                """
                        .formatted(method, transport, parameter, method)
                        .replace("\n", "\r\n");
        var request =
                (SipRequest)
                        new SipParser(SipLimits.DEFAULTS)
                                .parseDatagram(text.getBytes(StandardCharsets.US_ASCII));
        var writer = new SipWriter();
        ResponseWriter.write(writer, request, SipReply.of(status), "t", "192.0.2.9", 4711);
        assertThat(new String(writer.toByteArray(), StandardCharsets.US_ASCII))
                .contains("127.0.0.2:5070" + told + "\r\n");
    }
}
