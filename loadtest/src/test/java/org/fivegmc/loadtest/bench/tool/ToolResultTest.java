package org.fivegmc.loadtest.bench.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class ToolResultTest {
    private static final ToolResult RESULT =
            ToolResult.parse(
                    1, "{\"tool\": \"raw\", \"accepted\": 12, \"p99Us\": 1234.5, \"clean\": true}");

    @Test
    void numbersAreKeptAndTextsAreNot() {
        assertThat(RESULT.numbers()).containsOnlyKeys("accepted", "p99Us");
        assertThat(RESULT.need("p99Us")).isEqualTo(1234.5);
        assertThat(RESULT.exitStatus()).isEqualTo(1);
    }

    @Test
    void whatTheToolDoesNotSayIsNoneOfWhatIsCounted() {
        assertThat(RESULT.count("duplicates")).isZero();
        assertThat(RESULT.has("duplicates")).isFalse();
    }

    @Test
    void whatIsNeededMustBeThere() {
        assertThatIllegalStateException()
                .isThrownBy(() -> RESULT.need("perCpuSecond"))
                .withMessageContaining("perCpuSecond");
    }
}
