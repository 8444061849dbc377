package org.fivegmc.msrp.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RangesTest {
    @Test
    void growsAtItsEnd() {
        var ranges = new Ranges(1);
        assertThat(ranges.add(0, 10)).isTrue();
        assertThat(ranges.add(10, 20)).isTrue();
        assertThat(ranges.isExactly(20)).isTrue();
        assertThat(ranges.isExactly(21)).isFalse();
    }

    @Test
    void hasALimit() {
        var ranges = new Ranges(2);
        assertThat(ranges.add(0, 1)).isTrue();
        assertThat(ranges.add(2, 3)).isTrue();
        assertThat(ranges.add(4, 5)).isFalse();
        assertThat(ranges.end()).isEqualTo(3);
        assertThat(ranges.add(1, 2)).isTrue();
        assertThat(ranges.count()).isEqualTo(1);
        assertThat(ranges.add(4, 5)).isTrue();
    }

    /// Against a set of bits; seeds are fixed.
    @Test
    void isASetOfPositions() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var ranges = new Ranges(1_000);
            var bits = new BitSet();
            for (int i = 0; i < 40; i++) {
                int from = random.nextInt(200);
                int to = from + 1 + random.nextInt(20);
                ranges.add(from, to);
                bits.set(from, to);
                int at = random.nextInt(230);
                int missing = bits.nextClearBit(at);
                assertThat(ranges.missingFrom(at)).isEqualTo(missing);
                int present = bits.nextSetBit(missing);
                assertThat(ranges.presentFrom(missing, 500)).isEqualTo(present < 0 ? 500 : present);
                assertThat(ranges.end()).isEqualTo(bits.length());
                assertThat(ranges.isExactly(bits.length()))
                        .isEqualTo(bits.cardinality() == bits.length());
            }
        }
    }
}
