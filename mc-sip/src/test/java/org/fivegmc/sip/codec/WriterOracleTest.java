package org.fivegmc.sip.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What is written here must read the same with another stack's parser.
class WriterOracleTest {
    private static final String MESSAGE =
            """
            MESSAGE sip:+8613800000002@ims.example;user=phone SIP/2.0
            v: SIP/2.0/UDP [2001:db8::9:1]:5070;rport;branch=z9hG4bKabc, SIP/2.0/TCP 192.0.2.7;branch=z9hG4bKdef
            Via: SIP/2.0/UDP ue.example;branch=z9hG4bKghi
            Max-Forwards: 70
            f: "A \\"q\\"" <sip:+8613800000001@ims.example>;tag=f1
            t: <tel:+8613800000002>
            i: id-1@192.0.2.7
            CSeq: 7 MESSAGE
            X-Unknown:  kept  as
             it is
            Conversation-ID: conv-1
            c: text/plain
            l: 5

            hello\
            """
                    .replace("\n", "\r\n");

    static SipRequest request(String text) {
        return (SipRequest)
                new SipParser(SipLimits.DEFAULTS)
                        .parseDatagram(text.getBytes(StandardCharsets.UTF_8));
    }

    static void assertSameFields(SipMessage ours, SIPMessage theirs) {
        assertThat(theirs.getTopmostVia().getBranch())
                .isEqualTo(String.valueOf(ours.topVia().branch()));
        assertThat(theirs.getCallId().getCallId()).isEqualTo(ours.callId().toString());
        assertThat(theirs.getCSeq().getSeqNumber()).isEqualTo(ours.cSeq().number());
        assertThat(theirs.getCSeq().getMethod()).isEqualTo(ours.cSeq().methodText().toString());
        assertThat(theirs.getFromTag()).isEqualTo(String.valueOf(ours.from().tag()));
        if (ours.to().tag() != null) {
            assertThat(theirs.getToTag()).isEqualTo(ours.to().tag().toString());
        } else {
            assertThat(theirs.getToTag()).isNull();
        }
        assertThat(theirs.getTo().getAddress().getURI().toString())
                .isEqualTo(ours.to().uri().toString());
        byte[] content = theirs.getRawContent();
        assertThat(content == null ? new byte[0] : content).isEqualTo(ours.body().toByteArray());
    }

    @Test
    @Tag("RFC3261-8.2.6")
    void responseReadsTheSame() {
        SipRequest r = request(MESSAGE);
        SipWriter w = new SipWriter();
        SipReply reply =
                SipReply.of(202)
                        .with(HeaderName.CONTACT, "<sip:mc@127.0.0.1>")
                        .withCopyOf(r, HeaderName.CONVERSATION_ID)
                        .withBody("text/plain", "ok".getBytes(StandardCharsets.UTF_8));
        ResponseWriter.write(w, r, reply, "tag9", "2001:db8::1", 5071);
        SIPResponse theirs = (SIPResponse) JainSip.parse(w.toByteArray());
        SipResponse ours =
                (SipResponse) new SipParser(SipLimits.DEFAULTS).parseDatagram(w.toByteArray());
        assertSameFields(ours, theirs);
        assertThat(theirs.getStatusCode()).isEqualTo(202);
        assertThat(ours.to().tag()).hasToString("tag9");
        assertThat(ours.values(HeaderName.VIA)).hasSize(3);
        assertThat(ours.topVia().received()).hasToString("2001:db8::1");
        assertThat(ours.topVia().rport()).hasToString("5071");
        assertThat(theirs.getTopmostVia().getRPort()).isEqualTo(5071);
        assertThat(ours.header(HeaderName.CONVERSATION_ID)).hasToString("conv-1");
    }

    @Test
    @Tag("RFC3261-18.2.1")
    void receivedIsAddedOnlyWhereTheSourceDiffers() {
        SipRequest r = request(MESSAGE.replace(";rport", ""));
        SipWriter w = new SipWriter();
        ResponseWriter.write(w, r, SipReply.of(200), "t", "2001:db8::9:1", 5070);
        assertThat(new String(w.toByteArray(), StandardCharsets.UTF_8)).doesNotContain("received");
        ResponseWriter.write(w.reset(), r, SipReply.of(200), "t", "2001:db8::9:2", 5070);
        assertThat(new String(w.toByteArray(), StandardCharsets.UTF_8))
                .contains(";branch=z9hG4bKabc;received=2001:db8::9:2, SIP/2.0/TCP");
    }

    @Test
    @Tag("RFC3261-18.2.1")
    void forgedReceivedIsReplaced() {
        SipRequest r = request(MESSAGE.replace(";rport", ";received=9.9.9.9;rport=1"));
        assertThat(TortureTest.write(SipReply.of(200), r))
                .contains(";received=192.0.2.9;rport=5099")
                .doesNotContain("9.9.9.9");
    }

