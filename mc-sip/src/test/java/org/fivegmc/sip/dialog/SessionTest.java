package org.fivegmc.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.sip.dialog.Scene.ANSWER;
import static org.fivegmc.sip.dialog.Scene.CONTACT;
import static org.fivegmc.sip.dialog.Scene.OFFER;
import static org.fivegmc.sip.dialog.Scene.TIMER;
import static org.fivegmc.sip.dialog.Scene.answer;
import static org.fivegmc.sip.dialog.Scene.body;
import static org.fivegmc.sip.dialog.Scene.bytes;
import static org.fivegmc.sip.dialog.Scene.ok;
import static org.fivegmc.sip.dialog.Scene.sdp;
import static org.fivegmc.sip.dialog.Scene.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.fivegmc.sip.codec.NameAddr;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.exchange.Requests.NextHop;
import org.fivegmc.sip.transaction.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What happens within a session, by the tables of [Session] and [OfferExchange].
class SessionTest {
    private static final Reason DONE = Reason.sip(200, "done");
    private static final String ALLOW = "Allow: INVITE, ACK, BYE, CANCEL, UPDATE\r\n";

    private final Scene scene = new Scene();
    private final List<OfferOutcome> outcomes = new ArrayList<>();

    @Test
    @Tag("RFC3261-15.1.2")
    void byeOfThePeer() {
        String ok = scene.confirmed("");
        scene.stack.receive(scene.within(ok, "BYE", 2, "Reason: SIP;cause=480\r\n", ""));
        assertThat(scene.one("SIP/2.0 200 ")).contains("2 BYE");
        assertThat(scene.ends)
                .containsExactly(new SessionEnd.ByPeer(List.of(new Reason("SIP", 480, ""))));
        assertThat(scene.dialogs.count()).isZero();
        scene.stack.receive(scene.within(ok, "BYE", 3, "", ""));
        assertThat(scene.one("SIP/2.0 481 ")).contains("3 BYE");
        scene.nothingIsLeft();
    }

    @Test
    @Tag("RFC3261-15.1.1")
    void byeOfOursAndThePeersThatCrossesIt() {
        String ok = scene.confirmed("");
        scene.session().bye(DONE);
        scene.session().bye(DONE);
        String bye = scene.one("BYE ");
        assertThat(bye).contains("Reason: SIP;cause=200;text=\"done\"\r\n");
        assertThat(scene.ends).containsExactly(new SessionEnd.ByUs(DONE));
        assertThat(scene.dialogs.count()).as("until the answer").isEqualTo(1);
        scene.stack.receive(scene.within(ok, "UPDATE", 2, CONTACT, ""));
        scene.one("SIP/2.0 481 ");
        scene.stack.receive(scene.within(ok, "BYE", 3, "", ""));
        scene.one("SIP/2.0 200 ");
        scene.stack.receive(answer(bye, 481, "", "", ""));
        assertThat(scene.dialogs.count()).isZero();
        assertThat(scene.ends).hasSize(1);
        scene.nothingIsLeft();
    }

    @Test
    @Tag("RFC3261-15")
    void ourByeWaitsForTheAck() {
        scene.stack.receive(scene.invite("", OFFER));
        var owner = scene.new Owner();
        scene.invites.getLast().accept(ok(ANSWER), "", owner);
        String ok = scene.one("SIP/2.0 200 ");
        scene.dialogs.drain(DONE);
        assertThat(scene.stack.take()).isEmpty();
        assertThat(scene.ends).containsExactly(new SessionEnd.ByUs(DONE));
        scene.stack.receive(scene.within(ok, "ACK", 1, "", ""));
        String bye = scene.one("BYE ");
        scene.stack.receive(answer(bye, 200, "", "", ""));
        scene.nothingIsLeft();
    }

    @Test
    void ourByeLeavesAt64T1WithoutTheAck() {
        scene.stack.receive(scene.invite("", OFFER));
        scene.invites.getLast().accept(ok(ANSWER), "", scene.new Owner());
        scene.dialogs.drain(DONE);
        scene.stack.pass(32_100);
        assertThat(scene.stack.take().getLast()).startsWith("BYE ");
        assertThat(scene.ends).containsExactly(new SessionEnd.ByUs(DONE));
        scene.nothingIsLeft();
    }

