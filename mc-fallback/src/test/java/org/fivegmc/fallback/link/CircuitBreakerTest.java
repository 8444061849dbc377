package org.fivegmc.fallback.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.fallback.link.CircuitBreaker.State.CLOSED;
import static org.fivegmc.fallback.link.CircuitBreaker.State.HALF_OPEN;
import static org.fivegmc.fallback.link.CircuitBreaker.State.OPEN;

import org.junit.jupiter.api.Test;

final class CircuitBreakerTest {
    private final CircuitBreaker breaker = linked();

    private static CircuitBreaker linked() {
        var breaker = new CircuitBreaker(0);
        breaker.state(0, true);
        return breaker;
    }

    private void answers(int successes, int failures, long now, long latency) {
        for (int i = 0; i < successes; i++) {
            breaker.success(now, latency);
        }
        for (int i = 0; i < failures; i++) {
            breaker.failure(now, latency);
        }
    }

    @Test
    void halfOfFiftyFailing() {
        answers(25, 24, 1, 1);
        assertThat(breaker.state(1, true)).isEqualTo(CLOSED);
        answers(0, 1, 1, 1);
        assertThat(breaker.state(1, true)).isEqualTo(OPEN);
    }

    @Test
    void fewFailuresOrOldOnesDoNot() {
        answers(26, 24, 1, 1);
        assertThat(breaker.state(1, true)).isEqualTo(CLOSED);
        answers(0, 30, CircuitBreaker.WINDOW + 2, 1);
        assertThat(breaker.state(CircuitBreaker.WINDOW + 2, true)).isEqualTo(CLOSED);
    }

    @Test
    void slowAnswers() {
        answers(49, 0, 1, 1);
        answers(1, 0, 1, CircuitBreaker.SLOW + 1);
        assertThat(breaker.state(1, true)).isEqualTo(OPEN);
    }

    @Test
    void oneTrialDecidesAndThePauseDoublesUpToItsLimit() {
        answers(0, 50, 0, 1);
        long now = 0;
        long pause = CircuitBreaker.MIN_PAUSE;
        for (int round = 0; round < 6; round++) {
            assertThat(breaker.state(now + pause - 1, true)).isEqualTo(OPEN);
            assertThat(breaker.state(now + pause, true)).isEqualTo(HALF_OPEN);
            now += pause;
            breaker.failure(now, 1);
            pause = Math.min(CircuitBreaker.MAX_PAUSE, pause * 2);
        }
        assertThat(breaker.state(now + CircuitBreaker.MAX_PAUSE, true)).isEqualTo(HALF_OPEN);
        breaker.success(now + CircuitBreaker.MAX_PAUSE, 1);
        assertThat(breaker.state(now + CircuitBreaker.MAX_PAUSE, true)).isEqualTo(CLOSED);
    }

    @Test
    void withoutLinksForFiveSecondsUntilOneIsBack() {
        assertThat(breaker.state(10, false)).isEqualTo(CLOSED);
        assertThat(breaker.state(10 + CircuitBreaker.LINKLESS - 1, false)).isEqualTo(CLOSED);
        assertThat(breaker.state(10 + CircuitBreaker.LINKLESS, false)).isEqualTo(OPEN);
        assertThat(breaker.untilFree(10 + CircuitBreaker.LINKLESS))
                .isEqualTo(CircuitBreaker.MIN_PAUSE);
        assertThat(breaker.state(11 + CircuitBreaker.LINKLESS, true)).isEqualTo(HALF_OPEN);
    }
}
