package org.fivegmc.loadtest.bench.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.fivegmc.loadtest.bench.result.Mark;
import org.fivegmc.loadtest.process.Checkout;
import org.junit.jupiter.api.Test;

/// The table of rows is complete and fits together; nothing is started.
class RowsTest {
    /// What has to be measured, written down once more, so that none gets lost.
    private static final List<String> ASKED =
            List.of(
                    "p2p-udp",
                    "p2p-tcp",
                    "both-cores",
                    "store-offline",
                    "drain",
                    "latency-5k",
                    "latency-20k",
                    "handset-talk",
                    "fallback-90",
                    "a2p-submit",
                    "a2p-latency",
                    "a2p-sms",
                    "file-upload",
                    "file-download",
                    "register-refresh",
                    "register-digest",
                    "subscribers-10m",
                    "stored-10m",
                    "storm-10m",
                    "soak",
                    "overload",
                    "curve-rate",
                    "curve-subscribers",
                    "curve-queue",
                    "curve-size",
                    "curve-cores");

    @Test
    void everyRowIsThereOnce() {
        assertThat(Rows.all()).extracting(Row::id).containsAll(ASKED).doesNotHaveDuplicates();
    }

    @Test
    void aRowThatIsNoCurveHasAMarkOrAPeer() {
        assertThat(Rows.all())
                .filteredOn(row -> row.axis().isEmpty())
                .allSatisfy(row ->
                        assertThat(row.marks().isEmpty() && row.comparison().isEmpty())
                                .as(row.id())
                                .isFalse());
    }

    @Test
    void aMarkOnARatioHasAPeer() {
        assertThat(Rows.all())
                .filteredOn(row ->
                        row.marks().stream().anyMatch(mark -> mark.figure().equals(Mark.RATIO)))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.comparison()).as(row.id()).isPresent());
    }

    @Test
    void whatIsNotLargeIsRepeatedThreeTimes() {
        assertThat(Rows.all())
                .filteredOn(row -> !row.scales())
                .allSatisfy(row -> assertThat(row.rounds()).as(row.id()).isGreaterThanOrEqualTo(3));
    }

    @Test
    void rowsAreChosenByNameInTheirOrder() {
        assertThat(Rows.chosen(List.of("drain", "p2p-udp"), false))
                .extracting(Row::id)
                .containsExactly("drain", "p2p-udp");
        assertThat(Rows.chosen(List.of(), true))
                .isNotEmpty()
                .allMatch(Row::quick)
                .hasSizeLessThan(Rows.all().size());
        assertThat(Rows.chosen(List.of(), false)).hasSameSizeAs(Rows.all());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rows.chosen(List.of("p2p"), false))
                .withMessageContaining("p2p");
    }

    @Test
    void everyRowIsDescribed() throws IOException {
        String text = Files.readString(Checkout.locate().root().resolve("docs/perf/README.md"));
        assertThat(Rows.all()).allSatisfy(row -> assertThat(text).contains("`" + row.id() + "`"));
    }
}
