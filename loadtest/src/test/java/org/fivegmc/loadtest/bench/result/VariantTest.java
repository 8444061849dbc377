package org.fivegmc.loadtest.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class VariantTest {
    @Test
    void everyReductionIsNamed() {
        assertThat(new Variant(false, 1, 0).label(3, true)).isEqualTo(Variant.FULL);
        assertThat(new Variant(false, 1, 5).label(3, true)).isEqualTo(Variant.FULL);
        assertThat(new Variant(true, 1, 0).label(3, true)).isEqualTo("quick");
        assertThat(new Variant(false, 0.01, 0).label(1, true)).isEqualTo("scale=0.01");
        assertThat(new Variant(true, 0.5, 2).label(3, true)).isEqualTo("quick,scale=0.5,rounds=2");
    }

    @Test
    void aScaleIsNoReductionOfWhatDoesNotGrow() {
        assertThat(new Variant(false, 0.01, 0).label(3, false)).isEqualTo(Variant.FULL);
    }

    @Test
    void timesAndCountsShrinkToTheirLeast() {
        assertThat(new Variant(false, 1, 0).seconds(8)).isEqualTo(8);
        assertThat(new Variant(true, 1, 0).seconds(8)).isEqualTo(4);
        assertThat(new Variant(true, 1, 0).seconds(4)).isEqualTo(3);
        assertThat(new Variant(true, 1, 0).seconds(2)).isEqualTo(2);
        assertThat(new Variant(false, 0.001, 0).count(10_000_000, 20_000)).isEqualTo(20_000);
        assertThat(new Variant(false, 0.01, 0).count(10_000_000, 20_000)).isEqualTo(100_000);
    }

    @Test
    void roundsAreTheRowsUnlessAskedFor() {
        assertThat(new Variant(false, 1, 0).rounds(3)).isEqualTo(3);
        assertThat(new Variant(false, 1, 7).rounds(3)).isEqualTo(7);
    }

    @Test
    void aScaleIsAShare() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Variant(false, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Variant(false, 1.1, 0));
    }
}
