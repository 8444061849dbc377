package org.fivegmc.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.msrp.codec.MsrpStatus;
import org.fivegmc.msrp.session.CloseReason;
import org.fivegmc.msrp.session.SendOutcome;
import org.fivegmc.sip.dialog.CallOutcome;
import org.fivegmc.sip.dialog.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttemptTest {
    private final List<AttemptOutcome> outcomes = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    private Attempt attempt() {
        DeliveryModesTest modes = new DeliveryModesTest();
        return new Attempt(modes.anyMessage(), modes.anyDevice(), outcomes::add);
    }

    @Test
    void endsOnce() {
        Attempt attempt = attempt();
        attempt.end(new AttemptOutcome.Accepted(true));
        attempt.end(new AttemptOutcome.Unreachable("late"));
        assertThat(outcomes).containsExactly(new AttemptOutcome.Accepted(true));
        assertThat(attempt.isOver()).isTrue();
    }

    @Test
    void whatTakesTooLongIsGivenUpWhereItIsSent() {
        Attempt attempt = attempt();
        attempt.cancelledBy(() -> told.add("cancelled"));
        attempt.expire();
        assertThat(outcomes)
                .containsExactly(new AttemptOutcome.Unreachable("it took too long").inDoubt());
        assertThat(told).containsExactly("cancelled");
    }

    @Test
    void whatIsSentAfterTheEndIsGivenUpAtOnce() {
        Attempt attempt = attempt();
        attempt.expire();
        attempt.cancelledBy(() -> told.add("cancelled"));
        assertThat(told).containsExactly("cancelled");
    }

    /// A message that was sent in a session that broke may be there, whatever the call says that
    /// followed.
    @Test
    void aDoubtStays() {
        for (AttemptOutcome last :
                List.of(
                        new AttemptOutcome.Unreachable("no answer to INVITE"),
                        new AttemptOutcome.BindingDead("gone"),
                        new AttemptOutcome.NotPossible("488"))) {
            Attempt attempt = attempt();
            attempt.doubt();
            attempt.end(last);
            assertThat(outcomes.getLast()).isEqualTo(last.inDoubt());
            assertThat(outcomes.getLast().plain()).isEqualTo(last);
        }
        Attempt taken = attempt();
        taken.doubt();
        taken.end(new AttemptOutcome.Accepted(true));
        assertThat(outcomes.getLast()).isEqualTo(new AttemptOutcome.Accepted(true));
    }

    @Test
    void onlyWhatWasSentAsAWholeMayBeThere() {
        assertThat(Outcomes.of(new SendOutcome.TimedOut(true)))
                .isInstanceOf(AttemptOutcome.InDoubt.class);
        assertThat(Outcomes.of(new SendOutcome.TimedOut(false)))
                .isInstanceOf(AttemptOutcome.Unreachable.class);
        assertThat(Outcomes.of(new SendOutcome.Lost(CloseReason.PEER, true)))
                .isInstanceOf(AttemptOutcome.InDoubt.class);
        assertThat(Outcomes.of(new SendOutcome.Lost(CloseReason.PEER, false)))
                .isInstanceOf(AttemptOutcome.Unreachable.class);
        assertThat(Outcomes.of(new CallOutcome.TimedOut()))
                .isInstanceOf(AttemptOutcome.Unreachable.class);
    }

    @Test
    void theDeadlineGoesWithTheEnd() {
        try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            Attempt attempt = attempt();
            ScheduledFuture<?> deadline = timer.schedule(attempt::expire, 1, TimeUnit.HOURS);
            attempt.endsBy(deadline);
            attempt.end(new AttemptOutcome.Accepted(true));
            assertThat(deadline.isCancelled()).isTrue();

            Attempt ended = attempt();
            ended.end(new AttemptOutcome.Accepted(true));
            ScheduledFuture<?> late = timer.schedule(ended::expire, 1, TimeUnit.HOURS);
            ended.endsBy(late);
            assertThat(late.isCancelled()).isTrue();
        }
    }

    /// A device whose user answers at another one gets the message without being rung again; one
    /// that was not reached because this server stops is tried again.
    @Test
    void anAnswerElsewhereLeavesTheOtherModes() {
        assertThat(Outcomes.of(new CallOutcome.Cancelled(Reason.COMPLETED_ELSEWHERE)))
                .isInstanceOf(AttemptOutcome.NotPossible.class);
        assertThat(Outcomes.of(new CallOutcome.Cancelled(Reason.sip(503, "Service stops"))))
                .isInstanceOf(AttemptOutcome.Later.class);
        assertThat(Outcomes.of(new CallOutcome.NotSent("closed", true)))
                .isInstanceOf(AttemptOutcome.BindingDead.class);
        assertThat(Outcomes.of(new CallOutcome.NotSent("no route", false)))
                .isInstanceOf(AttemptOutcome.Unreachable.class);
        assertThat(Outcomes.of(new CallOutcome.TimedOut()))
                .isInstanceOf(AttemptOutcome.Unreachable.class);
        assertThat(Outcomes.of(new CallOutcome.NotTried(503)))
                .isInstanceOf(AttemptOutcome.Later.class);
    }

    @ParameterizedTest
    @EnumSource(MsrpStatus.class)
    void whatADeviceRefusesOverMsrpIsNeverDelivered(MsrpStatus status) {
        AttemptOutcome outcome = Outcomes.of(new SendOutcome.Refused(status));
        switch (status) {
            case FORBIDDEN, STOP_SENDING, UNSUPPORTED_TYPE ->
                    assertThat(outcome).isInstanceOf(AttemptOutcome.NotPossible.class);
            default -> assertThat(outcome).isInstanceOf(AttemptOutcome.Later.class);
        }
    }

    @Test
    void whatIsLostIsTriedAgain() {
        assertThat(Outcomes.of(new SendOutcome.Lost(CloseReason.PEER, true)).plain())
                .isInstanceOf(AttemptOutcome.Unreachable.class);
        assertThat(Outcomes.of(new SendOutcome.TimedOut(true)).plain())
                .isInstanceOf(AttemptOutcome.Unreachable.class);
        assertThat(Outcomes.of(new SendOutcome.Sent()))
                .isEqualTo(new AttemptOutcome.Accepted(true));
    }

    @ParameterizedTest
    @EnumSource(RefusalReason.class)
    void sendersAreToldWhetherToTryAgain(RefusalReason reason) {
        MsrpStatus expected =
                switch (reason) {
                    case OVERLOAD, STORE_UNAVAILABLE, DRAINING -> MsrpStatus.TIMEOUT;
                    case TOO_LARGE, MAILBOX_FULL -> MsrpStatus.STOP_SENDING;
                    default -> MsrpStatus.FORBIDDEN;
                };
        assertThat(Outcomes.of(reason)).isEqualTo(expected);
    }
}
