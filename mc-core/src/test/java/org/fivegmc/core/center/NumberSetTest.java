package org.fivegmc.core.center;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import org.fivegmc.core.message.Msisdn;
import org.junit.jupiter.api.Test;

class NumberSetTest {

    /// Few numbers, so that they meet and leave holes before each other all the time.
    @Test
    void holdsWhatAnOrdinarySetHolds() {
        var random = new Random(7);
        for (int numbers : new int[] {5, 40, 3000}) {
            var set = new NumberSet();
            var expected = new HashSet<Msisdn>();
            for (int i = 0; i < 20_000; i++) {
                var number = new Msisdn(1 + random.nextInt(numbers));
                if (random.nextBoolean()) {
                    set.add(number);
                    expected.add(number);
                } else {
                    assertThat(set.remove(number)).isEqualTo(expected.remove(number));
                }
                assertThat(set.size()).isEqualTo(expected.size());
            }
            for (int n = 1; n <= numbers; n++) {
                var number = new Msisdn(n);
                assertThat(set.contains(number)).isEqualTo(expected.contains(number));
            }
        }
    }

    @Test
    void keepsRoomToSpare() {
        var set = new NumberSet();
        for (int n = 1; n <= 3072; n++) {
            set.add(new Msisdn(n));
        }
        assertThat(set.places()).isEqualTo(4096);
    }
}
