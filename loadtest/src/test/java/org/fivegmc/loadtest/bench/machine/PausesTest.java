package org.fivegmc.loadtest.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PausesTest {
    private static final String LOG =
            """
            [0.012s] Using Serial
            [1.500s] GC(0) Pause Young (Allocation Failure) 86M->9M(494M) 3.271ms
            [1.501s] Safepoint "SerialCollectForAllocation", Time since last: 812345 ns, Reaching safepoint:    4211 ns, At safepoint: 3302000 ns, Leaving safepoint:    9000 ns, Total: 3315211 ns, Threads: 1 runnable, 38 total
            [12.034s] Safepoint "ICBufferFull", Time since last: 1 ns, Reaching safepoint: 2 ns, Cleanup: 3 ns, At safepoint: 4 ns, Total: 21000000 ns
            [20.000s] Safepoint "Cleanup", cut off in the midd
            """;

    @Test
    void aSafepointIsOnePauseWithAllThatBelongsToIt() {
        assertThat(Pauses.parse(LOG.lines()).pauses())
                .containsExactly(
                        new Pauses.Pause(1.501, "SerialCollectForAllocation", 3.315211),
                        new Pauses.Pause(12.034, "ICBufferFull", 21.0));
    }

    @Test
    void onlyWhatLiesWithinTheTimeCounts() {
        Pauses all = Pauses.parse(LOG.lines());
        assertThat(all.longestMillis()).isEqualTo(21.0);
        assertThat(all.between(0, 10).longestMillis()).isEqualTo(3.315211);
        assertThat(all.between(13, 99).longestMillis()).isZero();
        assertThat(all.totalMillis()).isEqualTo(24.315211);
    }

    @Test
    void withoutALogThereIsNothing() {
        assertThat(Pauses.read(Path.of("no-such-log")).pauses()).isEmpty();
        assertThat(Pauses.parse(Stream.empty()).longestMillis()).isZero();
    }
}
