package org.fivegmc.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class ReportTest {
    @Test
    void processorTimeIsReadBehindANameThatMayHoldAnything() {
        assertThat(
                        CpuTime.parse(
                                "42 (a) b (c) S 1 42 42 0 -1 4194560 9 9 9 9 250 150 7 7 20 0 1 0 99"))
                .isEqualTo(4.0);
    }

    @Test
    void aProcessThatIsGoneCountsNothing() {
        assertThat(CpuTime.seconds(List.of(Long.MAX_VALUE))).isZero();
    }

    @Test
    void theResultIsOneFlatObject(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("result.json");
        new FlatResult().put("tool", "raw").put("accepted", 7L).put("rate", 1.23456).write(file);
        JsonNode read = new ObjectMapper().readTree(Files.readString(file));
        assertThat(read.propertyNames()).containsExactly("tool", "accepted", "rate");
        assertThat(read.get("tool").asString()).isEqualTo("raw");
        assertThat(read.get("accepted").asLong()).isEqualTo(7);
        assertThat(read.get("rate").asDouble()).isEqualTo(1.235);
    }
}
