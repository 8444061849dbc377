package org.fivegmc.loadtest.raw;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPResponse;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Reading of messages and writing of answers, which JAIN-SIP judges.
class SipViewTest {
    private static final String REQUEST =
            Texts.lines(
                    """
                    MESSAGE sip:+8613800000001@127.0.0.1:5090;transport=udp;device=1 SIP/2.0
                    Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKone
                    Record-Route: <sip:127.0.0.1;lr>
                    v: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKtwo;rport=5070
                    Max-Forwards: 68
                    f: <sip:+8613900000001@rcs.local>
                     ;tag=abc
                    t: <sip:+8613800000001@rcs.local>
                    Call-ID: some@127.0.0.1
                    CSeq: 1 MESSAGE
                    Content-Type: text/plain
                    Content-Length: 5

                    hello\
                    """);

    private final SipView view = new SipView();
    private final OkWriter writer = new OkWriter("ours");

    @Test
    void readsCompactAndFoldedHeaders() {
        MemorySegment in = Texts.segment(REQUEST);
        assertThat(view.read(in, 0, REQUEST.length())).isEqualTo(SipView.Shape.WHOLE);
        assertThat(view.status()).isZero();
        assertThat(view.answerable()).isTrue();
        assertThat(view.contentLength()).isEqualTo(5);
        assertThat(REQUEST.substring((int) view.body())).isEqualTo("hello");
        assertThat(REQUEST.substring((int) view.viaStart(), (int) view.viaEnd()))
                .isEqualTo("Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKone\r\n");
    }

    @Test
    void aHeadThatIsCutAnywhereIsPartial() {
        MemorySegment in = Texts.segment(REQUEST);
        int head = REQUEST.indexOf("\r\n\r\n") + 4;
        for (int to = 0; to < head; to++) {
            assertThat(view.read(in, 0, to)).as("cut at " + to).isEqualTo(SipView.Shape.PARTIAL);
        }
        assertThat(view.read(in, 0, head)).isEqualTo(SipView.Shape.WHOLE);
    }

    @Test
    void readsTheSameAtEveryAlignment() {
        for (int shift = 0; shift < 16; shift++) {
            MemorySegment in = Texts.segment("x".repeat(shift) + REQUEST);
            assertThat(view.read(in, shift, shift + REQUEST.length()))
                    .isEqualTo(SipView.Shape.WHOLE);
            assertThat(view.body() - shift).isEqualTo(REQUEST.indexOf("hello"));
        }
    }

    @Test
    void answerRepeatsAllViasAndAddsATag() {
        SIPResponse answer = (SIPResponse) Texts.jain(answer(REQUEST));
        assertThat(answer.getStatusCode()).isEqualTo(200);
        assertThat(answer.getViaHeaders().size()).isEqualTo(2);
        assertThat(answer.getTopmostVia().getBranch()).isEqualTo("z9hG4bKone");
        assertThat(answer.getFrom().getTag()).isEqualTo("abc");
        assertThat(answer.getTo().getTag()).isEqualTo("ours");
        assertThat(answer.getCallId().getCallId()).isEqualTo("some@127.0.0.1");
        assertThat(answer.getCSeq().getMethod()).isEqualTo("MESSAGE");
        assertThat(answer.getContentLength().getContentLength()).isZero();
    }

    @Test
    void answerKeepsATagThatIsThere() {
        String tagged = REQUEST.replace("t: <sip:+8613800000001@rcs.local>", "To: <sip:b@c>;tag=x");
        assertThat(answer(tagged)).contains("To: <sip:b@c>;tag=x\r\n").doesNotContain("ours");
    }

    @Test
    void otherMethodsAreNotImplemented() {
        assertThat(answer(REQUEST.replace("MESSAGE sip", "PUBLISH sip")))
                .startsWith("SIP/2.0 501 ");
    }

    @Test
    void anAnswerThatGrowsTooLongIsNone() {
        String via = "Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK" + "x".repeat(1400) + "\r\n";
        String request = REQUEST.replace("Max-Forwards", via + via + via + "Max-Forwards");
        assertThat(answer(request)).isEmpty();
    }

    @Test
    void moreScatteredLinesThanAreKeptAreMalformed() {
        String line = "Via: SIP/2.0/UDP a;branch=z9hG4bKx\r\nX: y\r\n";
        String request =
                REQUEST.replace("Max-Forwards", line.repeat(SipView.MAX_COPIED) + "Max-Forwards");
        assertThat(view.read(Texts.segment(request), 0, request.length()))
                .isEqualTo(SipView.Shape.MALFORMED);
    }

    @Test
    void readsStatusAndRetryAfterOfAResponse() {
        String response =
                Texts.lines(
                        """
                        SIP/2.0 503 Service Unavailable
                        Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKa
                        Retry-After: 5
                        l: 0

                        """);
        assertThat(view.read(Texts.segment(response), 0, response.length()))
                .isEqualTo(SipView.Shape.WHOLE);
        assertThat(view.status()).isEqualTo(503);
        assertThat(view.hasRetryAfter()).isTrue();
        assertThat(view.contentLength()).isZero();
    }

    @Test
    void whatIsNoSipIsNotWhole() {
        for (String noise : List.of("", "\r\n\r\n", "hello", "GET / HTTP/1.1\r\nHost: a")) {
            assertThat(view.read(Texts.segment(noise), 0, noise.length()))
                    .as(noise)
                    .isEqualTo(SipView.Shape.PARTIAL);
        }
    }

    private String answer(String request) {
        MemorySegment in = Texts.segment(request);
        assertThat(view.read(in, 0, request.length())).isEqualTo(SipView.Shape.WHOLE);
        MemorySegment out = Texts.segment(" ".repeat(OkWriter.MAX_ANSWER));
        return Texts.text(out, writer.write(view, out, 0));
    }
}
