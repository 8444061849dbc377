package org.fivegmc.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.sip.dialog.Scene.ANSWER;
import static org.fivegmc.sip.dialog.Scene.CONTACT;
import static org.fivegmc.sip.dialog.Scene.OFFER;
import static org.fivegmc.sip.dialog.Scene.TIMER;
import static org.fivegmc.sip.dialog.Scene.TO;
import static org.fivegmc.sip.dialog.Scene.USER;
import static org.fivegmc.sip.dialog.Scene.body;
import static org.fivegmc.sip.dialog.Scene.ok;
import static org.fivegmc.sip.dialog.Scene.value;

import java.util.List;
import org.fivegmc.sip.codec.SipReply;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// INVITEs that come in, until they are sessions (RFC 3261 sections 13.3, 9.2, 12.1.1).
class IncomingInviteTest {
    private final Scene scene = new Scene();

    private IncomingInvite invited(String fields, String body) {
        scene.stack.receive(scene.invite(fields, body));
        return scene.invites.getLast();
    }

    @Test
    void theListenerSeesTheInviteAndAccepts() {
        IncomingInvite invite =
                invited("Record-Route: <sip:p1;lr>, <sip:p2;lr>\r\n" + TIMER, OFFER);
        assertThat(invite.request().body().toString()).isEqualTo(OFFER);
        assertThat(invite.caller()).isEqualTo(USER);
        assertThat(invite.hasOffer()).isTrue();
        assertThat(scene.stack.take()).isEmpty();
        invite.progress(SipReply.of(180));
        assertThat(scene.one("SIP/2.0 180 "))
                .contains("Record-Route: <sip:p1;lr>, <sip:p2;lr>\r\n", "To: " + TO + ";tag=")
                .containsOnlyOnce("Record-Route:")
                .doesNotContain("Require");
        invite.accept(
                ok(ANSWER).with("P-Asserted-Identity", "<tel:+8613800000002>"),
                ";+g.gsma.rcs.msgrevoke",
                scene.new Owner());
        String ok = scene.one("SIP/2.0 200 ");
        assertThat(ok)
                .contains(
                        "Contact: <sip:127.0.0.1:5060>;+g.gsma.rcs.msgrevoke\r\n",
                        "Record-Route: <sip:p1;lr>, <sip:p2;lr>\r\n",
                        "Allow: INVITE, ACK, CANCEL, BYE, UPDATE\r\n",
                        "Supported: timer\r\n",
                        "Require: timer\r\n",
                        "Session-Expires: 1800;refresher=uac\r\n",
                        "P-Asserted-Identity: <tel:+8613800000002>\r\n");
        assertThat(ok)
                .as("else the peer's route passes each proxy twice")
                .containsOnlyOnce("Record-Route:");
        assertThat(body(ok)).isEqualTo(ANSWER);
        scene.stack.receive(scene.within(ok, "ACK", 1, "", ""));
        assertThat(scene.confirmed).containsExactly("");
        assertThat(scene.session().state()).isEqualTo(new SessionState.Confirmed());
        scene.stack.pass(10_000);
        assertThat(scene.stack.take()).as("the ACK ended the repetition").isEmpty();
    }

    @Test
    @Tag("RFC3261-17.2.1")
    void withoutAnAnswer100IsSentByItself() {
        invited("", OFFER);
        scene.stack.pass(240);
        assertThat(scene.one()).startsWith("SIP/2.0 100 ");
    }

    @Test
    void whatWasCancelledWhileItsSenderWasSettledReachesNobody() {
        scene.stack.settle(transaction -> transaction.respond(487));
        scene.stack.receive(scene.invite("", OFFER));
        assertThat(scene.one()).startsWith("SIP/2.0 487 ");
        assertThat(scene.invites).isEmpty();
        assertThat(scene.dialogs.count()).isZero();
    }

