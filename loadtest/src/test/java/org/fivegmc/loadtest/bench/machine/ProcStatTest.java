package org.fivegmc.loadtest.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcStatTest {
    private static final String LINE =
            "1316 (java) S 1 1316 1316 0 -1 4194560 152408 77 3 0 1811 253 40 2 20 0 38 0 5123"
                    + " 4948598784 152402 18446744073709551615 1 1 0 0 0 0 0 0 16800975 0 0 0 17 1"
                    + " 0 0 0 0 0 0 0 0 0 0 0 0 0";

    @Test
    void readsTimesParentAndThoseOfEndedChildren() {
        assertThat(ProcStat.parse(LINE))
                .isEqualTo(new ProcStat(1316, "java", 1, 1811, 253, 42))
                .satisfies(stat -> {
                    assertThat(stat.cpuSeconds()).isEqualTo(20.64);
                    assertThat(stat.cpuSecondsWithEnded()).isEqualTo(21.06, within(1e-9));
                });
    }

    @Test
    void aCommandMayHoldBlanksAndBrackets() {
        ProcStat stat = ProcStat.parse(LINE.replace("(java)", "(a (b) c) 7)"));
        assertThat(stat.command()).isEqualTo("a (b) c) 7");
        assertThat(stat.parent()).isEqualTo(1);
        assertThat(stat.systemTicks()).isEqualTo(253);
    }

    @Test
    void whatIsNoSuchLineIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ProcStat.parse("1316 java S 1"));
        assertThatIllegalArgumentException().isThrownBy(() -> ProcStat.parse("1316 (java) S 1"));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ProcStat.parse("1316 (java) S one 2 3 4 5 6 7 8 9 10 11 12 13 14"));
    }

    @Test
    void thisProcessIsThereAndUsesTime() {
        long self = ProcessHandle.current().pid();
        Optional<ProcStat> stat = ProcStat.of(self);
        assertThat(stat).map(ProcStat::pid).contains(self);
        assertThat(stat)
                .map(ProcStat::cpuSeconds)
                .hasValueSatisfying(seconds -> assertThat(seconds).isPositive());
    }

    @Test
    void aProcessThatIsNotThereHasNone() {
        // above the largest the kernel gives
        assertThat(ProcStat.of(4_194_305L)).isEmpty();
    }
}
