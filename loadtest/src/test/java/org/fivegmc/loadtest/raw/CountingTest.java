package org.fivegmc.loadtest.raw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Who is next, when, and what was seen.
class CountingTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aSequenceSetKeepsEachNumberOnceUpToItsLimit() {
        SequenceSet set = new SequenceSet();
        for (long sequence :
                new long[] {0, 63, 64, (1 << 20) - 1, 1 << 20, SequenceSet.LIMIT - 1}) {
            assertThat(set.add(sequence)).as("" + sequence).isTrue();
            assertThat(set.add(sequence)).as("" + sequence).isFalse();
        }
        assertThat(set.add(SequenceSet.LIMIT)).isFalse();
        assertThat(set.add(-1)).isFalse();
        assertThat(set.count()).isEqualTo(6);
        SequenceSet other = new SequenceSet();
        assertThat(set.missingIn(other)).isEqualTo(6);
        other.add(63);
        other.add(5);
        assertThat(set.missingIn(other)).isEqualTo(5);
    }

    @Test
    void everyTenthUserHasTwoDevicesAndAllComeOncePerRound() {
        Population population = new Population(500, 95, 10, false, 1);
        long members = Population.membersOf(95, 10);
        assertThat(members).isEqualTo(95 + 10);
        Map<Integer, Set<Integer>> devices = new HashMap<>();
        for (long k = 0; k < members; k++) {
            population.next();
            assertThat(
                            devices.computeIfAbsent(population.number(), _ -> new HashSet<>())
                                    .add(population.device()))
                    .isTrue();
        }
        assertThat(devices).hasSize(95).containsKeys(500, 594);
        assertThat(devices.get(510)).containsExactlyInAnyOrder(1, 2);
        assertThat(devices.get(511)).containsExactly(1);
        assertThat(devices.values().stream().filter(d -> d.size() == 2).count()).isEqualTo(10);
    }

    @Test
    void aRandomOrderReachesEverybodyAndNobodyElse() {
        Population population = new Population(0, 50, 0, true, 12345);
        Map<Integer, Integer> times = new HashMap<>();
        for (int k = 0; k < 50_000; k++) {
            population.next();
            times.merge(population.number(), 1, Integer::sum);
        }
        assertThat(times.keySet()).hasSize(50).allMatch(number -> number >= 0 && number < 50);
        assertThat(times.values()).allMatch(count -> count > 700 && count < 1300);
    }

    @Test
    void theOpenLoopGoesByAbsoluteTimes() {
        Pace pace = Pace.open(1000, 5 * SECOND);
        assertThat(pace.target(5 * SECOND - 1)).isZero();
        assertThat(pace.target(5 * SECOND)).isEqualTo(1);
        assertThat(pace.target(6 * SECOND)).isEqualTo(1001);
        assertThat(pace.intended(1000, 9 * SECOND)).isEqualTo(6 * SECOND);
        assertThat(pace.wait(1000, 6 * SECOND - 300, SECOND)).isEqualTo(300);
        assertThat(pace.wait(1000, 7 * SECOND, SECOND)).isZero();
        assertThat(pace.wait(9000, 5 * SECOND, SECOND)).isEqualTo(SECOND);
    }

    @Test
    void theClosedLoopGoesAtOnce() {
        Pace pace = Pace.closed();
        assertThat(pace.target(1)).isEqualTo(Long.MAX_VALUE);
        assertThat(pace.intended(1000, 77)).isEqualTo(77);
    }

    @Test
    void pendingIdsComeInOrder() {
        PendingIds ids = new PendingIds(2);
        for (long round = 0; round < 5; round++) {
            ids.add(round);
            ids.add(round + 100);
            assertThat(ids.remove()).isEqualTo(round);
            assertThat(ids.remove()).isEqualTo(round + 100);
            assertThat(ids.isEmpty()).isTrue();
        }
    }

    @Test
    void whatLeftInTheWarmUpIsBookedThereWheneverItIsAnswered() {
        Tally tally = new Tally(SECOND);
        tally.offered(0, SECOND - 1);
        tally.beginSpan();
        tally.offered(1, SECOND);
        tally.answered(202, false, SECOND - 1, SECOND + 5_000);
        tally.answered(503, true, SECOND, SECOND + 9_000);
        tally.arrived(DeliveryBook.Arrival.DELIVERY, 0);
        tally.endSpan(2 * SECOND, 2);
        tally.answered(202, false, SECOND, 3 * SECOND);
        assertThat(tally.warmup.accepted).isEqualTo(1);
        assertThat(tally.warmup.delivered).isEqualTo(1);
        assertThat(tally.measured.refused).isEqualTo(1);
        assertThat(tally.measured.refusedWithRetryAfter).isEqualTo(1);
        assertThat(tally.measured.accepted).isEqualTo(1);
        assertThat(tally.acceptedInSpan).isEqualTo(1);
        assertThat(tally.deliveredInSpan).isEqualTo(1);
        assertThat(tally.latencies.getTotalCount()).isEqualTo(2);
        assertThat(tally.isMeasured(2 * SECOND)).isFalse();
    }
}
