package org.fivegmc.fallback.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BackoffTest {
    @Test
    void doublesWithJitterUpToTheMostAndBeginsAnew() {
        var backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), new Random(3));
        for (long full = 500; full < 30_000; full *= 2) {
            assertThat(backoff.pause())
                    .isBetween(Duration.ofMillis(full / 2), Duration.ofMillis(full));
        }
        for (int i = 0; i < 5; i++) {
            assertThat(backoff.pause()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
        }
        backoff.reset();
        assertThat(backoff.pause()).isLessThanOrEqualTo(Duration.ofMillis(500));
    }
}
