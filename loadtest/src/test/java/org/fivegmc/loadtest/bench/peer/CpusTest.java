package org.fivegmc.loadtest.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class CpusTest {
    @Test
    void pinsByTaskset() {
        assertThat(new Cpus("0,2-3").run(List.of("true", "x")))
                .containsExactly("taskset", "-c", "0,2-3", "true", "x");
    }

    @Test
    void allIsNoPinning() {
        assertThat(Cpus.ALL.run(List.of("true"))).containsExactly("true");
    }

    @Test
    void whatIsNoListIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Cpus("first"));
    }
}
