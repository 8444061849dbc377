package org.fivegmc.loadtest.handsets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimersTest {
    private final TimerWheel wheel = new TimerWheel();
    private final List<String> fired = new ArrayList<>();

    private class Named extends TimerWheel.Timed {
        private final String name;

        private Named(String name) {
            this.name = name;
        }

        @Override
        void fire(long now) {
            fired.add(name + "@" + now);
        }
    }

    @Test
    void firesWhenItIsDueAndATickLaterAtMost() {
        wheel.set(new Named("a"), 10_000);
        wheel.turn(9_999);
        assertThat(fired).isEmpty();
        wheel.turn(10_000 + TimerWheel.TICK);
        assertThat(fired).containsExactly("a@14000");
        assertThat(wheel.size()).isZero();
    }

    @Test
    void whatIsFarAwayWaitsForItsRound() {
        long far = 3L * 4096 * TimerWheel.TICK + 500;
        wheel.set(new Named("far"), far);
        for (long now = 0; now < far; now += 1_000_000) {
            wheel.turn(now);
        }
        assertThat(fired).isEmpty();
        wheel.turn(far + TimerWheel.TICK);
        assertThat(fired).hasSize(1);
    }

    @Test
    void aLongPauseLosesNothing() {
        for (int n = 0; n < 100; n++) {
            wheel.set(new Named("t" + n), n * 1_000_000L);
        }
        wheel.turn(1_000_000_000);
        assertThat(fired).hasSize(100);
    }

    @Test
    void whatIsCancelledDoesNotFireAlsoWhenOneThatFiresCancelsIt() {
        Named first = new Named("first");
        Named second = new Named("second");
        TimerWheel.Timed killer =
                new TimerWheel.Timed() {
                    @Override
                    void fire(long now) {
                        wheel.cancel(first);
                        wheel.cancel(second);
                        wheel.set(first, now + 100_000);
                    }
                };
        wheel.set(second, 1_000);
        wheel.set(killer, 1_000);
        wheel.set(first, 50_000);
        Named gone = new Named("gone");
        wheel.set(gone, 1_000);
        wheel.cancel(gone);
        wheel.turn(5_000);
        wheel.turn(60_000);
        assertThat(fired).isSubsetOf("second@5000");
        wheel.turn(200_000);
        assertThat(fired).contains("first@200000").doesNotContain("gone@5000");
        assertThat(wheel.size()).isZero();
    }

    @Test
    void settingAgainMovesATimer() {
        Named one = new Named("one");
        wheel.set(one, 1_000);
        wheel.set(one, 900_000);
        wheel.turn(800_000);
        assertThat(fired).isEmpty();
        wheel.turn(1_000_000);
        assertThat(fired).hasSize(1);
    }

    @Test
    void aPaceKeepsItsTimesAndGivesUpWhatIsTooFarBehind() {
        Pace pace = new Pace(1000, 5_000);
        assertThat(pace.due()).isEqualTo(5_000);
        pace.take();
        pace.take();
        assertThat(pace.due()).isEqualTo(7_000);
        assertThat(pace.skip(9_000)).isZero();
        assertThat(pace.skip(7_000 + Pace.MOST_LAG + 10_000)).isEqualTo(10);
        assertThat(pace.due()).isEqualTo(17_000);
    }

    @Test
    void theRingGrowsInOrder() {
        IntRing ring = new IntRing();
        for (int n = 0; n < 10; n++) {
            ring.add(n);
            assertThat(ring.remove()).isEqualTo(n);
        }
        for (int n = 0; n < 100; n++) {
            ring.add(n);
        }
        assertThat(ring.size()).isEqualTo(100);
        for (int n = 0; n < 100; n++) {
            assertThat(ring.remove()).isEqualTo(n);
        }
    }

    @Test
    void theFilterRemembersAtLeastWhatItPromises() {
        TransactionFilter filter = new TransactionFilter(64);
        for (long n = 1; n < 1000; n++) {
            assertThat(filter.add(n)).isTrue();
            for (long back = Math.max(1, n - 63); back <= n; back++) {
                assertThat(filter.add(back)).as("%d after %d", back, n).isFalse();
            }
        }
        assertThat(filter.add(1)).as("long forgotten").isTrue();
    }

    @Test
    void slotsTellALateAnswerFromTheRightOne() {
        Transactions slots = new Transactions();
        List<Transaction> all = new ArrayList<>();
        for (int n = 0; n < 5000; n++) {
            Transaction one = new Transaction((_, _) -> {}, Transaction.Kind.TEXT, n, n, 0, 0, 0);
            slots.add(one);
            all.add(one);
        }
        assertThat(slots.underWay()).isEqualTo(5000);
        Transaction some = all.get(4321);
        int slot = some.slot;
        int generation = some.generation;
        assertThat(slots.find(slot, generation)).isSameAs(some);
        slots.remove(some);
        assertThat(slots.find(slot, generation)).isNull();
        slots.add(some);
        assertThat(some.slot).isEqualTo(slot);
        assertThat(slots.find(slot, generation)).isNull();
        assertThat(slots.find(-1, 0)).isNull();
        assertThat(slots.find(1L << 40, 0)).isNull();
    }
}
