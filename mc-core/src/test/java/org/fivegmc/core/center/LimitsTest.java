package org.fivegmc.core.center;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.core.center.SteppedCenter.ALICE;
import static org.fivegmc.core.center.SteppedCenter.BOB;
import static org.fivegmc.core.center.SteppedCenter.submission;

import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.fivegmc.core.delivery.DeliveryPolicy;
import org.fivegmc.core.delivery.Outcome;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Acceptance;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.UserAddress;
import org.junit.jupiter.api.Test;

/// What happens at the limits of what is kept in memory and looked at.
class LimitsTest {

    private static final int CACHED = 4;
    private static final int SCAN = 10;

    private final SteppedCenter bench =
            new SteppedCenter(
                    new CenterConfig(
                            0,
                            1,
                            20_000,
                            1,
                            CACHED,
                            4,
                            1000,
                            10,
                            259_200_000L,
                            86_400_000L,
                            604_800_000L,
                            259_200_000L,
                            3_600_000L,
                            SCAN,
                            CenterConfig.ChatbotLimits.DEFAULT,
                            true),
                    DeliveryPolicy.DEFAULT);

    private static UserAddress user(int number) {
        return new Msisdn(8613700000000L + number);
    }

    private void meetOthers() {
        IntStream.range(0, 5 * CACHED).forEach(i -> bench.register(user(1000 + i), "phone"));
    }

    @Test
    void usersLeaveTheMemoryAndComeBackFromTheStore() {
        for (int i = 0; i < 5 * CACHED; i++) {
            bench.register(user(i), "phone");
            bench.unregister(user(i));
            bench.submit(ALICE, user(i), "m" + i);
        }
        for (int i = 0; i < 5 * CACHED; i++) {
            bench.register(user(i), "phone");
            bench.rcs.take().accept();
            bench.settle();
        }
        assertThat(bench.sent()).hasSize(5 * CACHED).doesNotHaveDuplicates();
    }

    /// What a device has said about a message on its way is nowhere but in memory.
    @Test
    void usersWithMessagesInFlightStayInMemory() {
        bench.register(BOB, "phone", "tablet");
        bench.submit(ALICE, BOB, "m1");
        bench.rcs.take().accept();
        bench.settle();
        meetOthers();
        bench.rcs.take().accept();
        bench.settle();
        assertThat(bench.events(TrailEvent.Ended.class))
                .extracting(TrailEvent.Ended::outcome)
                .containsExactly(Outcome.DELIVERED_RCS);
    }

    /// Short messages on their way do not hide what waits behind them.
    @Test
    void looksPastRowsThatDoNotWait() {
        for (int i = 0; i < 2 * SCAN; i++) {
            bench.submit(ALICE, BOB, "sms" + i);
        }
        bench.register(BOB, "phone");
        bench.unregister(BOB);
        bench.submit(ALICE, BOB, "m1");
        bench.register(BOB, "phone");
        assertThat(bench.sent()).containsExactly("m1");
    }

    /// Many timers of one millisecond do not fit into a page.
    @Test
    void takesUpMoreThanAPageOfOneMillisecondAfterARestart() {
        int count = 300;
        for (int i = 0; i < count; i++) {
            bench.register(user(i), "phone");
        }
        var answers = new ArrayList<CompletableFuture<Acceptance>>();
        for (int i = 0; i < count; i++) {
            answers.add(bench.offer(submission(ALICE, user(i), "m" + i, 0)));
        }
        bench.settle();
        assertThat(answers).allMatch(a -> a.join() instanceof Acceptance.Accepted);
        assertThat(bench.rcs.open()).hasSize(count);
        bench.restart();
        assertThat(bench.rcs.open()).hasSize(count);
    }
}
