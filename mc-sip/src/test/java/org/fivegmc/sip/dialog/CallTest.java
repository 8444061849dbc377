package org.fivegmc.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.sip.Forgotten.assertForgotten;
import static org.fivegmc.sip.dialog.Scene.ANSWER;
import static org.fivegmc.sip.dialog.Scene.CONTACT;
import static org.fivegmc.sip.dialog.Scene.OFFER;
import static org.fivegmc.sip.dialog.Scene.USER;
import static org.fivegmc.sip.dialog.Scene.answer;
import static org.fivegmc.sip.dialog.Scene.body;
import static org.fivegmc.sip.dialog.Scene.bytes;
import static org.fivegmc.sip.dialog.Scene.value;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.exchange.Requests.NextHop;
import org.fivegmc.sip.transaction.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// INVITEs that go out (RFC 3261 section 13.2), to one device and to several.
class CallTest {
    private static final String ELSEWHERE =
            "Reason: SIP;cause=200;text=\"Call completed elsewhere\"\r\n";

    private final Scene scene = new Scene();
    private final List<CallOutcome> outcomes = new ArrayList<>();
    private final List<CallOutcome> devices = new ArrayList<>();
    private final List<Integer> progress = new ArrayList<>();
    private final CallListener listener =
            new CallListener() {
                @Override
                public void onOutcome(CallOutcome outcome) {
                    outcomes.add(outcome);
                }

                @Override
                public void onProgress(int device, SipResponse response) {
                    progress.add(device * 1_000 + response.status());
                }

                @Override
                public void onDeviceOver(int device, CallOutcome outcome) {
                    devices.add(outcome);
                }
            };

    private static OutgoingInvite.Device device(int i) {
        String uri = "sip:d" + i + "@127.0.0." + (i + 2);
        return new OutgoingInvite.Device(
                uri,
                List.of("<sip:edge" + i + ";lr>"),
                new NextHop("sip:edge" + i + ";lr", ""),
                b -> b.header("Accept-Contact", "*;+d=\"" + i + "\""));
    }

    private static OutgoingInvite to(int n) {
        return new OutgoingInvite(
                USER,
                "<sip:+8613800000002@ims.example>",
                "<sip:+8613800000001@ims.example>",
                IntStream.range(0, n).mapToObj(CallTest::device).toList(),
                ";+g.3gpp.icsi-ref=\"urn%3Ax\"",
                b -> b.header("P-Asserted-Identity", "<tel:+8613800000002>"),
                OutgoingInvite.OfferBody.sdp(bytes(ANSWER)),
                60_000);
    }

    private Call call(int n) {
        return scene.dialogs.invite(to(n), listener, scene.new Owner());
    }

    private void established(int device) {
        assertThat(outcomes)
                .singleElement()
                .isInstanceOfSatisfying(
                        CallOutcome.Established.class,
                        e -> {
                            assertThat(e.device()).isEqualTo(device);
                            scene.sessions.add(e.session());
                        });
    }

    @Test
    @Tag("RFC3261-13.2.1")
    void aCallIsAnsweredAndEnds() {
        call(1);
        String invite = scene.one("INVITE sip:d0@127.0.0.2 SIP/2.0\r\n");
        assertThat(invite)
                .contains(
                        "Route: <sip:edge0;lr>\r\n",
                        "Contact: <sip:127.0.0.1:5060>;+g.3gpp.icsi-ref=\"urn%3Ax\"\r\n",
                        "Allow: INVITE, ACK, CANCEL, BYE, UPDATE\r\n",
                        "Supported: timer\r\n",
                        "Content-Type: application/sdp\r\n",
                        "Session-Expires: 1800\r\n",
                        "Min-SE: 90\r\n",
                        "P-Asserted-Identity: <tel:+8613800000002>\r\n",
                        "Accept-Contact: *;+d=\"0\"\r\n",
                        "CSeq: 1 INVITE\r\n");
        assertThat(body(invite)).isEqualTo(ANSWER);
        scene.stack.receive(answer(invite, 180, "t", "", ""));
        assertThat(progress).containsExactly(180);
        scene.stack.receive(
                answer(
                        invite,
                        200,
                        "t",
                        CONTACT + "Record-Route: <sip:p1;lr>, <sip:p2;lr>\r\n",
                        OFFER));
        String ack = scene.one("ACK sip:peer@127.0.0.2:5099 SIP/2.0\r\n");
        assertThat(ack)
                .containsSubsequence(
                        "To: <sip:+8613800000001@ims.example>;tag=t\r\n",
                        "CSeq: 1 ACK\r\n",
                        "Route: <sip:p2;lr>\r\n",
                        "Route: <sip:p1;lr>\r\n");
        assertThat(scene.stack.targets().getLast()).isEqualTo(new Target.ToUri("sip:p2;lr"));
        established(0);
        scene.session().bye(Reason.sip(200, "done"));
        String bye = scene.one("BYE sip:peer@127.0.0.2:5099 ");
        assertThat(bye).contains("CSeq: 2 BYE\r\n");
        scene.stack.receive(answer(bye, 200, "", "", ""));
        scene.nothingIsLeft();
    }

