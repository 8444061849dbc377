package org.fivegmc.core.center;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Random;
import org.fivegmc.core.message.Msisdn;
import org.junit.jupiter.api.Test;

class RowCountsTest {

    private static final Msisdn LARGEST = new Msisdn(999_999_999_999_999L);

    /// Few numbers, so that they meet and leave holes before each other all the time.
    @Test
    void holdsWhatAnOrdinaryMapHolds() {
        var random = new Random(7);
        for (int numbers : new int[] {5, 40, 3000}) {
            var counts = new RowCounts();
            var expected = new HashMap<Msisdn, Integer>();
            for (int i = 0; i < 20_000; i++) {
                var number = new Msisdn(1 + random.nextInt(numbers));
                if (random.nextBoolean()) {
                    int rows = 1 + random.nextInt(RowCounts.MANY);
                    counts.put(number, rows);
                    expected.put(number, rows);
                } else {
                    assertThat(counts.remove(number)).isEqualTo(expected.remove(number) != null);
                }
                assertThat(counts.size()).isEqualTo(expected.size());
            }
            for (int n = 1; n <= numbers; n++) {
                var number = new Msisdn(n);
                assertThat(counts.rows(number)).isEqualTo(expected.getOrDefault(number, 0));
            }
        }
    }

    @Test
    void theLargestNumberHasRoomForTheLargestCount() {
        var counts = new RowCounts();
        counts.put(LARGEST, RowCounts.MANY);
        assertThat(counts.rows(LARGEST)).isEqualTo(RowCounts.MANY);
        counts.put(LARGEST, Integer.MAX_VALUE);
        assertThat(counts.rows(LARGEST)).isEqualTo(RowCounts.MANY);
        counts.put(LARGEST, 1);
        assertThat(counts.rows(LARGEST)).isEqualTo(1);
        assertThatThrownBy(() -> counts.put(LARGEST, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsRoomToSpare() {
        var counts = new RowCounts();
        for (int n = 1; n <= 3072; n++) {
            counts.put(new Msisdn(n), 1);
        }
        assertThat(counts.places()).isEqualTo(4096);
    }
}
