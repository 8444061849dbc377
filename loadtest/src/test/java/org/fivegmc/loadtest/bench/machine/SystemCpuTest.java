package org.fivegmc.loadtest.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SystemCpuTest {
    @Test
    void idleAndInterruptsAreNotBusy() {
        SystemCpu cpu = SystemCpu.parse("cpu  1000 20 300 90000 5 7 11 40 0 0");
        assertThat(cpu).isEqualTo(new SystemCpu(1320, 40));
        assertThat(cpu.busySeconds()).isEqualTo(13.2);
        assertThat(cpu.stolenSeconds()).isEqualTo(0.4);
    }

    @Test
    void aLineOfOneProcessorIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SystemCpu.parse("cpu0 1 2 3 4 5 6 7 8 9 10"));
        assertThatIllegalArgumentException().isThrownBy(() -> SystemCpu.parse("cpu 1 2 3"));
    }

    @Test
    void thisMachineHasOne() {
        assertThat(SystemCpu.now().busy()).isPositive();
    }
}
