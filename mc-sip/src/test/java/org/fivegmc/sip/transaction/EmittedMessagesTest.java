package org.fivegmc.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.JainSip;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.transaction.ManualLoop.TestFlow;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.SipTransport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the transaction layer writes by itself, without any role, read by another stack.
class EmittedMessagesTest {

    private static final TransactionLimits TWO_REQUESTS =
            new TransactionLimits(
                    2,
                    10,
                    10,
                    7,
                    1000,
                    DatagramLimit.DEFAULT,
                    1,
                    1,
                    1,
                    2,
                    AdmissionLimits.DEFAULTS);

    private final ManualLoop loop = new ManualLoop(0);
    private final TestFlow udp = new TestFlow(loop, SipTransport.UDP);
    private final List<ServerTransaction> received = new ArrayList<>();
    private final TransactionLayer layer =
            ManualLoop.layer(
                    loop,
                    ManualLoop.config(TWO_REQUESTS),
                    new SipRequestHandler() {
                        @Override
                        public void onRequest(ServerTransaction transaction, SipRequest request) {
                            received.add(transaction);
                        }

                        @Override
                        public Optional<SipReply> refusal(SipMethod method) {
                            return method == SipMethod.SUBSCRIBE
                                    ? Optional.of(
                                            SipReply.of(405).with(HeaderName.ALLOW, "MESSAGE"))
                                    : Optional.empty();
                        }
                    },
                    SipEvents.NONE);

    private static String request(String method, String more) {
        return NonInviteTest.message("z9hG4bKe", "e-1")
                .replace("MESSAGE", method)
                .replace("Content-Length", more + "Content-Length");
    }

    private SIPResponse answer() {
        return (SIPResponse) JainSip.parse(udp.last().getBytes(StandardCharsets.UTF_8));
    }

    private SIPRequest sent(int at) {
        return (SIPRequest) JainSip.parse(udp.sent.get(at).getBytes(StandardCharsets.UTF_8));
    }

    private static void belongs(SIPResponse theirs, String method) {
        assertThat(theirs.getCSeq().getMethod()).isEqualTo(method);
        assertThat(theirs.getCallId().getCallId()).isEqualTo("e-1");
        assertThat(theirs.getTopmostVia().getBranch()).isEqualTo("z9hG4bKe");
        assertThat(theirs.getFromTag()).isEqualTo("1");
        assertThat(theirs.getToTag()).isNotEmpty();
        assertThat(theirs.getContentLength().getContentLength()).isZero();
    }

    /// Refused for its form, each without any state.
    @ParameterizedTest
    @CsvSource({
        "MESSAGE, 'Max-Forwards: many', 400",
        "MESSAGE, 'Require: nosuch', 420",
        "MESSAGE, 'Max-Forwards: 0', 483",
        "SUBSCRIBE, 'Event: reg', 405"
    })
    void refusalsWithoutState(String method, String line, int status) {
        ManualLoop.deliver(layer, udp, request(method, line + "\r\n"));
        SIPResponse theirs = answer();
        assertThat(theirs.getStatusCode()).isEqualTo(status);
        belongs(theirs, method);
        assertThat(received).isEmpty();
    }

    @Test
    void overloadIsToldWithoutState() {
        ManualLoop.deliver(layer, udp, NonInviteTest.message("z9hG4bK1", "1"));
        ManualLoop.deliver(layer, udp, NonInviteTest.message("z9hG4bK2", "2"));
        ManualLoop.deliver(layer, udp, request("MESSAGE", ""));
        SIPResponse theirs = answer();
        assertThat(theirs.getStatusCode()).isEqualTo(503);
        assertThat(theirs.getHeader("Retry-After").toString())
                .matches("Retry-After: ([7-9]|1[0-4])\r\n");
        belongs(theirs, "MESSAGE");
        assertThat(received).hasSize(2);
    }

    @Test
    void theAnswersToInviteAndCancelByItself() {
        ManualLoop.deliver(layer, udp, request("INVITE", ""));
        loop.pass(layer, 300);
        assertThat(answer().getStatusCode()).isEqualTo(100);
        assertThat(answer().getCSeq().getMethod()).isEqualTo("INVITE");
        ManualLoop.deliver(layer, udp, request("CANCEL", ""));
        assertThat(answer().getStatusCode()).isEqualTo(200);
        belongs(answer(), "CANCEL");
        assertThat(udp.sent).hasSize(2);
    }

    /// RFC 3261 sections 9.1 and 17.1.1.3: what both share with the INVITE.
    @Test
    @Tag("RFC3261-9.1")
    @Tag("RFC3261-17.1.1.3")
    void cancelAndAckAreThoseOfTheirInvite() {
        ClientTransaction invite =
                layer.start(
                        OutgoingRequest.builder(SipMethod.INVITE, "sip:b@example.com")
                                .header(HeaderName.ROUTE, "<sip:127.0.0.1:5080;lr>")
                                .from("<sip:a@example.com>", "f")
                                .to("<sip:b@example.com>")
                                .callId("c-i")
                                .cSeq(5)
                                .header(HeaderName.CONTACT, "<sip:a@127.0.0.1>")
                                .build(),
                        udp,
                        _ -> {});
        assertThat(invite).isNotNull();
        SIPRequest first = sent(0);
        ManualLoop.deliver(layer, udp, response("180 Ringing"));
        java.util.Objects.requireNonNull(invite).cancel();
        SIPRequest cancel = sent(1);
        ManualLoop.deliver(layer, udp, response("487 Request Terminated"));
        SIPRequest ack = sent(2);
        assertThat(cancel.getMethod()).isEqualTo("CANCEL");
        assertThat(ack.getMethod()).isEqualTo("ACK");
        for (SIPRequest own : List.of(cancel, ack)) {
            assertThat(own.getRequestURI()).isEqualTo(first.getRequestURI());
            assertThat(own.getTopmostVia().getBranch())
                    .isEqualTo(first.getTopmostVia().getBranch());
            assertThat(own.getViaHeaders()).hasSize(1);
            assertThat(own.getCSeq().getSeqNumber()).isEqualTo(5);
            assertThat(own.getCSeq().getMethod()).isEqualTo(own.getMethod());
            assertThat(own.getCallId().getCallId()).isEqualTo("c-i");
            assertThat(own.getFromTag()).isEqualTo("f");
            assertThat(own.getRouteHeaders()).hasSize(1);
            assertThat(own.getMaxForwards().getMaxForwards())
                    .isEqualTo(OutgoingRequest.DEFAULT_MAX_FORWARDS);
            assertThat(own.getContentLength().getContentLength()).isZero();
        }
        assertThat(cancel.getToTag()).isNull();
        assertThat(ack.getToTag()).as("that of the answer").isEqualTo("b");
    }

    private String response(String status) {
        String invite = udp.sent.getFirst();
        String fields = invite.substring(invite.indexOf("Via:"));
        return "SIP/2.0 "
                + status
                + "\r\n"
                + fields.replace("To: <sip:b@example.com>", "To: <sip:b@example.com>;tag=b");
    }
}
