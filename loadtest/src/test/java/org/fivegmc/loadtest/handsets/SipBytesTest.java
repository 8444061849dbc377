package org.fivegmc.loadtest.handsets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.fivegmc.loadtest.wire.SipBytes;
import org.junit.jupiter.api.Test;

class SipBytesTest {
    private static final String REQUEST =
            String.join(
                    "\r\n",
                    "MESSAGE sip:+8613800000007@127.0.0.1:5999 SIP/2.0",
                    "v : SIP/2.0/UDP 10.0.0.1;received=10.0.0.2;branch=z9hG4bKabc;rport",
                    "Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKolder",
                    "FROM: <sip:+8613800000001@rcs.local>;tag=1",
                    "t: \"Bob\"",
                    " <sip:+8613800000007@rcs.local>",
                    "i:call-1",
                    "CSeq: 7 MESSAGE",
                    "Max-Forwards: 69",
                    "",
                    "body");

    private final byte[] in = REQUEST.getBytes(ISO_8859_1);
    private final int head = SipBytes.body(in, 0, in.length);

    @Test
    void findsTheBodyAndTheHeaders() {
        assertThat(new String(in, head, in.length - head, ISO_8859_1)).isEqualTo("body");
        assertThat(value("call-id", 'i')).isEqualTo("call-1");
        assertThat(value("from", 'f')).startsWith("<sip:+8613800000001");
        assertThat(value("cseq", (char) 0)).isEqualTo("7 MESSAGE");
        assertThat(SipBytes.header(in, 0, head, "route", (char) 0)).isEqualTo(-1);
    }

    @Test
    void findsTheBranchOfTheTopmostVia() {
        int branch = SipBytes.branch(in, 0, head);
        assertThat(SipBytes.text(in, branch, SipBytes.tokenEnd(in, branch, head)))
                .isEqualTo("z9hG4bKabc");
    }

    @Test
    void readsNumbers() {
        byte[] text = "0042x7f 0ABC ffffffff".getBytes(ISO_8859_1);
        assertThat(SipBytes.decimal(text, 0, text.length)).isEqualTo(42);
        assertThat(SipBytes.decimal(text, 4, text.length)).isEqualTo(-1);
        assertThat(SipBytes.hex(text, 5, 2, text.length)).isEqualTo(0x7f);
        assertThat(SipBytes.hex(text, 5, 3, text.length)).isEqualTo(-1);
        assertThat(SipBytes.hex(text, 13, 8, text.length)).isEqualTo(0xffffffffL);
        assertThat(SipBytes.hex(text, 14, 8, text.length)).isEqualTo(-1);
    }

    @Test
    void tellsAResponseAndItsStatus() {
        byte[] response = "SIP/2.0 202 Accepted\r\n\r\n".getBytes(ISO_8859_1);
        assertThat(SipBytes.isResponse(response, 0, response.length)).isTrue();
        assertThat(SipBytes.status(response, 0, response.length)).isEqualTo(202);
        assertThat(SipBytes.isResponse(in, 0, in.length)).isFalse();
        assertThat(SipBytes.status(response, 0, 9)).isZero();
    }

    @Test
    void answersWithWhatRfc3261DemandsAndATag() {
        Draft out = new Draft();
        new AnswerWriter("me").ok(out, in, 0, head);
        assertThat(out.toString().split("\r\n", -1))
                .containsExactly(
                        "SIP/2.0 200 OK",
                        "v : SIP/2.0/UDP 10.0.0.1;received=10.0.0.2;branch=z9hG4bKabc;rport",
                        "Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKolder",
                        "FROM: <sip:+8613800000001@rcs.local>;tag=1",
                        "t: \"Bob\"",
                        " <sip:+8613800000007@rcs.local>;tag=me",
                        "i:call-1",
                        "CSeq: 7 MESSAGE",
                        "Content-Length: 0",
                        "",
                        "");
    }

    @Test
    void aTagThatIsThereStays() {
        byte[] request = "OPTIONS sip:a SIP/2.0\r\nTo: <sip:a>;tag=x\r\n\r\n".getBytes(ISO_8859_1);
        Draft out = new Draft();
        new AnswerWriter("me").ok(out, request, 0, request.length);
        assertThat(out.toString()).contains("To: <sip:a>;tag=x\r\n").doesNotContain("tag=me");
    }

    private String value(String name, char compact) {
        int at = SipBytes.header(in, 0, head, name, compact);
        return SipBytes.text(in, at, SipBytes.lineEnd(in, at, head));
    }
}