    /// Its transaction lives for half a minute more (RFC 6026 section 7.2), and with it would what
    /// waits for it.
    @Test
    void aCallThatIsOverKeepsNobodyInMemory() {
        List<CallOutcome> told = new ArrayList<>();
        WeakReference<CallListener> listener = invited(told);
        String invite = scene.one("INVITE sip:d0@127.0.0.2 SIP/2.0\r\n");
        String ok = answer(invite, 200, "t", CONTACT, OFFER);
        scene.stack.receive(ok);
        scene.one("ACK ");
        assertThat(told).hasSize(1);
        told.clear();
        assertForgotten(listener);
        scene.stack.receive(ok);
        scene.one("ACK ");
    }

    private WeakReference<CallListener> invited(List<CallOutcome> told) {
        CallListener hears =
                new CallListener() {
                    @Override
                    public void onOutcome(CallOutcome outcome) {
                        told.add(outcome);
                    }
                };
        scene.dialogs.invite(to(1), hears, scene.new Owner());
        return new WeakReference<>(hears);
    }

    @Test
    void thePeerEndsIt() {
        call(1);
        String invite = scene.one("INVITE ");
        scene.stack.receive(answer(invite, 200, "t", CONTACT, OFFER));
        scene.one("ACK ");
        scene.stack.receive(
                scene.request("BYE", 1, "z9hG4bK-b", value(invite, "From"), "", "")
                        .replace("c-1", value(invite, "Call-ID"))
                        .replace(";tag=p", ";tag=t"));
        scene.one("SIP/2.0 200 ");
        assertThat(scene.ends).containsExactly(new SessionEnd.ByPeer(List.of()));
        scene.nothingIsLeft();
    }

    @Test
    @Tag("RFC3261-13.2.2.4")
    void everyRepeated2xxIsAcknowledged() {
        call(1);
        String invite = scene.one("INVITE ");
        String ok = answer(invite, 200, "t", CONTACT, OFFER);
        scene.stack.receive(ok);
        String ack = scene.one("ACK ");
        scene.stack.receive(ok);
        assertThat(scene.one().replaceAll("branch=\\S+", ""))
                .isEqualTo(ack.replaceAll("branch=\\S+", ""));
        established(0);
    }

