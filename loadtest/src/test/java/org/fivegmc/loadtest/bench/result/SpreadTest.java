package org.fivegmc.loadtest.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void ofAnOddNumberTheMedianIsTheOneInTheMiddle() {
        assertThat(Spread.of(List.of(9.0, 1.0, 2.0))).contains(new Spread(2, 1, 9, 3));
        assertThat(Spread.of(List.of(7.0))).contains(new Spread(7, 7, 7, 1));
    }

    @Test
    void ofAnEvenNumberItIsBetweenTheTwoInTheMiddle() {
        assertThat(Spread.of(List.of(4.0, 1.0, 100.0, 2.0))).contains(new Spread(3, 1, 100, 4));
    }

    @Test
    void ofNothingThereIsNone() {
        assertThat(Spread.of(List.of())).isEmpty();
    }
}
