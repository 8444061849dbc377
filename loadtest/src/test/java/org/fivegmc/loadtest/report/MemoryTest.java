package org.fivegmc.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {
    @Test
    void aLineIsInKibibytes() {
        assertThat(Memory.parse(List.of("Name:\tjava", "VmRSS:\t  609716 kB"), "VmRSS"))
                .hasValue(609_716L * 1024);
        assertThat(Memory.parse(List.of("VmHWM:\t 1 kB"), "VmRSS")).isEmpty();
    }

    @Test
    void thisProcessHasSome() {
        assertThat(Memory.resident(ProcessHandle.current().pid()).orElse(0))
                .isGreaterThan(10L << 20);
    }
}
