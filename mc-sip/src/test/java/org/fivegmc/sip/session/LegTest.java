package org.fivegmc.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.center.ManualClock;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.storage.BodyStore;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.core.subscriber.Origin;
import org.fivegmc.msrp.session.CloseReason;
import org.fivegmc.msrp.session.SendOutcome;
import org.fivegmc.msrp.session.SessionLimits;
import org.fivegmc.msrp.session.SessionOwner;
import org.fivegmc.msrp.transport.EndpointLimits;
import org.fivegmc.msrp.transport.MsrpEndpoint;
import org.fivegmc.msrp.transport.SessionHandle;
import org.fivegmc.sip.Roles;
import org.fivegmc.sip.dialog.Reason;
import org.fivegmc.sip.pager.EdgeHeaders;
import org.fivegmc.sip.pager.Envelope;
import org.fivegmc.sip.pager.ServiceMode;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.rcs.KeptFields;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Sessions by a clock of their own. The peer never connects over MSRP, so what is sent is on its
/// way until it is cancelled.
class LegTest {
    private static final long IDLE_MS = 60_000;
    private static final DeviceId PHONE = new DeviceId("urn:phone");
    private static final DeviceId TABLET = new DeviceId("urn:tablet");
    private static final Talk TALK = new Talk(Roles.BOB, Roles.ALICE, false);

    private static final MsrpEndpoint ENDPOINT = Surroundings.endpoint(EndpointLimits.DEFAULTS);

    private final ManualClock clock = new ManualClock();
    private final SessionSettings settings = Surroundings.settings(IDLE_MS);
    private final Sessions sessions =
            new Sessions(settings, Surroundings.media(settings, ENDPOINT), BodyStore.NONE, clock);
    private final List<SendOutcome> outcomes = new ArrayList<>();

    @AfterAll
    static void close() {
        ENDPOINT.close();
    }

    private Leg leg(DeviceId device, boolean ours) {
        var leg =
                new Leg(
                        sessions,
                        SessionKind.CHAT,
                        TALK,
                        new Envelope(
                                Roles.BOB, Roles.ALICE, new byte[0], FallbackOffer.NONE, false),
                        device,
                        Origin.UNKNOWN,
                        ours,
                        _ -> true,
                        IDLE_MS);
        SessionOwner owner = leg.newMedia();
        SessionHandle media =
                sessions.media()
                        .open(sessions.media().offer(SessionKind.CHAT, false, 1_000, 1), owner)
                        .orElseThrow();
        leg.agreed(media, owner, Accepting.ANY);
        sessions.legs().add(leg);
        return leg;
    }

    private void send(Leg leg, String id) {
        leg.send(new DeliveryModesTest().anyMessage(), id, outcomes::add);
    }

    private void pass(long ms) {
        clock.advance(ms);
        sessions.legs().all().forEach(one -> one.sweep(clock.millis()));
    }

    @Test
    void aCalmSessionEndsAfterItsTime() {
        Leg leg = leg(PHONE, true);
        pass(IDLE_MS);
        assertThat(leg.isOver()).isFalse();
        assertThat(sessions.legs().of(TALK)).containsExactly(leg);
        pass(1);
        assertThat(leg.isOver()).isTrue();
        assertThat(sessions.legs().of(TALK)).isEmpty();
        assertThat(sessions.legs().all()).isEmpty();
    }

    @Test
    void oneWithAMessageOnItsWayIsNotCalm() {
        Leg leg = leg(PHONE, true);
        send(leg, "m1");
        pass(10 * IDLE_MS);
        assertThat(leg.isOver()).isFalse();
        leg.cancel("m1");
        assertThat(outcomes).containsExactly(new SendOutcome.Cancelled());
        pass(IDLE_MS);
        assertThat(leg.isOver()).as("something has just happened").isFalse();
        pass(1);
        assertThat(leg.isOver()).isTrue();
    }

    /// The answer may come behind the BYE, but not for ever.
    @Test
    void aPeerThatHangsUpAndStallsIsNotWaitedForLong() {
        Leg leg = leg(PHONE, true);
        send(leg, "m1");
        leg.parted();
        assertThat(leg.isOver()).isFalse();
        assertThat(sessions.legs().of(TALK)).as("nothing new is sent in it").isEmpty();
        pass(Leg.PARTING_MS);
        assertThat(leg.isOver()).isFalse();
        pass(1);
        assertThat(leg.isOver()).isTrue();
        assertThat(outcomes).containsExactly(new SendOutcome.Lost(CloseReason.LOCAL, false));
        assertThat(sessions.legs().all()).isEmpty();
    }

    @Test
    void aPeerThatHangsUpAndAnswersIsDone() {
        Leg leg = leg(PHONE, true);
        send(leg, "m1");
        send(leg, "m2");
        leg.parted();
        leg.cancel("m1");
        assertThat(leg.isOver()).isFalse();
        leg.cancel("m2");
        assertThat(leg.isOver()).isTrue();
        assertThat(sessions.legs().all()).isEmpty();
    }

    @Test
    void aPeerThatHangsUpWithNothingOnItsWayIsGone() {
        Leg leg = leg(PHONE, true);
        leg.parted();
        assertThat(leg.isOver()).isTrue();
        assertThat(sessions.legs().all()).isEmpty();
    }

