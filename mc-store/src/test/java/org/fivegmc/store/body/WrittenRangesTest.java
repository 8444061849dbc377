package org.fivegmc.store.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WrittenRangesTest {

    @Test
    void anyOrderAndAnyOverlapCountOnce() {
        qt().forAll(longs().all())
                .checkAssert(seed -> {
                    var random = new Random(seed);
                    var ranges = new WrittenRanges();
                    var octets = new BitSet();
                    for (int i = random.nextInt(60); i >= 0; i--) {
                        int from = random.nextInt(100);
                        int to = from + 1 + random.nextInt(12);
                        assertThat(ranges.add(from, to)).isTrue();
                        octets.set(from, to);
                        assertThat(ranges.octets()).isEqualTo(octets.cardinality());
                        for (int total = 0; total < 115; total++) {
                            assertThat(ranges.areExactly(total))
                                    .as("%s of %s", octets, total)
                                    .isEqualTo(
                                            octets.cardinality() == total
                                                    && octets.length() == total);
                        }
                    }
                });
    }

    @Test
    void nothingIsExactlyNothing() {
        var ranges = new WrittenRanges();
        assertThat(ranges.areExactly(0)).isTrue();
        assertThat(ranges.areExactly(1)).isFalse();
    }

    @Test
    void gapsHaveALimit() {
        var ranges = new WrittenRanges();
        for (int i = 0; i < WrittenRanges.MAX; i++) {
            assertThat(ranges.add(2L * i, 2L * i + 1)).isTrue();
        }
        assertThat(ranges.add(1, 2)).as("closes one").isTrue();
        assertThat(ranges.add(4 * WrittenRanges.MAX, 4 * WrittenRanges.MAX + 1)).isTrue();
        assertThat(ranges.add(5 * WrittenRanges.MAX, 5 * WrittenRanges.MAX + 1)).isFalse();
    }
}