    @Test
    @Tag("RFC3261-13.2.2.4")
    void answersOfOtherBranchesAreAcknowledgedAndEnded() {
        Scene small = new Scene(Scene.settings(Scene.limits(9, 9), SessionTimerSettings.DEFAULTS));
        small.dialogs.invite(to(1), listener, small.new Owner());
        String invite = small.one("INVITE ");
        small.stack.receive(answer(invite, 200, "t", CONTACT, OFFER));
        small.one("ACK ");
        String second = answer(invite, 200, "u", "Contact: <sip:second@127.0.0.2:5099>\r\n", OFFER);
        small.stack.receive(second);
        List<String> sent = small.stack.take();
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0)).startsWith("ACK sip:second@127.0.0.2:5099 ").contains(";tag=u");
        assertThat(sent.get(1))
                .startsWith("BYE sip:second@127.0.0.2:5099 ")
                .contains(";tag=u", "CSeq: 2 BYE", ELSEWHERE);
        small.stack.receive(second);
        small.one("ACK ");
        small.stack.receive(answer(invite, 200, "v", CONTACT, OFFER));
        assertThat(small.stack.take()).as("more branches than the limit of 2").isEmpty();
        assertThat(small.ends).isEmpty();
    }

    @Test
    void ofSeveralDevicesTheFirstWins() {
        call(3);
        List<String> invites = scene.stack.take();
        assertThat(invites).hasSize(3).allMatch(m -> m.startsWith("INVITE "));
        assertThat(invites).extracting(m -> value(m, "Call-ID")).doesNotHaveDuplicates();
        scene.stack.receive(answer(invites.get(0), 180, "a", "", ""));
        scene.stack.receive(answer(invites.get(1), 180, "b", "", ""));
        assertThat(progress).containsExactly(180, 1_180);
        scene.stack.receive(answer(invites.get(1), 200, "b", CONTACT, OFFER));
        List<String> sent = scene.stack.take();
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0)).startsWith("ACK ");
        assertThat(sent.get(1)).startsWith("CANCEL sip:d0@127.0.0.2 ").contains(ELSEWHERE);
        established(1);
        // the third has not answered at all yet: its CANCEL waits for a provisional answer
        scene.stack.receive(answer(invites.get(2), 180, "c", "", ""));
        assertThat(scene.one("CANCEL sip:d2@127.0.0.4 ")).contains(ELSEWHERE);
        // the first has answered before the CANCEL came
        scene.stack.receive(
                answer(invites.get(0), 200, "a", "Contact: <sip:late@127.0.0.2:5099>\r\n", OFFER));
        List<String> late = scene.stack.take();
        assertThat(late.get(0)).startsWith("ACK sip:late@127.0.0.2:5099 ");
        assertThat(late.get(1)).startsWith("BYE sip:late@127.0.0.2:5099 ").contains(ELSEWHERE);
        scene.stack.receive(answer(late.get(1), 200, "", "", ""));
        scene.stack.receive(answer(invites.get(2), 487, "c", "", ""));
        scene.one("ACK ");
        assertThat(outcomes).hasSize(1);
        assertThat(devices).as("attempts given up are not told").isEmpty();
        assertThat(scene.dialogs.count()).isEqualTo(1);
        assertThat(scene.ends).isEmpty();
    }

    @Test
    @Tag("RFC3261-16.7")
    void theBestOutcomeOfAllIsTold() {
        call(3);
        List<String> invites = scene.stack.take();
        scene.stack.receive(answer(invites.get(0), 503, "a", "", ""));
        scene.stack.receive(
                answer(invites.get(1), 486, "b", "Reason: Q.850;cause=17\r\nX-Own: 7\r\n", ""));
        assertThat(outcomes).isEmpty();
        scene.stack.receive(answer(invites.get(2), 500, "c", "", ""));
        assertThat(devices).hasSize(3);
        assertThat(outcomes)
                .singleElement()
                .isInstanceOfSatisfying(
                        CallOutcome.Refused.class,
                        r -> {
                            assertThat(r.status()).isEqualTo(486);
                            assertThat(r.reasons()).containsExactly(new Reason("Q.850", 17, ""));
                            assertThat(r.answer().header("X-Own")).hasToString("7");
                        });
        scene.nothingIsLeft();
    }

    @Test
    @Tag("RFC3261-16.7")
    void a6xxIsTheBestButEndsNobodyElse() {
        call(2);
        List<String> invites = scene.stack.take();
        scene.stack.receive(answer(invites.get(0), 603, "a", "", ""));
        assertThat(outcomes).isEmpty();
        scene.stack.receive(answer(invites.get(1), 480, "b", "", ""));
        assertThat(outcomes)
                .singleElement()
                .isInstanceOfSatisfying(
                        CallOutcome.Refused.class, r -> assertThat(r.status()).isEqualTo(603));
    }

    @Test
    @Tag("RFC3261-9.1")
    void whoRingsTooLongIsCancelled() {
        call(1);
        String invite = scene.one("INVITE ");
        scene.stack.receive(answer(invite, 180, "t", "", ""));
        scene.stack.pass(60_020);
        String cancel = scene.one("CANCEL ");
        assertThat(cancel).contains("Reason: SIP;cause=408");
        assertThat(outcomes).containsExactly(new CallOutcome.TimedOut());
        assertThat(scene.dialogs.count()).isZero();
        scene.stack.receive(answer(cancel, 200, "", "", ""));
        scene.stack.receive(answer(invite, 200, "t", CONTACT, OFFER));
        List<String> late = scene.stack.take();
        assertThat(late.get(0)).startsWith("ACK ");
        assertThat(late.get(1)).startsWith("BYE ").contains("Reason: SIP;cause=408");
        assertThat(outcomes).hasSize(1);
        scene.nothingIsLeft();
    }

    @Test
    void whoNeverAnswersTimesOut() {
        call(1);
        scene.stack.pass(32_100);
        assertThat(outcomes).containsExactly(new CallOutcome.TimedOut());
        scene.nothingIsLeft();
    }

    @Test
    @Tag("RFC3261-9.1")
    void theCallerGivesUp() {
        Call call = call(1);
        String invite = scene.one("INVITE ");
        scene.stack.receive(answer(invite, 180, "t", "", ""));
        Reason why = Reason.sip(487, "stored");
        call.cancel(why);
        call.cancel(why);
        assertThat(scene.one("CANCEL ")).contains("Reason: SIP;cause=487;text=\"stored\"\r\n");
        assertThat(outcomes).containsExactly(new CallOutcome.Cancelled(why));
        scene.stack.receive(answer(invite, 487, "t", "", ""));
        scene.one("ACK ");
        scene.nothingIsLeft();
    }

    @Test
    @Tag("RFC4028-7.3")
    void aShortIntervalIsRaisedAndTriedAgain() {
        call(1);
        String invite = scene.one("INVITE ");
        scene.stack.receive(answer(invite, 422, "t", "Min-SE: 3600\r\n", ""));
        List<String> sent = scene.stack.take();
        assertThat(sent.get(0)).startsWith("ACK ");
        String again = sent.get(1);
        assertThat(again)
                .contains(
                        "Session-Expires: 3600\r\n",
                        "Min-SE: 3600\r\n",
                        "CSeq: 2 INVITE\r\n",
                        "Call-ID: " + value(invite, "Call-ID"),
                        "From: " + value(invite, "From"));
        scene.stack.receive(
                answer(
                        again,
                        200,
                        "t",
                        CONTACT + "Session-Expires: 3600;refresher=uac\r\n",
                        OFFER));
        assertThat(scene.one("ACK ")).contains("CSeq: 2 ACK\r\n");
        established(0);
    }

    @Test
    @Tag("RFC4028-7.3")
    void whoRaisesItForEverIsRefused() {
        call(1);
        for (int i = 0; i < 4; i++) {
            String invite =
                    scene.stack.take().stream()
                            .filter(m -> m.startsWith("INVITE"))
                            .findFirst()
                            .orElseThrow();
            scene.stack.receive(answer(invite, 422, "t", "Min-SE: " + (2_000 + i) + "\r\n", ""));
        }
        assertThat(outcomes)
                .singleElement()
                .isInstanceOfSatisfying(
                        CallOutcome.Refused.class, r -> assertThat(r.status()).isEqualTo(422));
    }

    @Test
    @Tag("RFC4028-7.2")
    void weRefreshAPeerThatKnowsNoTimers() {
        call(1);
        scene.stack.receive(answer(scene.one("INVITE "), 200, "t", CONTACT, OFFER));
        scene.one("ACK ");
        scene.stack.pass(900_040);
        String reInvite = scene.one("INVITE sip:peer@127.0.0.2:5099 ");
        assertThat(body(reInvite)).isEqualTo(ANSWER);
        assertThat(reInvite).contains("CSeq: 2 INVITE\r\n");
    }

    @Test
    @Tag("RFC3261-14.1")
    void ofTheGlareWhoCalledWaitsLonger() {
        call(1);
        scene.stack.receive(answer(scene.one("INVITE "), 200, "t", CONTACT, OFFER));
        scene.one("ACK ");
        established(0);
        scene.session().offer(bytes(Scene.sdp("ours", 2)), _ -> {});
        scene.stack.receive(answer(scene.one("INVITE "), 491, "", "", ""));
        scene.one("ACK ");
        scene.stack.pass(2_080);
        assertThat(scene.stack.take()).isEmpty();
        scene.stack.pass(1_960);
        assertThat(scene.stack.take().getFirst()).startsWith("INVITE ");
    }

    @Test
    void whatCannotBeWrittenIsAnOutcome() {
        OutgoingInvite good = to(1);
        scene.dialogs.invite(
                new OutgoingInvite(
                        USER,
                        good.from(),
                        good.to(),
                        good.devices(),
                        "",
                        b -> b.header("Subject", "a\r\nb"),
                        good.body(),
                        1_000),
                listener,
                scene.new Owner());
        assertThat(outcomes)
                .singleElement()
                .isInstanceOfSatisfying(
                        CallOutcome.NotSent.class, n -> assertThat(n.flowGone()).isFalse());
        assertThat(scene.stack.faults()).hasSize(1);
        assertThat(scene.dialogs.count()).isZero();
    }

    @Test
    void aDeviceWhoseConnectionIsGone() {
        scene.gone = true;
        call(2);
        assertThat(scene.stack.take()).isEmpty();
        assertThat(devices).hasSize(2);
        assertThat(outcomes)
                .containsExactly(new CallOutcome.NotSent("its connection is closed", true));
        scene.nothingIsLeft();
    }

    @Test
    void aConnectionThatBreaksBeforeTheAnswer() {
        var byFlow =
                new OutgoingInvite(
                        USER,
                        "<sip:a@ims.example>",
                        "<sip:b@ims.example>",
                        List.of(
                                new OutgoingInvite.Device(
                                        "sip:d@10.0.0.1;transport=tcp",
                                        List.of(),
                                        new NextHop("sip:d@10.0.0.1", "TCP x"),
                                        _ -> {})),
                        "",
                        _ -> {},
                        OutgoingInvite.OfferBody.sdp(bytes(ANSWER)),
                        60_000);
        scene.dialogs.invite(byFlow, listener, scene.new Owner());
        assertThat(scene.stack.sentByTcp().getLast())
                .startsWith("INVITE ")
                .contains("Contact: <sip:127.0.0.1:5060;transport=tcp>\r\n");
        scene.gone = true;
        scene.stack.closeTcp();
        assertThat(outcomes)
                .singleElement()
                .isInstanceOfSatisfying(
                        CallOutcome.NotSent.class, n -> assertThat(n.flowGone()).isTrue());
    }

    @Test
    void thereAreOnlySoMany() {
        Scene small = new Scene(Scene.settings(Scene.limits(2, 1), SessionTimerSettings.DEFAULTS));
        small.dialogs.invite(to(9), listener, small.new Owner());
        assertThat(small.stack.take()).as("devices of one call").hasSize(3);
        small.dialogs.invite(to(1), listener, small.new Owner());
        assertThat(outcomes).containsExactly(new CallOutcome.NotTried(486));
        Scene full = new Scene(Scene.settings(Scene.limits(1, 9), SessionTimerSettings.DEFAULTS));
        full.dialogs.invite(to(1), listener, full.new Owner());
        full.dialogs.invite(to(1), listener, full.new Owner());
        assertThat(outcomes.getLast()).isEqualTo(new CallOutcome.NotTried(503));
        assertThat(full.stack.take()).hasSize(1);
        full.dialogs.drain(Reason.sip(503, "Going down"));
        assertThat(outcomes.getLast()).isInstanceOf(CallOutcome.Cancelled.class);
        full.dialogs.invite(to(1), listener, full.new Owner());
        assertThat(outcomes.getLast()).isEqualTo(new CallOutcome.NotTried(503));
        assertThat(full.dialogs.count()).isZero();
    }
}