    @Test
    void oneThatIsLeftEndsWithWhatIsOnItsWay() {
        Leg leg = leg(PHONE, true);
        send(leg, "m1");
        leg.leave();
        assertThat(leg.isOver()).isFalse();
        leg.cancel("m1");
        assertThat(leg.isOver()).isTrue();
    }

    @Test
    void onlySoManyMessagesWaitInOne() {
        Leg leg = leg(PHONE, true);
        for (int i = 0; i < SessionLimits.DEFAULTS.queued(); i++) {
            send(leg, "m" + i);
        }
        assertThat(outcomes).isEmpty();
        send(leg, "more");
        assertThat(outcomes).containsExactly(new SendOutcome.Overloaded());
        leg.end(Reason.sip(200, "done"));
        assertThat(outcomes).hasSize(SessionLimits.DEFAULTS.queued() + 1);
    }

    @Test
    void nothingIsSentInOneThatIsOver() {
        Leg leg = leg(PHONE, true);
        leg.end(Reason.sip(200, "done"));
        leg.end(Reason.sip(200, "again"));
        send(leg, "late");
        assertThat(outcomes).containsExactly(new SendOutcome.Lost(CloseReason.LOCAL, false));
    }

    /// Who talked has gone: what was opened for the other side need not be kept.
    @Test
    void theEndOfTheUsersSessionLeavesOursOfTheOtherSide() {
        Leg theirs = leg(TABLET, false);
        Leg ours =
                new Leg(
                        sessions,
                        SessionKind.CHAT,
                        new Talk(Roles.ALICE, Roles.BOB, false),
                        new Envelope(
                                Roles.ALICE, Roles.BOB, new byte[0], FallbackOffer.NONE, false),
                        PHONE,
                        Origin.UNKNOWN,
                        true,
                        _ -> true,
                        IDLE_MS);
        sessions.legs().add(ours);
        theirs.end(Reason.sip(200, "done"));
        assertThat(ours.isOver()).isTrue();
        assertThat(sessions.legs().all()).isEmpty();
    }

    @Test
    void sessionsAreFoundByWhomTheyAreAbout() {
        Leg phone = leg(PHONE, true);
        Leg tablet = leg(TABLET, false);
        assertThat(sessions.legs().of(TALK)).containsExactly(phone, tablet);
        assertThat(sessions.legs().of(new Talk(Roles.BOB, Roles.ALICE, true))).isEmpty();
        assertThat(sessions.legs().of(new Talk(Roles.ALICE, Roles.BOB, false))).isEmpty();
        sessions.legs().remove(phone);
        sessions.legs().remove(phone);
        assertThat(sessions.legs().of(TALK)).containsExactly(tablet);
    }

    private static Message message(ServiceMode mode, String conversation, String contribution) {
        byte[] kept =
                new KeptFields()
                        .with(KeptFields.CONVERSATION_ID, conversation)
                        .with(KeptFields.CONTRIBUTION_ID, contribution)
                        .octets();
        return DeliveryModesTest.withHeaders(EdgeHeaders.marked(mode, kept));
    }

    /// Its INVITE told the ids of the first, and its device takes them for those of all others.
    @Test
    @Tag("CPM-C")
    void aSessionOfOursIsForMessagesOfItsIds() {
        for (ServiceMode first : ServiceMode.values()) {
            Leg leg = about(true, message(first, "one", "1"));
            assertThat(leg.isFor(message(ServiceMode.CHAT, "one", "1"))).isTrue();
            assertThat(leg.isFor(message(ServiceMode.CHAT, "one", "2")))
                    .as("a chat that was begun anew")
                    .isTrue();
            assertThat(leg.isFor(message(ServiceMode.PAGER, "one", "1"))).isTrue();
            assertThat(leg.isFor(message(ServiceMode.PAGER, "one", "2")))
                    .as("a contribution of its own")
                    .isFalse();
            assertThat(leg.isFor(message(ServiceMode.CHAT, "two", "1"))).isFalse();
            assertThat(leg.isFor(message(ServiceMode.CHAT, "", "1"))).isFalse();
        }
        assertThat(
                        about(true, message(ServiceMode.CHAT, "", ""))
                                .isFor(message(ServiceMode.PAGER, "", "")))
                .isTrue();
    }

    /// A call would end it.
    @Test
    @Tag("RCC07-3.2.3")
    void aSessionThatTheDeviceHasOpenedIsForAllThatThePeerSays() {
        Leg leg = about(false, message(ServiceMode.CHAT, "one", "1"));
        assertThat(leg.isFor(message(ServiceMode.CHAT, "two", "2"))).isTrue();
        assertThat(leg.isFor(message(ServiceMode.PAGER, "two", "2"))).isTrue();
    }

    private Leg about(boolean ours, Message first) {
        return new Leg(
                sessions,
                SessionKind.CHAT,
                TALK,
                Replies.envelope(first),
                PHONE,
                Origin.UNKNOWN,
                ours,
                _ -> true,
                IDLE_MS);
    }

    /// Typing is not worth a place in the queue.
    @Test
    void typingGivesWayToMessages() {
        Leg leg = leg(PHONE, true);
        send(leg, "m1");
        leg.composing(new Composing(Composing.MEDIA_TYPE, ByteSlice.of(new byte[10])));
        for (int i = 1; i < SessionLimits.DEFAULTS.queued(); i++) {
            send(leg, "n" + i);
        }
        assertThat(outcomes).isEmpty();
    }
}
