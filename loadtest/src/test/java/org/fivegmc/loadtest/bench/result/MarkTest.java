package org.fivegmc.loadtest.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MarkTest {
    private static final Spread ROUNDS = new Spread(10, 8, 13, 3);

    @Test
    void atLeastIsReachedFromBelow() {
        Mark mark = Mark.atLeast("rate", 10);
        assertThat(mark.reachedBy(10)).isTrue();
        assertThat(mark.reachedBy(9.99)).isFalse();
        assertThat(mark.margin(12)).isEqualTo(0.2, within(1e-9));
        assertThat(mark.margin(9)).isEqualTo(-0.1, within(1e-9));
        assertThat(mark.share(9)).isEqualTo(0.9, within(1e-9));
        assertThat(mark.counts(ROUNDS)).isEqualTo(10);
    }

    @Test
    void atMostIsReachedFromAbove() {
        Mark mark = Mark.atMost("p99Us", 20_000);
        assertThat(mark.reachedBy(20_000)).isTrue();
        assertThat(mark.reachedBy(20_001)).isFalse();
        assertThat(mark.margin(15_000)).isEqualTo(0.25, within(1e-9));
        assertThat(mark.margin(25_000)).isEqualTo(-0.25, within(1e-9));
        assertThat(mark.share(40_000)).isEqualTo(0.5, within(1e-9));
        assertThat(mark.share(0)).isEqualTo(Double.MAX_VALUE);
    }

    @Test
    void whatMustNeverHappenCountsInTheWorstRound() {
        Mark mark = Mark.none("missing");
        assertThat(mark.counts(new Spread(0, 0, 2, 3))).isEqualTo(2);
        assertThat(mark.reachedBy(2)).isFalse();
        assertThat(mark.margin(2)).isEqualTo(-2);
        assertThat(mark.reachedBy(0)).isTrue();
    }
}