    @Test
    @Tag("RFC3261-12.1.1")
    void recordRouteIsCopiedIntoDialogCreatingAnswersOnly() {
        String invite =
                MESSAGE.replace("MESSAGE", "INVITE")
                        .replace(
                                "X-Unknown",
                                "Record-Route: <sip:p1;lr>,\r\n <sip:p2;lr>\r\nX-Unknown");
        assertThat(TortureTest.write(SipReply.of(180), request(invite)))
                .contains("Record-Route: <sip:p1;lr>,\r\n <sip:p2;lr>\r\n");
        assertThat(TortureTest.write(SipReply.of(486), request(invite)))
                .doesNotContain("Record-Route");
        assertThat(TortureTest.write(SipReply.of(100), request(invite)))
                .doesNotContain("Record-Route");
    }

    @Test
    @Tag("RFC3261-8.1.1")
    void builtRequestReadsTheSame() {
        SipWriter w = new SipWriter();
        OutgoingRequest.builder(SipMethod.MESSAGE, "sip:bob@[2001:db8::10]:5070;transport=tcp")
                .header(HeaderName.ROUTE, "<sip:127.0.0.1:5080;lr>")
                .from("\"\u5f20\u4e09\" <sip:a@ims.example>", "ft")
                .to("<tel:+8613800000002>")
                .callId("c-2")
                .cSeq(3)
                .header("X-Own", "value")
                .body("text/plain;charset=UTF-8", "\u4f60\u597d".getBytes(StandardCharsets.UTF_8))
                .build()
                .write(w, "SIP/2.0/TCP 127.0.0.1:5060;branch=z9hG4bKx;rport");
        SIPRequest theirs = (SIPRequest) JainSip.parse(w.toByteArray());
        SipRequest ours =
                (SipRequest) new SipParser(SipLimits.DEFAULTS).parseDatagram(w.toByteArray());
        assertSameFields(ours, theirs);
        assertThat(theirs.getRequestURI().toString()).isEqualTo(ours.uriText().toString());
        assertThat(theirs.getMaxForwards().getMaxForwards())
                .isEqualTo(OutgoingRequest.DEFAULT_MAX_FORWARDS);
        assertThat(new SipCheck(java.util.Set.of()).check(ours))
                .isInstanceOf(SipCheck.Passed.class);
    }

    @Test
    void forwardedHeadersAreCopiedByteForByteInOrder() {
        SipRequest r = request(MESSAGE);
        SipWriter w = new SipWriter();
        OutgoingRequest.builder(SipMethod.MESSAGE, "sip:ue@192.0.2.8")
                .header(HeaderName.MAX_FORWARDS, "69")
                .copyAllExcept(r, EnumSet.of(HeaderName.MAX_FORWARDS))
                .body(r.body())
                .build()
                .write(w, "SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKnew");
        String text = new String(w.toByteArray(), StandardCharsets.UTF_8);
        String between = MESSAGE.substring(MESSAGE.indexOf("f: "), MESSAGE.indexOf("l: 5"));
        assertThat(text)
                .contains("Max-Forwards: 69\r\nv: SIP/2.0/UDP [2001")
                .contains(between)
                .endsWith("Content-Length: 5\r\n\r\nhello");
        assertSameFields(
                (SipRequest) new SipParser(SipLimits.DEFAULTS).parseDatagram(w.toByteArray()),
                JainSip.parse(w.toByteArray()));
    }

    @Test
    void valuesCannotBreakTheMessageApart() {
        OutgoingRequest.Builder b = OutgoingRequest.builder(SipMethod.MESSAGE, "sip:a@b");
        assertThatThrownBy(() -> b.header("X", "a\r\nEvil: 1"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> b.header("X Y", "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SipReply.of(400, "a\nb"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OutgoingRequest.builder(SipMethod.MESSAGE, "sip:a b"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(b::build).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void limitsOfDatagramsHold() {
        SipLimits small = new SipLimits(400, 1_000, 350, 20, 200, 3, 20);
        assertThat(new SipParser(small).parseDatagram(MESSAGE.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        m -> assertThat(m.rule()).isEqualTo(SyntaxRule.MESSAGE_TOO_LONG));
        assertRule(
                new SipLimits(4_000, 4_000, 350, 20, 200, 3, 2_000), SyntaxRule.HEADERS_TOO_LONG);
        assertRule(new SipLimits(4_000, 4_000, 3_500, 20, 200, 3, 2_000), SyntaxRule.BODY_TOO_LONG);
        assertRule(new SipLimits(4_000, 4_000, 3_500, 20, 200, 30, 20), SyntaxRule.URI_TOO_LONG);
        assertRule(
                new SipLimits(4_000, 4_000, 3_500, 5, 200, 30, 2_000), SyntaxRule.TOO_MANY_HEADERS);
        assertRule(
                new SipLimits(4_000, 4_000, 3_500, 20, 60, 30, 2_000), SyntaxRule.HEADER_TOO_LONG);
    }

    private static void assertRule(SipLimits limits, SyntaxRule rule) {
        assertThat(new SipParser(limits).parseDatagram(MESSAGE.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(Malformed.class, m -> assertThat(m.rule()).isEqualTo(rule));
    }
}
