package org.fivegmc.loadtest.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.fivegmc.loadtest.bench.result.Results;
import org.fivegmc.loadtest.bench.result.Round;
import org.fivegmc.loadtest.bench.result.Rounds;
import org.fivegmc.loadtest.bench.result.Variant;
import org.fivegmc.loadtest.bench.row.Rows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/// The page and its plots from given rounds, letter by letter. After a change that is meant, write
/// them anew with the system property `write-golden` set, and read the difference.
class ReportTest {
    private static final Path GOLDEN = Path.of("src/test/resources/bench");

    @TempDir private Path directory;
    private Results results = new Results(Path.of(""));

    @BeforeEach
    void store() {
        results = new Results(directory.resolve("bench"));
        relay(1, 24_000, 31_000, List.of());
        relay(2, 26_500, 33_500, List.of("not alone: other processes used 0.30 cores"));
        relay(3, 26_000, 32_000, List.of("not alone: other processes used 0.30 cores"));
        results.complete("p2p-udp", Variant.FULL);
        results.write(
                Rounds.of(
                        "overload",
                        "quick,rounds=1",
                        1,
                        figures(
                                "goodput",
                                0.81,
                                "refusedWithoutRetryAfter",
                                0,
                                "neitherTakenNorRefused",
                                3,
                                "recoverySeconds",
                                0.4)));
        results.complete("overload", "quick,rounds=1");
        curve(1, 1);
        curve(2, 1.1);
        results.complete("curve-subscribers", Variant.FULL);
    }

    private void relay(int number, double ours, double theirs, List<String> findings) {
        results.write(
                Rounds.of(
                        "p2p-udp",
                        Variant.FULL,
                        number,
                        figures(
                                "perCpuSecond",
                                ours,
                                "p99Us",
                                17_250 + number,
                                "kamailio.perCpuSecond",
                                theirs,
                                "seconds",
                                8),
                        Map.of(),
                        findings));
    }

    private void curve(int number, double factor) {
        Map<Double, Map<String, Double>> points = new LinkedHashMap<>();
        double cost = 38 * factor;
        for (double users = 1_000; users <= 10_000_000; users *= 10) {
            points.put(
                    users,
                    figures(
                            "cpuMicros", cost,
                            "p50Us", 800 * factor,
                            "p99Us", 4_000 * factor,
                            "p999Us", 21_000 * factor));
            cost += 2;
        }
        results.write(
                Rounds.of("curve-subscribers", Variant.FULL, number, Map.of(), points, List.of()));
    }

    private static Map<String, Double> figures(Object... pairs) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (int at = 0; at < pairs.length; at += 2) {
            figures.put((String) pairs[at], ((Number) pairs[at + 1]).doubleValue());
        }
        return figures;
    }

    @Test
    void theSameRoundsGiveTheSamePageAndPlots() throws IOException {
        Path written = directory.resolve("perf");
        int rows =
                Report.write(Rows.all(), results, Optional.of("## Micro\n\nA table.\n"), written);
        assertThat(rows).isEqualTo(3);
        if (System.getProperty("write-golden") != null) {
            Report.write(Rows.all(), results, Optional.of("## Micro\n\nA table.\n"), GOLDEN);
        }
        assertThat(files(written)).isEqualTo(files(GOLDEN));
        for (String file : files(GOLDEN)) {
            assertThat(Files.readString(written.resolve(file)))
                    .as(file)
                    .isEqualTo(Files.readString(GOLDEN.resolve(file)));
        }
    }

    @Test
    void plotsAreXmlWithTitlesAndLabelledAxes() throws Exception {
        Map<String, String> plots = Plots.of(Measured.all(Rows.all(), results));
        assertThat(plots)
                .containsOnlyKeys(
                        Plots.RATIOS,
                        Plots.MARKS,
                        "curve-subscribers-cost.svg",
                        "curve-subscribers-latency.svg");
        for (String svg : plots.values()) {
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)));
        }
        assertThat(plots.get("curve-subscribers-cost.svg"))
                .contains("registered users", "(µs)", "10 M");
        assertThat(plots.get("curve-subscribers-latency.svg")).contains("(ms)", "p99.9");
    }

    @Test
    void whatWasWrittenBeforeIsReplaced() throws IOException {
        Path written = directory.resolve("perf");
        Files.createDirectories(written.resolve("plots"));
        Files.writeString(written.resolve("plots/old.svg"), "old");
        Report.write(Rows.all(), results, Optional.empty(), written);
        assertThat(written.resolve("plots/old.svg")).doesNotExist();
    }

    @Test
    void aReducedRunIsShownOnlyWithoutAFullOne() {
        assertThat(Measured.all(Rows.all(), results))
                .extracting(Measured::name)
                .containsExactly("p2p-udp", "overload (quick,rounds=1)", "curve-subscribers");
        results.write(Rounds.of("overload", Variant.FULL, 1, figures("goodput", 0.95)));
        results.complete("overload", Variant.FULL);
        assertThat(Measured.all(Rows.all(), results))
                .extracting(Measured::name)
                .containsExactly("p2p-udp", "overload", "curve-subscribers");
    }

    @Test
    void withoutAnythingMeasuredThePageSaysSo() {
        assertThat(ResultsPage.of(List.of(), java.util.Set.of(), Optional.empty()))
                .contains("Nothing was measured");
        assertThat(Round.values(List.of(), "rate")).isEmpty();
    }

    private static List<String> files(Path below) throws IOException {
        try (Stream<Path> all = Files.walk(below)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> below.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
