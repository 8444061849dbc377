package org.fivegmc.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.fivegmc.core.center.ManualClock;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.storage.BodyStore;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.msrp.transport.EndpointLimits;
import org.fivegmc.msrp.transport.MsrpEndpoint;
import org.fivegmc.sip.Roles;
import org.fivegmc.sip.dialog.Dialogs;
import org.fivegmc.sip.dialog.IncomingInvite;
import org.fivegmc.sip.dialog.InviteListener;
import org.fivegmc.sip.dialog.SessionEnd;
import org.fivegmc.sip.exchange.Requests.NextHop;
import org.fivegmc.sip.registrar.SendingDevice;
import org.fivegmc.sip.registrar.SipContact;
import org.fivegmc.sip.transaction.ManualStack;
import org.fivegmc.sip.transaction.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls to the devices of one user, which answer when the test says so. They never connect over
/// MSRP, so a message is on its way as long as its session lasts.
class SessionChannelTest {
    private static final Binding PHONE = device("phone");
    private static final Binding TABLET = device("tablet");
    private static final Message MESSAGE = new DeliveryModesTest().anyMessage();

    private final SessionSettings settings = Surroundings.settings(60_000);
    private final MsrpEndpoint endpoint = Surroundings.endpoint(EndpointLimits.DEFAULTS);
    private final Sessions sessions =
            new Sessions(
                    settings,
                    Surroundings.media(settings, endpoint),
                    BodyStore.NONE,
                    new ManualClock());
    private final Dialogs dialogs = new Dialogs(settings.dialogs(), new Nobody());
    private final ManualStack stack = new ManualStack(dialogs, Roles.BOB);
    private final Timer timer = new Timer();
    private final SessionChannel channel =
            new SessionChannel(
                    sessions,
                    (_, _, _) -> {
                        throw new AssertionError("pager mode");
                    },
                    dialogs,
                    timer);
    private final List<AttemptOutcome> outcomes = new ArrayList<>();
    private Runnable onWayTo = () -> {};

    SessionChannelTest() {
        dialogs.started(stack, this::way);
    }

    private static final class Nobody implements InviteListener {
        @Override
        public void onInvite(IncomingInvite invite) {
            throw new AssertionError("nobody calls");
        }

        @Override
        public void onWithdrawn(IncomingInvite invite, SessionEnd end) {
            throw new AssertionError("nobody calls");
        }
    }

    /// Deadlines of attempts are set once it is decided how a message goes, and before it goes.
    private static final class Timer extends ScheduledThreadPoolExecutor {
        private Runnable onDeadline = () -> {};