    @Test
    void theirByeBeforeTheAck() {
        scene.stack.receive(scene.invite("", OFFER));
        scene.invites.getLast().accept(ok(ANSWER), "", scene.new Owner());
        String ok = scene.one("SIP/2.0 200 ");
        scene.stack.receive(scene.within(ok, "BYE", 2, "", ""));
        assertThat(scene.one("SIP/2.0 200 ")).contains("BYE");
        scene.stack.pass(40_000);
        assertThat(scene.stack.take()).as("the 2xx is not repeated either").isEmpty();
        assertThat(scene.ends).containsExactly(new SessionEnd.ByPeer(List.of()));
        scene.nothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BYE", "UPDATE", "INVITE"})
    @Tag("RFC3261-12.2.2")
    void whatWasOvertakenIs500(String method) {
        String ok = scene.confirmed("");
        scene.stack.receive(scene.within(ok, "UPDATE", 7, CONTACT, ""));
        scene.one("SIP/2.0 200 ");
        scene.stack.receive(scene.within(ok, method, 6, CONTACT, ""));
        assertThat(scene.one("SIP/2.0 500 ")).contains("Retry-After: ");
        assertThat(scene.ends).isEmpty();
    }

    @Test
    void anotherFromTagIsAnotherDialog() {
        String ok = scene.confirmed("");
        scene.stack.receive(scene.within(ok, "BYE", 2, "", "").replace(";tag=p", ";tag=q"));
        scene.one("SIP/2.0 481 ");
        assertThat(scene.ends).isEmpty();
    }

    @Test
    @Tag("RFC3264-8")
    void aReInviteThatChangesNothingIsAnsweredAsBefore() {
        String ok = scene.confirmed("");
        scene.stack.receive(scene.within(ok, "INVITE", 2, CONTACT, OFFER));
        String again = scene.one("SIP/2.0 200 ");
        assertThat(body(again)).isEqualTo(ANSWER);
        assertThat(again).contains("Session-Expires: ", "Contact: <sip:127.0.0.1:5060>\r\n");
        scene.stack.receive(scene.within(again, "ACK", 2, "", ""));
        scene.stack.pass(40_000);
        assertThat(scene.stack.take()).isEmpty();
        assertThat(scene.offers).isEmpty();
        assertThat(scene.ends).isEmpty();
    }

    @Test
    void aReInviteWhoseAckNeverComesEndsTheSession() {
        String ok = scene.confirmed("");
        scene.stack.receive(scene.within(ok, "INVITE", 2, CONTACT, OFFER));
        scene.stack.pass(32_100);
        assertThat(scene.stack.take().getLast()).startsWith("BYE ");
        assertThat(scene.ends).containsExactly(new SessionEnd.NoAck());
        scene.nothingIsLeft();
    }

    @Test
    @Tag("RFC3311-5.2")
    @Tag("RFC3261-14.2")
    void aNewOfferIsForTheOwner() {
        String ok = scene.confirmed("");
        String newOffer = sdp("peer", 2);
        scene.stack.receive(scene.within(ok, "INVITE", 2, CONTACT, newOffer));
        assertThat(scene.offers.getLast().request().body().toString()).isEqualTo(newOffer);
        scene.stack.receive(scene.within(ok, "UPDATE", 3, CONTACT, newOffer));
        assertThat(scene.one("SIP/2.0 500 ")).contains("Retry-After: ");
        scene.offers.getLast().accept(ok(sdp("ours", 2)));
        scene.offers.getLast().refuse(SipReply.of(488));
        String again = scene.one("SIP/2.0 200 ");
        assertThat(body(again)).isEqualTo(sdp("ours", 2));
        scene.stack.receive(scene.within(again, "ACK", 2, "", ""));
        scene.stack.receive(scene.within(ok, "UPDATE", 4, CONTACT, sdp("peer", 3)));
        scene.offers.getLast().refuse(SipReply.of(488));
        scene.one("SIP/2.0 488 ");
        scene.stack.receive(scene.within(ok, "INVITE", 5, CONTACT, newOffer));
        assertThat(body(scene.one("SIP/2.0 200 ")))
                .as("what was refused changed nothing")
                .isEqualTo(sdp("ours", 2));
    }

    @Test
    void anOfferIsWithdrawnByCancelAndByTime() {
        String ok = scene.confirmed("");
        String reInvite = scene.within(ok, "INVITE", 2, CONTACT, sdp("peer", 2));
        scene.stack.receive(reInvite);
        scene.stack.receive(
                reInvite.replace("INVITE", "CANCEL")
                        .replaceAll("(?s)Content-Type.*", "Content-Length: 0\r\n\r\n"));
        List<String> sent = scene.stack.take();
        assertThat(sent.get(0)).startsWith("SIP/2.0 200 ");
        assertThat(sent.get(1)).startsWith("SIP/2.0 487 ");
        assertThat(scene.offersWithdrawn).hasSize(1);
        scene.offers.getLast().accept(ok(ANSWER));
        assertThat(scene.stack.take()).isEmpty();
        scene.stack.receive(scene.within(ok, "UPDATE", 3, CONTACT, sdp("peer", 2)));
        scene.stack.pass(DialogLimits.DEFAULTS.offerMs() + 40L);
        assertThat(scene.stack.take().getLast()).startsWith("SIP/2.0 500 ");
        assertThat(scene.offersWithdrawn).hasSize(2);
        assertThat(scene.ends).isEmpty();
    }

    @Test
    @Tag("RFC3261-14.2")
    void anOfferlessReInviteIsOfferedWhatWasAgreed() {
        String ok = scene.confirmed("");
        scene.stack.receive(scene.within(ok, "INVITE", 2, CONTACT, ""));
        String again = scene.one("SIP/2.0 200 ");
        assertThat(body(again)).isEqualTo(ANSWER);
        scene.stack.receive(scene.within(ok, "INVITE", 3, CONTACT, OFFER));
        scene.one("SIP/2.0 491 ");
        scene.stack.receive(scene.within(again, "ACK", 2, "", OFFER));
        assertThat(scene.answers).isEmpty();
        scene.stack.receive(scene.within(ok, "INVITE", 4, CONTACT, ""));
        scene.one("SIP/2.0 200 ");
        scene.stack.receive(scene.within(again, "ACK", 4, "", sdp("peer", 2)));
        assertThat(scene.answers).containsExactly(sdp("peer", 2));
    }

    @Test
    void offersOfOurs() {
        String ok = scene.confirmed(ALLOW);
        scene.session().offer(bytes(sdp("ours", 2)), outcomes::add);
        String reInvite = scene.one("INVITE sip:peer@127.0.0.2:5099 ");
        assertThat(reInvite)
                .contains(
                        "CSeq: 1 INVITE\r\n",
                        "From: " + value(ok, "To"),
                        "Contact: <sip:127.0.0.1:5060>\r\n",
                        "Supported: timer\r\n",
                        "Session-Expires: 1800;refresher=uac\r\n");
        scene.session().offer(bytes(sdp("ours", 3)), outcomes::add);
        assertThat(outcomes).containsExactly(new OfferOutcome.Busy());
        scene.stack.receive(
                answer(reInvite, 200, "", "Contact: <sip:peer@127.0.0.2:6000>\r\n", OFFER));
        String ack = scene.one("ACK sip:peer@127.0.0.2:6000 ");
        assertThat(ack).contains("CSeq: 1 ACK\r\n");
        assertThat(outcomes.getLast()).isInstanceOf(OfferOutcome.Answered.class);
        scene.stack.receive(
                answer(reInvite, 200, "", "Contact: <sip:peer@127.0.0.2:6000>\r\n", OFFER));
        assertThat(scene.one("ACK ")).contains("CSeq: 1 ACK\r\n");
        scene.session().offer(bytes(sdp("ours", 3)), outcomes::add);
        String refused = scene.one("INVITE sip:peer@127.0.0.2:6000 ");
        scene.stack.receive(answer(refused, 488, "", "", ""));
        scene.one("ACK ");
        assertThat(outcomes.getLast()).isEqualTo(new OfferOutcome.Refused(488));
        assertThat(scene.ends).isEmpty();
    }

    @Test
    @Tag("RFC3261-14.1")
    @Tag("RFC3261-14.2")
    void glare() {
        String ok = scene.confirmed("");
        scene.session().offer(bytes(sdp("ours", 2)), outcomes::add);
        String ours = scene.one("INVITE ");
        scene.stack.receive(scene.within(ok, "INVITE", 2, CONTACT, sdp("peer", 2)));
        scene.one("SIP/2.0 491 ");
        scene.stack.receive(scene.within(ok, "UPDATE", 3, CONTACT, sdp("peer", 2)));
        scene.one("SIP/2.0 491 ");
        scene.stack.receive(scene.within(ok, "UPDATE", 4, CONTACT, ""));
        scene.one("SIP/2.0 200 ");
        scene.stack.receive(answer(ours, 491, "", "", ""));
        scene.one("ACK ");
        scene.stack.receive(scene.within(ok, "UPDATE", 5, CONTACT, sdp("peer", 2)));
        scene.offers.getLast().accept(ok(ANSWER));
        scene.one("SIP/2.0 200 ");
        scene.stack.pass(2_060);
        String again =
                scene.stack.take().stream()
                        .filter(m -> m.startsWith("INVITE "))
                        .findFirst()
                        .orElseThrow();
        assertThat(again).as("the Call-ID is the peer's: 0 to 2 s").contains("CSeq: 2 INVITE");
        assertThat(body(again)).isEqualTo(sdp("ours", 2));
        scene.stack.receive(answer(again, 200, "", CONTACT, OFFER));
        assertThat(outcomes).singleElement().isInstanceOf(OfferOutcome.Answered.class);
    }

    @Test
    @Tag("RFC3261-14.1")
    void glareDoesNotGoOnForEver() {
        Scene few = new Scene(Scene.settings(Scene.limits(9, 9), SessionTimerSettings.DEFAULTS));
        few.confirmed("");
        few.session().offer(bytes(sdp("ours", 2)), outcomes::add);
        for (int i = 0; i < 3; i++) {
            List<String> sent = few.stack.take();
            few.stack.receive(answer(sent.getLast(), 491, "", "", ""));
            few.stack.take();
            few.stack.pass(2_060);
        }
        assertThat(few.stack.take()).isEmpty();
        assertThat(outcomes).containsExactly(new OfferOutcome.Refused(491));
        assertThat(few.ends).isEmpty();
    }

    @Test
    @Tag("RFC3261-12.2.1.2")
    void a481EndsTheSessionWithoutABye() {
        scene.confirmed("");
        scene.session().offer(bytes(sdp("ours", 2)), outcomes::add);
        scene.stack.receive(answer(scene.one("INVITE "), 481, "", "", ""));
        scene.one("ACK ");
        assertThat(scene.ends).containsExactly(new SessionEnd.Lost(481));
        assertThat(outcomes).containsExactly(new OfferOutcome.Refused(481));
        scene.nothingIsLeft();
        assertThat(scene.stack.take()).isEmpty();
    }

    @Test
    void aPeerThatDoesNotAnswerIsLost() {
        scene.confirmed("");
        scene.session().offer(bytes(sdp("ours", 2)), outcomes::add);
        scene.stack.pass(32_100);
        assertThat(scene.stack.take().getLast()).startsWith("BYE ");
        assertThat(scene.ends).containsExactly(new SessionEnd.Lost(408));
        scene.nothingIsLeft();
    }

    @Test
    void aByeEndsAnOfferOfOurs() {
        String ok = scene.confirmed("");
        scene.session().offer(bytes(sdp("ours", 2)), outcomes::add);
        String reInvite = scene.one("INVITE ");
        scene.stack.receive(scene.within(ok, "BYE", 2, "", ""));
        scene.one("SIP/2.0 200 ");
        assertThat(outcomes).containsExactly(new OfferOutcome.Over());
        scene.stack.receive(answer(reInvite, 200, "", CONTACT, OFFER));
        scene.one("ACK ");
        scene.nothingIsLeft();
    }

    @Test
    @Tag("RFC3311-5.2")
    @Tag("RFC4028-9")
    void theOtherSideRefreshesAndIsMissed() {
        String ok = scene.confirmed(TIMER + "Session-Expires: 300;refresher=uac\r\n");
        assertThat(ok).contains("Session-Expires: 300;refresher=uac\r\n", "Require: timer\r\n");
        scene.stack.pass(200_000);
        scene.stack.receive(
                scene.within(
                        ok,
                        "UPDATE",
                        2,
                        CONTACT + TIMER + "Session-Expires: 300;refresher=uac\r\n",
                        ""));
        assertThat(scene.one("SIP/2.0 200 "))
                .contains("Session-Expires: 300;refresher=uac\r\n", "Require: timer\r\n");
        scene.stack.pass(267_900);
        assertThat(scene.stack.take()).isEmpty();
        scene.stack.pass(200);
        assertThat(scene.one("BYE ")).contains("Reason: SIP;cause=408");
        assertThat(scene.ends).containsExactly(new SessionEnd.Expired());
        scene.nothingIsLeft();
    }

    @Test
    @Tag("RFC3311-5.1")
    @Tag("RFC4028-7.4")
    void weRefreshByUpdate() {
        String ok = scene.confirmed(TIMER + ALLOW + "Session-Expires: 300;refresher=uas\r\n");
        assertThat(ok).contains("Session-Expires: 300;refresher=uas\r\n").doesNotContain("Require");
        scene.stack.pass(150_040);
        String update = scene.one("UPDATE sip:peer@127.0.0.2:5099 ");
        assertThat(update)
                .contains("Session-Expires: 300;refresher=uac\r\n", "Content-Length: 0\r\n");
        scene.stack.receive(
                answer(update, 200, "", CONTACT + "Session-Expires: 200;refresher=uac\r\n", ""));
        scene.stack.pass(99_900);
        assertThat(scene.stack.take()).isEmpty();
        scene.stack.pass(160);
        scene.one("UPDATE ");
        assertThat(scene.ends).isEmpty();
    }

    @Test
    @Tag("RFC4028-7.4")
    void whoTakesNoUpdateIsRefreshedByReInvite() {
        scene.confirmed("Session-Expires: 300\r\n");
        scene.stack.pass(150_040);
        String reInvite = scene.one("INVITE ");
        assertThat(body(reInvite)).isEqualTo(ANSWER);
        scene.stack.receive(answer(reInvite, 200, "", CONTACT, OFFER));
        scene.one("ACK ");
        assertThat(scene.answers).isEmpty();
        scene.stack.pass(150_040);
        scene.stack.receive(answer(scene.one("INVITE "), 200, "", CONTACT, sdp("peer", 9)));
        scene.one("ACK ");
        assertThat(scene.answers).as("it answers something new").containsExactly(sdp("peer", 9));
    }

    @ParameterizedTest
    @ValueSource(ints = {405, 501})
    @Tag("RFC4028-7.4")
    void whoSaysItTakesUpdateAndDoesNotGetsAReInvite(int status) {
        scene.confirmed(ALLOW + "Session-Expires: 300\r\n");
        scene.stack.pass(150_040);
        scene.stack.receive(answer(scene.one("UPDATE "), status, "", "", ""));
        scene.stack.receive(answer(scene.one("INVITE "), 200, "", CONTACT, OFFER));
        scene.one("ACK ");
        assertThat(scene.ends).isEmpty();
    }

    @Test
    @Tag("RFC4028-7.3")
    void aRefreshThatIsTooShortIsRaised() {
        scene.confirmed(ALLOW + "Session-Expires: 300\r\n");
        scene.stack.pass(150_040);
        scene.stack.receive(answer(scene.one("UPDATE "), 422, "", "Min-SE: 500\r\n", ""));
        String again = scene.one("UPDATE ");
        assertThat(again).contains("Session-Expires: 500;refresher=uac\r\n");
        scene.stack.receive(answer(again, 200, "", CONTACT, ""));
        scene.stack.pass(249_900);
        assertThat(scene.stack.take()).isEmpty();
        scene.stack.pass(200);
        scene.one("UPDATE ");
    }

    @Test
    @Tag("RFC4028-10")
    void aRefreshThatIsRefusedIsTriedAgainUntilTheEnd() {
        scene.confirmed(ALLOW + "Session-Expires: 300\r\n");
        int tries = 0;
        for (int s = 0; s < 270 && scene.ends.isEmpty(); s++) {
            scene.stack.pass(1_000);
            for (String sent : scene.stack.take()) {
                if (sent.startsWith("UPDATE ")) {
                    tries++;
                    scene.stack.receive(answer(sent, 500, "", "", ""));
                }
            }
        }
        assertThat(scene.ends).containsExactly(new SessionEnd.Expired());
        assertThat(tries).isBetween(3, 10);
    }

    @Test
    void whoDrainsTakesNothingNew() {
        String ok = scene.confirmed("");
        scene.stack.receive(scene.invite("", OFFER).replace("c-1", "c-2").replace("-i1", "-i2"));
        CompletableFuture<Void> empty =
                scene.dialogs.drain(Reason.sip(503, "Going down")).toCompletableFuture();
        List<String> sent = scene.stack.take();
        assertThat(sent).hasSize(2);
        assertThat(sent)
                .anySatisfy(m ->
                        assertThat(m).startsWith("SIP/2.0 503 ").contains("Retry-After: 10\r\n"))
                .anySatisfy(m ->
                        assertThat(m)
                                .startsWith("BYE ")
                                .contains("Reason: SIP;cause=503;text=\"Going down\"\r\n"));
        assertThat(empty).isNotDone();
        scene.stack.receive(scene.invite("", OFFER).replace("c-1", "c-3").replace("-i1", "-i3"));
        assertThat(scene.one("SIP/2.0 503 ")).contains("Retry-After: 10\r\n");
        String bye = sent.stream().filter(m -> m.startsWith("BYE")).findFirst().orElseThrow();
        scene.stack.receive(answer(bye, 200, "", "", ""));
        assertThat(empty).isCompleted();
        assertThat(ok).isNotEmpty();
    }

    @Test
    @Tag("RFC3261-12.1.1")
    void requestsFollowTheRecordedRoute() {
        scene.confirmed("Record-Route: <sip:p1;lr>, <sip:p2;lr>\r\n");
        scene.session().bye(DONE);
        assertThat(scene.one("BYE sip:peer@127.0.0.2:5099 "))
                .containsSubsequence("Route: <sip:p1;lr>\r\n", "Route: <sip:p2;lr>\r\n");
        assertThat(scene.stack.targets()).containsExactly(new Target.ToUri("sip:p1;lr"));
    }

    @Test
    @Tag("RFC3261-12.2.1.1")
    void aStrictRouterStandsInTheRequestUri() {
        scene.confirmed("Record-Route: <sip:strict>, <sip:p2;lr>\r\n");
        scene.session().bye(DONE);
        assertThat(scene.one("BYE sip:strict SIP/2.0\r\n"))
                .containsSubsequence(
                        "Route: <sip:p2;lr>\r\n", "Route: <sip:peer@127.0.0.2:5099>\r\n");
        assertThat(scene.stack.targets()).containsExactly(new Target.ToUri("sip:strict"));
    }

    @Test
    void aConnectionIsUsedWhileItIsOpenThenTheTargetIsResolved() {
        scene.stack.receiveByTcp(
                scene.invite("", OFFER)
                        .replace("/UDP", "/TCP")
                        .replace("127.0.0.2:5099>", "10.9.9.9:5099;transport=tcp>"));
        scene.invites.getLast().accept(ok(ANSWER), "", scene.new Owner());
        String ok = scene.stack.sentByTcp().getLast();
        scene.stack.receiveByTcp(scene.within(ok, "ACK", 1, "", "").replace("/UDP", "/TCP"));
        scene.session().offer(bytes(sdp("ours", 2)), outcomes::add);
        assertThat(scene.stack.targets()).containsExactly(new Target.ByFlow(scene.stack.tcp()));
        assertThat(scene.stack.sentByTcp().getLast()).startsWith("INVITE ");
        scene.stack.closeTcp();
        assertThat(scene.stack.targets().getLast())
                .as("broken under way: the target is resolved")
                .isEqualTo(new Target.ToUri("sip:peer@10.9.9.9:5099;transport=tcp"));
        String again = scene.one("INVITE ");
        assertThat(again).contains("CSeq: 2 INVITE");
        scene.stack.receive(answer(again, 200, "", "", OFFER));
        assertThat(outcomes.getLast()).isInstanceOf(OfferOutcome.Answered.class);
        assertThat(scene.ends).isEmpty();
    }

    @Test
    void whatIsOverIsNotSentAgain() {
        scene.stack.receiveByTcp(scene.invite("", OFFER).replace("/UDP", "/TCP"));
        scene.invites.getLast().accept(ok(ANSWER), "", scene.new Owner());
        String ok = scene.stack.sentByTcp().getLast();
        scene.stack.receiveByTcp(scene.within(ok, "ACK", 1, "", "").replace("/UDP", "/TCP"));
        scene.session().offer(bytes(sdp("ours", 2)), outcomes::add);
        scene.stack.receive(scene.within(ok, "BYE", 2, "", ""));
        scene.one("SIP/2.0 200 ");
        scene.stack.closeTcp();
        assertThat(scene.stack.take()).isEmpty();
        assertThat(outcomes).containsExactly(new OfferOutcome.Over());
        scene.nothingIsLeft();
    }

    @Test
    @Tag("RFC3261-12.2.2")
    void aPeerThatMovedIsFollowed() {
        String ok = scene.confirmed("");
        scene.stack.receiveByTcp(
                scene.within(
                                ok,
                                "UPDATE",
                                2,
                                "Contact: <sip:peer@127.0.0.9:5099;transport=tcp>\r\n",
                                "")
                        .replace("/UDP", "/TCP"));
        assertThat(scene.stack.sentByTcp().getLast()).startsWith("SIP/2.0 200 ");
        scene.session().bye(DONE);
        assertThat(scene.stack.targets().getLast()).isEqualTo(new Target.ByFlow(scene.stack.tcp()));
        assertThat(scene.stack.sentByTcp().getLast())
                .startsWith("BYE sip:peer@127.0.0.9:5099;transport=tcp ");
    }

    /// Over a connection; where its Contact says it is, nobody would find it.
    private static final NextHop REGISTERED =
            new NextHop("sip:peer@10.9.9.9;transport=tcp", "TCP 127.0.0.2 40000 1");

    @Test
    @Tag("RFC5626-5.3")
    void whoHasRegisteredOverAnotherConnectionIsThere() {
        scene.confirmed("");
        scene.registrar = found -> found.accept(Optional.of(REGISTERED));
        scene.stack.pass(7_000);
        scene.session().bye(DONE);
        assertThat(scene.stack.targets().getLast()).isEqualTo(new Target.ByFlow(scene.stack.tcp()));
        assertThat(scene.stack.sentByTcp().getLast())
                .as("what its Contact is in the dialog stays")
                .startsWith("BYE sip:peer@127.0.0.2:5099 ");
        assertThat(scene.asked).as("not one of before the INVITE").containsExactly(7_000L);
    }

    @Test
    @Tag("RFC5626-5.3")
    void whoseConnectionIsGoneIsWhereItHasEverRegistered() {
        scene.stack.receiveByTcp(scene.invite("", OFFER).replace("/UDP", "/TCP"));
        scene.invites.getLast().accept(ok(ANSWER), "", scene.new Owner());
        String ok = scene.stack.sentByTcp().getLast();
        scene.stack.receiveByTcp(scene.within(ok, "ACK", 1, "", "").replace("/UDP", "/TCP"));
        scene.stack.closeTcp();
        NextHop byDatagram = new NextHop("sip:peer@127.0.0.8:5099", "");
        scene.registrar = found -> found.accept(Optional.of(byDatagram));
        scene.session().bye(DONE);
        assertThat(scene.asked).containsExactly(Long.MAX_VALUE);
        assertThat(scene.stack.targets().getLast())
                .isEqualTo(new Target.ToUri("sip:peer@127.0.0.8:5099"));
    }

    @Test
    void aRegistrationThatLeadsNowhereChangesNothing() {
        scene.confirmed("");
        scene.registrar = found -> found.accept(Optional.of(REGISTERED));
        scene.gone = true;
        scene.session().bye(DONE);
        scene.one("BYE ");
    }

    /// It was seen at its new place after that.
    @Test
    void aLaterRequestOfThePeerCountsForMore() {
        String ok = scene.confirmed("");
        scene.stack.pass(7_000);
        scene.stack.receive(scene.within(ok, "UPDATE", 2, CONTACT, ""));
        scene.stack.pass(1_000);
        scene.session().bye(DONE);
        assertThat(scene.asked).containsExactly(1_000L);
    }

    @Test
    void proxiesKnowWhereItIs() {
        scene.confirmed("Record-Route: <sip:p1;lr>\r\n");
        scene.registrar = found -> found.accept(Optional.of(REGISTERED));
        scene.session().bye(DONE);
        assertThat(scene.stack.targets()).containsExactly(new Target.ToUri("sip:p1;lr"));
        assertThat(scene.asked).isEmpty();
    }

    @Test
    void whatIsOverBeforeThePeerIsFoundIsNotSent() {
        String ok = scene.confirmed("");
        List<Consumer<Optional<NextHop>>> waiting = new ArrayList<>();
        scene.registrar = waiting::add;
        scene.session().offer(bytes(sdp("ours", 2)), outcomes::add);
        assertThat(scene.stack.take()).as("the registrar takes its time").isEmpty();
        scene.stack.receive(scene.within(ok, "BYE", 2, "", ""));
        scene.one("SIP/2.0 200 ");
        waiting.getFirst().accept(Optional.of(REGISTERED));
        assertThat(scene.stack.take()).isEmpty();
        assertThat(scene.stack.sentByTcp()).isEmpty();
        assertThat(outcomes).containsExactly(new OfferOutcome.Over());
        scene.nothingIsLeft();
    }

    @Test
    void foldedAddressesAreRepeatedOnOneLine() {
        scene.stack.receive(scene.invite("", OFFER).replace("From: <", "From: \"a\r\n b\"\r\n <"));
        scene.invites.getLast().accept(ok(ANSWER), "", scene.new Owner());
        scene.stack.take();
        scene.dialogs.drain(DONE);
        scene.stack.pass(32_100);
        assertThat(scene.stack.take().getLast())
                .startsWith("BYE ")
                .contains("To: \"a b\" <sip:+8613800000001@ims.example>;tag=p\r\n");
        scene.nothingIsLeft();
    }

    /// What would break our requests apart is no reason not to send them.
    @Test
    void controlsInAddressesAreNotRepeated() {
        NameAddr address =
                Objects.requireNonNull(
                        NameAddr.parse(Span.of("\"a\u0000b\u0001\" <sip:x@h>;tag=1")));
        assertThat(Dialog.text(address)).isEqualTo("\"a b \" <sip:x@h>;tag=1");
        assertThat(Dialog.isRepeatable(Span.of("a\u0000"))).isFalse();
        assertThat(Dialog.isRepeatable(Span.of("a\r\n b"))).isFalse();
        assertThat(Dialog.isRepeatable(Span.of("a@\u00e4"))).isTrue();
    }

    @Test
    @Tag("RFC3581-4")
    void behindANatTheSourceIsTheWay() {
        scene.stack.receive(
                scene.invite("", OFFER).replace("sip:peer@127.0.0.2:5099", "sip:peer@10.0.0.7"));
        scene.invites.getLast().accept(ok(ANSWER), "", scene.new Owner());
        String ok = scene.one();
        scene.stack.receive(scene.within(ok, "ACK", 1, "", ""));
        scene.session().bye(DONE);
        scene.one("BYE sip:peer@10.0.0.7 ");
        assertThat(scene.stack.targets().getLast())
                .isInstanceOfSatisfying(
                        Target.ToAddress.class,
                        to -> assertThat(to.address()).isEqualTo(scene.stack.udp().remote()));
    }
}
