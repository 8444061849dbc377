package org.fivegmc.loadtest.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    @TempDir private Path directory;
    private Results results = new Results(Path.of(""));

    @BeforeEach
    void open() {
        results = new Results(directory.resolve("bench"));
    }

    private void run(String variant, double... rates) {
        results.begin("row", variant);
        for (int n = 0; n < rates.length; n++) {
            results.write(Rounds.of("row", variant, n + 1, Map.of("rate", rates[n])));
        }
        results.complete("row", variant);
    }

    private List<Double> rates(String variant) {
        return Round.values(results.read("row", variant), "rate");
    }

    @Test
    void aRoundComesBackAsItWas() {
        Round round =
                Rounds.of(
                        "row",
                        Variant.FULL,
                        1,
                        Map.of("rate", 12.5),
                        Map.of(1000.0, Map.of("p99Us", 3.25)),
                        List.of("a finding"));
        results.begin("row", Variant.FULL);
        results.write(round);
        results.complete("row", Variant.FULL);
        assertThat(results.read("row", Variant.FULL)).containsExactly(round);
    }

    @Test
    void aCopyReplacesItsVariantAndLeavesWhatWasNotMeasuredAgain() {
        var kept = new Results(directory.resolve("kept"));
        run(Variant.FULL, 1, 2, 3);
        run("quick", 4);
        results.copy("row", kept);
        results = new Results(directory.resolve("again"));
        run("quick", 5, 6);
        results.copy("row", kept);
        results.copy("other", kept);

        results = kept;
        assertThat(rates(Variant.FULL)).containsExactly(1.0, 2.0, 3.0);
        assertThat(rates("quick")).containsExactly(5.0, 6.0);
        assertThat(kept.variants("other")).isEmpty();
    }

    @Test
    void roundsAreInOrderBeyondTheNinth() {
        run(Variant.FULL, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(rates(Variant.FULL))
                .containsExactly(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0);
    }

    @Test
    void aNewRunReplacesAllRoundsOfTheFormer() {
        run(Variant.FULL, 1, 2, 3);
        run(Variant.FULL, 4, 5);
        assertThat(rates(Variant.FULL)).containsExactly(4.0, 5.0);
    }

    @Test
    void aRunThatIsBrokenOffChangesNothing() {
        run(Variant.FULL, 1, 2, 3);
        results.begin("row", Variant.FULL);
        results.write(Rounds.of("row", Variant.FULL, 1, Map.of("rate", 9.0)));
        assertThat(rates(Variant.FULL)).containsExactly(1.0, 2.0, 3.0);
        assertThat(results.variants("row")).containsExactly(Variant.FULL);
        // and leaves nothing in the next one
        run(Variant.FULL, 7);
        assertThat(rates(Variant.FULL)).containsExactly(7.0);
    }

    @Test
    void aReducedRunIsKeptBesideTheFullOne() {
        run(Variant.FULL, 1, 2, 3);
        run("quick,scale=0.01", 99);
        assertThat(rates(Variant.FULL)).containsExactly(1.0, 2.0, 3.0);
        assertThat(rates("quick,scale=0.01")).containsExactly(99.0);
        assertThat(results.variants("row")).containsExactly(Variant.FULL, "quick,scale=0.01");
    }

    @Test
    void aRowWhoseNameBeginsLikeAnotherIsAnother() {
        results.begin("row-two", Variant.FULL);
        results.write(Rounds.of("row-two", Variant.FULL, 1, Map.of("rate", 1.0)));
        results.complete("row-two", Variant.FULL);
        assertThat(results.variants("row")).isEmpty();
        assertThat(results.read("row", Variant.FULL)).isEmpty();
    }
}