        Timer() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            once(onDeadline, () -> onDeadline = () -> {});
            return super.schedule(task, delay, unit);
        }
    }

    private static void once(Runnable what, Runnable forget) {
        forget.run();
        what.run();
    }

    /// The way to a device is looked for when its call is known, and before its INVITE leaves.
    private Optional<Target> way(NextHop hop) {
        once(onWayTo, () -> onWayTo = () -> {});
        return Optional.of(new Target.ToUri(hop.uri()));
    }

    @AfterEach
    void close() {
        timer.shutdownNow();
        endpoint.close();
    }

    private static Binding device(String name) {
        return new Binding(
                new DeviceId("urn:" + name),
                new Capabilities(Capabilities.CHAT),
                0,
                Long.MAX_VALUE,
                new SipContact(
                                SipContact.Way.DIRECT,
                                "sip:" + name + "@127.0.0.2",
                                "",
                                "",
                                List.of())
                        .encode());
    }

    private void send(Binding device) {
        channel.send(MESSAGE, device, outcomes::add);
    }

    /// The one message that begins so among those sent since.
    private String sent(String start) {
        List<String> some = stack.take().stream().filter(m -> m.startsWith(start)).toList();
        assertThat(some).as(start).hasSize(1);
        return some.getFirst();
    }

    private void answer(String invite, int status) {
        String sdp =
                status == 200
                        ? """
                        v=0
                        o=- 1 1 IN IP4 127.0.0.2
                        s=-
                        c=IN IP4 127.0.0.2
                        t=0 0
                        m=message 2855 TCP/MSRP *
                        a=path:msrp://127.0.0.2:2855/s1;tcp
                        a=accept-types:message/cpim
                        a=accept-wrapped-types:*
                        a=setup:active
                        a=sendrecv
                        """
                                .replace("\n", "\r\n")
                        : "";
        var head = new StringBuilder("SIP/2.0 " + status + " X\r\n");
        invite.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.matches("(Via|From|To|Call-ID|CSeq):.*"))
                .map(line -> line.startsWith("To:") ? line + ";tag=t" : line)
                .forEach(line -> head.append(line).append("\r\n"));
        head.append("Contact: <")
                .append(invite, "INVITE ".length(), invite.indexOf(" SIP/2.0"))
                .append(">\r\nContent-Type: application/sdp\r\nContent-Length: ")
                .append(sdp.getBytes(StandardCharsets.UTF_8).length)
                .append("\r\n\r\n")
                .append(sdp);
        stack.receive(head.toString());
    }

    private List<DeviceId> devicesInSession() {
        return sessions.legs().of(Talk.of(MESSAGE)).stream().map(Leg::device).toList();
    }

    /// When the phone answers, as seen from the call to the tablet.
    enum Moment {
        BEFORE_THE_TABLET_IS_THOUGHT_OF,
        BETWEEN_DECISION_AND_CALL,
        BETWEEN_CALL_AND_INVITE,
        AFTER_THE_INVITE,
        WHILE_IT_RINGS
    }

    /// Devices are called one after the other, and whoever answers may be quicker than that.
    @ParameterizedTest
    @EnumSource
    void aDeviceDoesNotRingForWhatAnotherHasAnswered(Moment moment) {
        send(PHONE);
        String toPhone = sent("INVITE sip:phone@");
        Runnable answers = () -> answer(toPhone, 200);
        switch (moment) {
            case BEFORE_THE_TABLET_IS_THOUGHT_OF -> answers.run();
            case BETWEEN_DECISION_AND_CALL -> timer.onDeadline = answers;
            case BETWEEN_CALL_AND_INVITE -> onWayTo = answers;
            case AFTER_THE_INVITE, WHILE_IT_RINGS -> {}
        }
        send(TABLET);
        String toTablet = sent("INVITE sip:tablet@");
        if (moment == Moment.AFTER_THE_INVITE) {
            answers.run();
        }
        answer(toTablet, 180);
        if (moment == Moment.WHILE_IT_RINGS) {
            assertThat(stack.take()).isEmpty();
            answers.run();
        }
        assertThat(devicesInSession()).containsExactly(PHONE.device());
        assertThat(sent("CANCEL sip:tablet@")).contains("text=\"Call completed elsewhere\"");
        answer(toTablet, 487);
        assertThat(outcomes)
                .as("the tablet gets it in another mode")
                .singleElement()
                .extracting(AttemptOutcome::plain)
                .isInstanceOf(AttemptOutcome.NotPossible.class);
        assertThat(channel.isCalling()).isFalse();
    }

    /// Nobody is disturbed by it, and it may have been switched on for just that.
    @Test
    void aDeviceThatAnswersByItselfGetsTheMessageToo() {
        send(PHONE);
        answer(sent("INVITE sip:phone@"), 200);
        send(TABLET);
        answer(sent("INVITE sip:tablet@"), 200);
        assertThat(devicesInSession()).containsExactly(PHONE.device(), TABLET.device());
        assertThat(outcomes).isEmpty();
        assertThat(channel.isCalling()).isFalse();
    }

    /// Which of them is known first, that it rings or that its user has opened the chat.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCallThatRingsEndsWhenItsUserOpensTheChat(boolean ringsFirst) {
        send(PHONE);
        String invite = sent("INVITE sip:phone@");
        if (ringsFirst) {
            answer(invite, 180);
        }
        sessions.opened(chatOf(TABLET));
        assertThat(stack.take()).as("another device").isEmpty();
        sessions.opened(chatOf(PHONE));
        if (!ringsFirst) {
            assertThat(stack.take()).as("it may answer by itself").isEmpty();
            answer(invite, 180);
        }
        assertThat(stack.take())
                .as("its chat was over already")
                .extracting(m -> m.substring(0, m.indexOf('@')))
                .containsExactlyInAnyOrder("CANCEL sip:phone", "INVITE sip:phone");
        assertThat(outcomes).isEmpty();
    }

    private Leg chatOf(Binding device) {
        return new Leg(
                sessions,
                SessionKind.CHAT,
                Talk.of(MESSAGE),
                Replies.envelope(MESSAGE),
                device.device(),
                SendingDevice.of(device.device()),
                /* ours= */ false,
                _ -> true,
                1_000);
    }

    @Test
    void messagesWaitForTheCallThatIsUnderWayUpToALimit() {
        for (int i = 0; i < ChatCall.MOST_WAITING; i++) {
            send(PHONE);
        }
        String first = sent("INVITE sip:phone@");
        send(PHONE);
        String second = sent("INVITE sip:phone@");
        answer(first, 486);
        assertThat(outcomes).hasSize(ChatCall.MOST_WAITING);
        send(PHONE);
        assertThat(stack.take()).as("the second call takes it").noneMatch(m -> m.startsWith("INV"));
        answer(second, 486);
        assertThat(outcomes).hasSize(ChatCall.MOST_WAITING + 2);
        assertThat(channel.isCalling()).isFalse();
    }
}
