package org.fivegmc.core.center;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.core.center.SteppedCenter.ALICE;
import static org.fivegmc.core.center.SteppedCenter.BOB;
import static org.fivegmc.core.center.SteppedCenter.submission;

import java.util.List;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.delivery.Outcome;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.subscriber.RegistrationUpdate;
import org.fivegmc.core.subscriber.RegistrationUpdate.Change;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A message expires, or somebody gets it, and its sender hears which; never both.
class ExpiryTest {
    private static final long LIFETIME = CenterConfig.DEFAULT.lifetimeMs();
    private static final int ASKED =
            Dispositions.POSITIVE_DELIVERY | Dispositions.NEGATIVE_DELIVERY;

    private final SteppedCenter bench = new SteppedCenter();

    private List<Outcome> outcomes() {
        return bench.events(TrailEvent.Ended.class).stream()
                .filter(e -> !e.message().isReport())
                .map(TrailEvent.Ended::outcome)
                .toList();
    }

    /// What ALICE, who is away, will hear.
    private List<ReportKind> reports() {
        return bench.inbox(ALICE).stream()
                .map(delivery -> ((Purpose.Report) delivery.message().purpose()).kind())
                .toList();
    }

    /// BOB's registration is in the turn in which the message is due.
    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1})
    void meetsARegistrationInTheSameTurn(long offset) {
        bench.register(ALICE, "phone");
        bench.unregister(ALICE);
        bench.register(BOB, "phone");
        bench.unregister(BOB);
        bench.submit(submission(ALICE, BOB, "m1", ASKED));
        bench.clock.advance(LIFETIME + offset);
        bench.center()
                .register(
                        new RegistrationUpdate(
                                BOB, true, new Change.Bind(List.of(bench.device("phone")))),
                        _ -> {});
        bench.settle();
        if (offset < 0) {
            assertThat(bench.sent()).containsExactly("m1");
            bench.rcs.take().accept();
            bench.settle();
            assertThat(outcomes()).containsExactly(Outcome.DELIVERED_RCS);
            assertThat(reports()).doesNotContain(ReportKind.FAILED);
        } else {
            assertThat(bench.sent()).isEmpty();
            assertThat(outcomes()).containsExactly(Outcome.EXPIRED);
            assertThat(reports()).containsExactly(ReportKind.FAILED);
        }
    }

    /// The device's answer is in the turn in which the message is due; an answer says that it has
    /// it, however late.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void meetsTheAnswerOfADeviceInTheSameTurn(boolean taken) {
        bench.register(ALICE, "phone");
        bench.unregister(ALICE);
        bench.register(BOB, "phone");
        bench.unregister(BOB);
        bench.submit(submission(ALICE, BOB, "m1", ASKED));
        bench.pass(LIFETIME - 1_000);
        bench.register(BOB, "phone");
        assertThat(bench.sent()).containsExactly("m1");
        bench.clock.advance(1_000);
        if (taken) {
            bench.rcs.take().accept();
        } else {
            bench.rcs.take().end(new AttemptOutcome.Unreachable("480"));
        }
        bench.settle();
        bench.pass(60_000);
        assertThat(outcomes()).containsExactly(taken ? Outcome.DELIVERED_RCS : Outcome.EXPIRED);
        assertThat(bench.sent()).containsExactly("m1");
        assertThat(reports().contains(ReportKind.FAILED)).isEqualTo(!taken);
    }
}
