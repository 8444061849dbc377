package org.fivegmc.fallback.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AimdRateTest {
    private static final long SECOND = 1_000_000_000L;

    private final AimdRate rate = new AimdRate(100, 10, Duration.ofSeconds(1), 0);

    private int takenIn(long from, long to, long step) {
        int taken = 0;
        for (long now = from; now < to; now += step) {
            while (rate.take(now, 1, false)) {
                taken++;
            }
        }
        return taken;
    }

    @Test
    void theRateHoldsAfterTheBurst() {
        assertThat(takenIn(0, 1, 1)).isEqualTo(10);
        assertThat(takenIn(1, 5 * SECOND, SECOND / 1000)).isBetween(495, 501);
    }

    @Test
    void quietTimeSavesNoMoreThanTheBurst() {
        assertThat(takenIn(100 * SECOND, 100 * SECOND + 1, 1)).isEqualTo(10);
    }

    @Test
    void oneOverloadCountsOnce() {
        assertThat(rate.throttled(SECOND, SECOND / 2)).isTrue();
        assertThat(rate.throttled(SECOND + 5, SECOND / 2)).isFalse();
        assertThat(rate.rate()).isCloseTo(70, within(0.01));
        assertThat(rate.take(SECOND + SECOND / 2, 1, true)).isFalse();
        assertThat(rate.untilFree(SECOND + SECOND / 2)).isGreaterThanOrEqualTo(SECOND / 2);
        assertThat(takenIn(2 * SECOND, 3 * SECOND, SECOND / 1000)).isBetween(68, 71);
        assertThat(rate.throttled(3 * SECOND, 2 * SECOND + SECOND / 2)).isTrue();
        assertThat(rate.rate()).isCloseTo(49, within(0.01));
    }

    @Test
    void successGrowsByFivePerCentPerSecondUpToTheCeiling() {
        rate.throttled(0, 0);
        rate.accepted(2 * SECOND);
        assertThat(rate.rate()).isCloseTo(73.5, within(0.01));
        rate.accepted(2 * SECOND + 1);
        assertThat(rate.rate()).isCloseTo(73.5, within(0.01));
        for (int second = 3; second < 20; second++) {
            rate.accepted(second * SECOND + 2);
        }
        assertThat(rate.rate()).isEqualTo(100);
    }

    @Test
    void theRateHasAFloor() {
        for (long i = 0; i < 40; i++) {
            rate.throttled(i * 2 * SECOND, i * 2 * SECOND);
        }
        assertThat(rate.rate()).isEqualTo(AimdRate.FLOOR);
    }

    @Test
    void partsOfAMessageGoTogetherAndAreBroughtBackLater() {
        assertThat(takenIn(0, 1, 1)).isEqualTo(10);
        assertThat(rate.take(1, 1, false)).isFalse();
        for (int part = 0; part < 5; part++) {
            assertThat(rate.take(1, 1, true)).isTrue();
        }
        assertThat(rate.untilFree(1)).isBetween(SECOND / 100 * 5, SECOND / 100 * 6 + 1);
    }
}
