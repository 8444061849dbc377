package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SdpTest {
    private static final String ANSWER =
            """
            v=0
            o=- 1 1 IN IP4 192.0.2.10
            s=-
            c=IN IP4 192.0.2.10
            t=0 0
            m=audio 0 RTP/AVP 0
            m=message 443 TCP/TLS/MSRP *
            a=accept-types:message/cpim
            a=path:msrps://10.0.0.1:2855/srv77;tcp
            a=fingerprint:SHA-256 02:1A
            a=setup:passive
            a=recvonly
            """;

    private static Sdp read(String text) {
        return Sdp.parse(text.getBytes(UTF_8)).orElseThrow();
    }

    @Test
    void readsBackWhatItWrites() {
        Sdp sdp =
                new Sdp(
                        "127.0.0.1",
                        9,
                        true,
                        "msrps://127.0.0.1:9/s1;tcp",
                        "active",
                        "SHA-256 AA:BB",
                        Sdp.SEND_ONLY,
                        List.of("message/cpim"),
                        List.of("*"),
                        false,
                        OptionalLong.of(8_192));
        assertThat(read(sdp.text(3))).isEqualTo(sdp);
        assertThat(sdp.text(3)).contains("\r\nm=message 9 TCP/TLS/MSRP *\r\n").endsWith("\r\n");
    }

    @Test
    void readsAnAnswerInAnyOrderAndWithBareLineFeeds() {
        Sdp sdp = read(ANSWER);
        assertThat(sdp.secure()).isTrue();
        assertThat(sdp.setup()).isEqualTo("passive");
        assertThat(sdp.direction()).isEqualTo(Sdp.RECEIVE_ONLY);
        assertThat(sdp.accepts("message/cpim")).isTrue();
        assertThat(sdp.accepts("text/plain")).isFalse();
        assertThat(sdp.connectPoint()).isEqualTo(new Sdp.HostPort("10.0.0.1", 2855));
        assertThat(read(ANSWER + "a=msrp-cema\n").connectPoint())
                .isEqualTo(new Sdp.HostPort("192.0.2.10", 443));
        assertThat(read(ANSWER.replace("a=recvonly\n", "")).direction())
                .isEqualTo(Sdp.SEND_RECEIVE);
    }

    @Test
    void findsTheDescriptionInAMultipart() {
        String body = "--b1\r\nContent-Type: application/sdp\r\n\r\n" + ANSWER + "--b1--\r\n";
        assertThat(read(body)).isEqualTo(read(ANSWER));
    }

    @Test
    void whatHasNoMsrpIsNothing() {
        assertThat(Sdp.parse("v=0\r\ns=-\r\n".getBytes(UTF_8))).isEmpty();
        assertThat(Sdp.parse("hello".getBytes(UTF_8))).isEmpty();
        assertThat(Sdp.parse(ANSWER.replace(" 443 ", " 0 ").getBytes(UTF_8))).isEmpty();
    }
}