    @Test
    void theContactNamesTheTransportOfTheFlow() {
        scene.stack.receiveByTcp(scene.invite("", OFFER).replace("/UDP", "/TCP"));
        scene.invites.getLast().accept(ok(ANSWER), "", scene.new Owner());
        assertThat(scene.stack.sentByTcp().getFirst())
                .contains("Contact: <sip:127.0.0.1:5060;transport=tcp>\r\n");
    }

    @Test
    @Tag("RFC3261-13.3.1.4")
    void the2xxIsRepeatedUntil64T1ThenBye() {
        invited("", OFFER).accept(ok(ANSWER), "", scene.new Owner());
        String ok = scene.one("SIP/2.0 200 ");
        scene.stack.pass(31_900);
        assertThat(scene.stack.take())
                .as("at 0.5, 1.5, 3.5, 7.5, 11.5 .. 31.5 s")
                .hasSize(10)
                .allMatch(ok::equals);
        scene.stack.pass(200);
        String bye = scene.one("BYE sip:peer@127.0.0.2:5099 SIP/2.0\r\n");
        assertThat(bye)
                .contains(
                        "To: <sip:+8613800000001@ims.example>;tag=p\r\n",
                        "From: " + value(ok, "To") + "\r\n",
                        "Call-ID: c-1\r\n",
                        "CSeq: 1 BYE\r\n");
        assertThat(scene.ends).containsExactly(new SessionEnd.NoAck());
        assertThat(scene.confirmed).isEmpty();
        scene.stack.receive(scene.within(ok, "ACK", 1, "", ""));
        assertThat(scene.confirmed).as("a late ACK changes nothing").isEmpty();
        scene.stack.receive(Scene.answer(bye, 200, "", "", ""));
        scene.nothingIsLeft();
    }

    @Test
    @Tag("RFC3261-13.3.1.4")
    void theAckToARepeated2xxCounts() {
        invited("", OFFER).accept(ok(ANSWER), "", scene.new Owner());
        scene.stack.pass(2_000);
        List<String> sent = scene.stack.take();
        assertThat(sent).hasSize(3);
        scene.stack.receive(scene.within(sent.getLast(), "ACK", 1, "", ""));
        scene.stack.receive(scene.within(sent.getLast(), "ACK", 1, "", ""));
        assertThat(scene.confirmed).hasSize(1);
        scene.stack.pass(40_000);
        assertThat(scene.stack.take()).isEmpty();
    }

    @Test
    void anAckTooEarlyOrWithAnotherNumberIsNone() {
        IncomingInvite invite = invited("", OFFER);
        invite.progress(SipReply.of(183));
        String early = scene.one("SIP/2.0 183 ");
        scene.stack.receive(scene.within(early, "ACK", 1, "", ""));
        invite.accept(ok(ANSWER), "", scene.new Owner());
        String ok = scene.one("SIP/2.0 200 ");
        scene.stack.receive(scene.within(ok, "ACK", 2, "", ""));
        scene.stack.receive(scene.within(ok, "ACK", 1, "", "").replace(";tag=p", ";tag=q"));
        assertThat(scene.confirmed).isEmpty();
        scene.stack.receive(scene.within(ok, "ACK", 1, "", ""));
        assertThat(scene.confirmed).hasSize(1);
    }

    @Test
    @Tag("RFC3261-13.2.1")
    void withoutAnOfferTheAnswerComesWithTheAck() {
        IncomingInvite invite = invited("", "");
        assertThat(invite.hasOffer()).isFalse();
        invite.accept(ok(ANSWER), "", scene.new Owner());
        String ok = scene.one("SIP/2.0 200 ");
        scene.stack.receive(scene.within(ok, "ACK", 1, "", OFFER));
        assertThat(scene.confirmed).containsExactly(OFFER);
    }

    @Test
    void aRefusalLeavesNothing() {
        IncomingInvite invite = invited("", OFFER);
        invite.refuse(SipReply.of(488).with("Warning", "399 5gmc \"no\""));
        assertThat(scene.one("SIP/2.0 488 ")).contains("Warning: 399 5gmc \"no\"\r\n");
        invite.accept(ok(ANSWER), "", scene.new Owner());
        scene.stack.receive(scene.request("ACK", 1, "z9hG4bK-i1", TO, "", ""));
        assertThat(scene.stack.take()).as("the first answer counts").isEmpty();
        assertThat(scene.withdrawn).isEmpty();
        scene.nothingIsLeft();
    }

