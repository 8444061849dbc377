package org.fivegmc.loadtest.bench.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolArgumentsTest {
    @Test
    void anOptionThatIsSetAgainIsReplaced() {
        ToolArguments once = ToolArguments.raw("register").with("expires", 60).with("users", 5);
        assertThat(once.with("expires", 0).line())
                .isEqualTo("./5gmc load raw --method register --expires 0 --users 5");
        assertThat(once.line()).contains("--expires 60");
    }

    @Test
    void processesAreWrittenWithCommas() {
        assertThat(ToolArguments.smsc().cpuOf(List.of(7L, 8L)).words())
                .containsExactly("smsc", "--pid", "7,8");
    }

    @Test
    void patienceGrowsWithWhatIsMeasured() {
        ToolArguments talk = ToolArguments.handsets("talk");
        assertThat(talk.lasting(2, 10).patience())
                .isEqualTo(talk.patience().plus(Duration.ofSeconds(12)));
        assertThat(talk.patient(Duration.ofHours(1)).patience()).isGreaterThan(Duration.ofHours(1));
    }
}
