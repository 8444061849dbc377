package org.fivegmc.loadtest.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void theHardLimitOfOpenFilesCounts() {
        assertThat(
                        Limits.openFiles(
                                List.of(
                                        "Limit                     Soft Limit           Hard Limit           Units",
                                        "Max processes             95865                95865                processes",
                                        "Max open files            1024                 20000                files")))
                .isEqualTo(20_000);
        assertThat(
                        Limits.openFiles(
                                List.of(
                                        "Max open files            1024         unlimited    files")))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(Limits.openFiles()).isPositive();
    }
}