    @Test
    @Tag("RFC3261-9.2")
    void aCancelIs487AndTold() {
        IncomingInvite invite = invited("", OFFER);
        scene.stack.receive(
                scene.request(
                        "CANCEL",
                        1,
                        "z9hG4bK-i1",
                        TO,
                        "Reason: SIP;cause=200;text=\"Call completed elsewhere\"\r\n",
                        ""));
        List<String> sent = scene.stack.take();
        assertThat(sent.get(0)).startsWith("SIP/2.0 200 ").contains("1 CANCEL");
        assertThat(sent.get(1)).startsWith("SIP/2.0 487 ").contains("1 INVITE");
        assertThat(scene.withdrawn)
                .containsExactly(new SessionEnd.ByPeer(List.of(Reason.COMPLETED_ELSEWHERE)));
        invite.accept(ok(ANSWER), "", scene.new Owner());
        invite.progress(SipReply.of(180));
        scene.stack.receive(scene.request("ACK", 1, "z9hG4bK-i1", TO, "", ""));
        assertThat(scene.stack.take()).isEmpty();
        assertThat(scene.ends).isEmpty();
        scene.nothingIsLeft();
    }

    @Test
    @Tag("RFC3261-9.2")
    void aCancelAfterThe2xxChangesNothing() {
        invited("", OFFER).accept(ok(ANSWER), "", scene.new Owner());
        String ok = scene.one("SIP/2.0 200 ");
        scene.stack.receive(scene.request("CANCEL", 1, "z9hG4bK-i1", TO, "", ""));
        assertThat(scene.one("SIP/2.0 200 ")).contains("1 CANCEL");
        scene.stack.receive(scene.within(ok, "ACK", 1, "", ""));
        assertThat(scene.confirmed).hasSize(1);
        assertThat(scene.withdrawn).isEmpty();
    }

    @Test
    @Tag("RFC3261-15.1.2")
    void aByeBeforeTheAnswerEndsIt() {
        IncomingInvite invite = invited("", OFFER);
        invite.progress(SipReply.of(180));
        String ringing = scene.one("SIP/2.0 180 ");
        scene.stack.receive(scene.within(ringing, "UPDATE", 2, CONTACT, ""));
        assertThat(scene.one("SIP/2.0 200 ")).contains("2 UPDATE");
        scene.stack.receive(scene.within(ringing, "UPDATE", 3, CONTACT, OFFER));
        assertThat(scene.one("SIP/2.0 500 ")).contains("Retry-After: ");
        scene.stack.receive(scene.within(ringing, "BYE", 4, "", ""));
        List<String> sent = scene.stack.take();
        assertThat(sent.get(0)).startsWith("SIP/2.0 200 ").contains("4 BYE");
        assertThat(sent.get(1)).startsWith("SIP/2.0 487 ").contains("1 INVITE");
        assertThat(scene.withdrawn).containsExactly(new SessionEnd.ByPeer(List.of()));
        scene.stack.receive(scene.request("ACK", 1, "z9hG4bK-i1", TO, "", ""));
        scene.nothingIsLeft();
    }

