package org.fivegmc.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.fivegmc.loadtest.bench.BenchOptions.Task;
import org.fivegmc.loadtest.bench.peer.Cpus;
import org.fivegmc.loadtest.bench.result.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchOptionsTest {
    private static BenchOptions parse(String... words) {
        return BenchOptions.parse(List.of(words));
    }

    @Test
    void withoutArgumentsEverythingIsMeasuredInFull() {
        BenchOptions options = parse();
        assertThat(options.task()).isEqualTo(Task.MEASURE);
        assertThat(options.rows()).isEmpty();
        assertThat(options.peers()).isTrue();
        assertThat(options.variant()).isEqualTo(new Variant(false, 1, 0));
        assertThat(options.server()).isEqualTo(new Cpus("0"));
        assertThat(options.load()).isEqualTo(new Cpus("1"));
    }

    @Test
    void rowsRoundsAndScaleAreRead() {
        BenchOptions options =
                parse("--rows", "p2p-udp,drain", "--rounds", "5", "--scale", "0.01", "--no-peers");
        assertThat(options.rows()).containsExactly("p2p-udp", "drain");
        assertThat(options.variant()).isEqualTo(new Variant(false, 0.01, 5));
        assertThat(options.peers()).isFalse();
    }

    @Test
    void allProcessorsIsNoPinning() {
        assertThat(parse("--server-cpus", "all", "--load-cpus", "2-3").server())
                .isEqualTo(Cpus.ALL);
    }

    @Test
    void aPatternOfMicroBenchmarksMayBeLeftOut() {
        assertThat(parse("--micro").micro()).isEmpty();
        assertThat(parse("--micro", "Cpim").micro()).isEqualTo("Cpim");
        assertThat(parse("--micro", "--quick"))
                .satisfies(options -> {
                    assertThat(options.task()).isEqualTo(Task.MICRO);
                    assertThat(options.variant().quick()).isTrue();
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--rounds 0",
                "--rounds many",
                "--scale 0",
                "--scale 2",
                "--rows",
                "--fast",
                "--server-cpus one",
                "p2p-udp"
            })
    void whatIsNotUnderstoodIsRefused(String words) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(words.split(" ", -1)));
    }
}