    @Test
    void nobodyAnswersForEver() {
        invited("", OFFER);
        scene.stack.pass(DialogLimits.DEFAULTS.answerMs() + 40L);
        assertThat(scene.stack.take().getLast()).startsWith("SIP/2.0 480 ");
        assertThat(scene.withdrawn).containsExactly(new SessionEnd.Unanswered());
        scene.nothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({
        "'Require: 100rel', 420, 'Unsupported: 100rel'",
        "'Session-Expires: 60', 422, 'Min-SE: 90'",
        "'Session-Expires: soon', 400, ''",
        "'x: 89;refresher=uac', 422, 'Min-SE: 90'"
    })
    void refusedBeforeAnybodyHearsOfIt(String field, int status, String told) {
        scene.stack.receive(scene.invite(TIMER + field + "\r\n", OFFER));
        assertThat(scene.one("SIP/2.0 " + status + " ")).contains(told);
        assertThat(scene.invites).isEmpty();
        assertThat(scene.dialogs.count()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "'Contact: <tel:+1>'",
        "'Contact: *'",
        "'Contact: <sip:a@h>, <sip:b@h>'",
        "'Contact: <sip:a@h?Subject=x>'"
    })
    void aContactThatLeadsNowhereIs400(String contact) {
        String invite = scene.invite("", OFFER);
        scene.stack.receive(invite.replace(CONTACT, contact.isEmpty() ? "" : contact + "\r\n"));
        assertThat(scene.one("SIP/2.0 400 ")).contains("contact");
        assertThat(scene.invites).isEmpty();
    }

    @Test
    void aCallIdThatCannotBeRepeatedIs400() {
        scene.stack.receive(scene.invite("", OFFER).replace("c-1", "c\u0001"));
        assertThat(scene.stack.take().getLast()).startsWith("SIP/2.0 400 ");
        assertThat(scene.dialogs.count()).isZero();
    }

    @Test
    void ofOneUserOnlySoMany() {
        Scene small = new Scene(Scene.settings(Scene.limits(9, 2), SessionTimerSettings.DEFAULTS));
        for (int i = 0; i < 3; i++) {
            small.stack.receive(another(small, i));
        }
        assertThat(small.invites).hasSize(2);
        assertThat(small.one("SIP/2.0 486 ")).contains("Warning: ");
        small.invites.getFirst().refuse(SipReply.of(603));
        small.stack.receive(another(small, 3));
        assertThat(small.invites).hasSize(3);
    }

    @Test
    void ofAllOnlySoMany() {
        Scene small = new Scene(Scene.settings(Scene.limits(2, 9), SessionTimerSettings.DEFAULTS));
        for (int i = 0; i < 3; i++) {
            small.stack.receive(another(small, i));
        }
        assertThat(small.invites).hasSize(2);
        assertThat(small.one("SIP/2.0 503 ")).contains("Retry-After: 10\r\n");
        assertThat(small.dialogs.count()).isEqualTo(2);
    }

    private static String another(Scene scene, int i) {
        return scene.invite("", OFFER).replace("c-1", "c-" + i).replace("-i1", "-i" + i);
    }

    @Test
    void aListenerThatFailsIs500() {
        var failing =
                new Dialogs(
                        DialogSettings.of("h"),
                        new InviteListener() {
                            @Override
                            public void onInvite(IncomingInvite invite) {
                                throw new IllegalStateException("on purpose");
                            }

                            @Override
                            public void onWithdrawn(IncomingInvite invite, SessionEnd end) {}
                        });
        var stack = new org.fivegmc.sip.transaction.ManualStack(failing, USER);
        failing.started(stack, _ -> java.util.Optional.empty());
        stack.receive(scene.invite("", OFFER));
        assertThat(stack.take().getLast()).startsWith("SIP/2.0 500 ");
        assertThat(failing.count()).isZero();
        assertThat(stack.faults()).hasSize(1);
    }

    @Test
    @Tag("RFC3261-12.2.2")
    void unknownDialogsAre481AndOtherMethods405() {
        String ok = "To: " + TO + ";tag=nobody\r\n";
        for (String method : List.of("BYE", "UPDATE", "INVITE")) {
            scene.stack.receive(scene.within(ok, method, 5, CONTACT, ""));
            assertThat(scene.one("SIP/2.0 481 ")).contains("5 " + method);
        }
        scene.stack.receive(scene.within(ok, "INFO", 5, "", ""));
        assertThat(scene.one("SIP/2.0 405 ")).contains("Allow: ");
        scene.stack.receive(scene.within(ok, "ACK", 5, "", ""));
        assertThat(scene.stack.take()).isEmpty();
    }
}
