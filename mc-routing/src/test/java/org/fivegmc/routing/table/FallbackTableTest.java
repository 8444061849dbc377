package org.fivegmc.routing.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fivegmc.core.message.Failure;
import org.fivegmc.core.message.RefusalReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FallbackTableTest {

    /// A cell of the table.
    private record Cell(
            Reach reach, boolean mms, boolean sms, boolean text, boolean store, Source source) {}

    private static List<Cell> cells() {
        var cells = new ArrayList<Cell>();
        for (Reach reach : Reach.values()) {
            for (int wishes = 0; wishes < 16; wishes++) {
                for (Source source : Source.values()) {
                    cells.add(
                            new Cell(
                                    reach,
                                    (wishes & 8) != 0,
                                    (wishes & 4) != 0,
                                    (wishes & 2) != 0,
                                    (wishes & 1) != 0,
                                    source));
                }
            }
        }
        return cells;
    }

    private static Rule rule(Cell c) {
        return FallbackTable.rule(c.reach(), c.mms(), c.sms(), c.text(), c.store(), c.source());
    }

    /// The same decisions said in another way: MMS takes the place of SMS wherever it is allowed,
    /// and changes nothing else.
    private static Way expected(Cell c) {
        boolean leaves = withoutMms(c, true).equals(Way.SMS);
        return c.mms() && leaves ? Way.MMS : withoutMms(c, c.sms());
    }

    private static Way withoutMms(Cell c, boolean allowed) {
        if (c.reach() == Reach.ONLINE) {
            return Way.RCS;
        }
        boolean report = c.source() == Source.REPORT;
        boolean person = c.source() == Source.PERSON;
        boolean sms = allowed && !report;
        boolean store = c.store() || report;
        return switch (c.reach()) {
            case ONLINE -> Way.RCS;
            case OFFLINE -> store ? Way.KEEP : sms ? Way.SMS : new Way.Fail(Failure.OFFLINE);
            case OVERDUE -> sms ? Way.SMS : store ? Way.KEEP : new Way.Fail(Failure.OFFLINE);
            case REFUSED -> sms ? Way.SMS : new Way.Fail(Failure.REFUSED);
            case UNSURE -> sms ? Way.SMS : store ? Way.KEEP : new Way.Fail(Failure.NOT_CAPABLE);
            case NOT_CAPABLE ->
                    sms
                            ? Way.SMS
                            : store && c.source() != Source.CHATBOT
                                    ? Way.KEEP
                                    : new Way.Fail(Failure.NOT_CAPABLE);
            case NOT_RCS ->
                    sms
                            ? Way.SMS
                            : person || report
                                    ? new Way.Reject(RefusalReason.UNKNOWN_RECIPIENT)
                                    : new Way.Fail(Failure.NOT_CAPABLE);
            case NO_NUMBER ->
                    report
                            ? new Way.Reject(RefusalReason.UNKNOWN_RECIPIENT)
                            : person
                                    ? new Way.Reject(RefusalReason.NOT_A_NUMBER)
                                    : new Way.Fail(Failure.NO_SUCH_NUMBER);
            case BLOCKED ->
                    c.source() == Source.CHATBOT
                            ? new Way.Fail(Failure.REFUSED)
                            : new Way.Reject(RefusalReason.FORBIDDEN_RECIPIENT);
        };
    }

    @Test
    void everyCellHasTheRuleThatItShould() {
        assertThat(cells()).hasSize(9 * 16 * 3);
        for (Cell cell : cells()) {
            Rule rule = rule(cell);
            assertThat(
                            rule.covers(
                                    cell.reach(),
                                    cell.mms(),
                                    cell.sms(),
                                    cell.text(),
                                    cell.store(),
                                    cell.source()))
                    .as("%s is for %s", rule.name(), cell)
                    .isTrue();
            assertThat(rule.way()).as("%s of %s", rule.name(), cell).isEqualTo(expected(cell));
        }
    }

    /// The table of the interface of China Telecom and China Unicom (V1.0.4, fallback), word for
    /// word.
    @ParameterizedTest
    @CsvSource({
        "NOT_CAPABLE, false, -,       any,   fail NOT_CAPABLE",
        "NOT_RCS,     false, -,       any,   fail NOT_CAPABLE",
        "NOT_CAPABLE, true,  given,   any,   sms brought",
        "NOT_RCS,     true,  given,   any,   sms brought",
        "NOT_CAPABLE, true,  missing, any,   sms rendered",
        "OFFLINE,     any,   -,       true,  keep",
        "OFFLINE,     true,  given,   false, sms brought",
        "OFFLINE,     false, -,       false, fail OFFLINE"
    })
    void theRowsForChatbotsAreThoseOfTheirInterface(
            Reach reach, String sms, String text, String store, String result) {
        List<Cell> covered =
                cells().stream()
                        .filter(c -> c.source() == Source.CHATBOT && c.reach() == reach)
                        .filter(c -> !c.mms())
                        .filter(c -> sms.equals("any") || c.sms() == Boolean.parseBoolean(sms))
                        .filter(c -> text.equals("-") || c.text() == text.equals("given"))
                        .filter(c ->
                                store.equals("any") || c.store() == Boolean.parseBoolean(store))
                        .toList();
        assertThat(covered).isNotEmpty();
        for (Cell cell : covered) {
            Rule rule = rule(cell);
            String way =
                    switch (rule.way()) {
                        case Way.Fail(var why) -> "fail " + why;
                        case Way.Keep() -> "keep";
                        case Way.Sms() -> rule.name().replaceFirst(".*-(sms)-(.*)", "$1 $2");
                        case Way.Rcs() -> "rcs";
                        case Way.Mms() -> "mms";
                        case Way.Reject(var why) -> "reject " + why;
                    };
            assertThat(way).as("%s", cell).isEqualTo(result);
        }
    }

    @Test
    void everyRuleHasANameOfItsOwnAndIsUsed() {
        List<String> names = FallbackTable.rules().stream().map(Rule::name).toList();
        assertThat(names).doesNotHaveDuplicates();
        Set<String> used =
                cells().stream()
                        .map(cell -> rule(cell).name())
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(used).isEqualTo(new TreeSet<>(names));
    }

    @Test
    void aTableWithAHoleOrTwoAnswersDoesNotStart() {
        var hole = new ArrayList<>(FallbackTable.rules());
        hole.removeIf(rule -> rule.name().equals("offline-failed"));
        assertThatThrownBy(() -> FallbackTable.index(hole))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("OFFLINE, mms false, sms false")
                .hasMessageContaining("[]");
        var twice = new ArrayList<>(FallbackTable.rules());
        twice.add(twice.getFirst());
        assertThatThrownBy(() -> FallbackTable.index(twice))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[online, online]");
    }

    /// What the documentation shows is the table.
    @Test
    void theDocumentedTableIsTheOneThatDecides() throws IOException {
        String page = Files.readString(Path.of("../docs/fallback-plan.md"));
        assertThat(page).contains(drawn());
        var states = new HashSet<String>();
        for (Reach reach : Reach.values()) {
            states.add("| `" + lower(reach) + "` | " + reach.sentence() + " |");
        }
        assertThat(page.lines()).containsAll(states);
    }

    private static String drawn() {
        var text =
                new StringBuilder(
                        """
                        | row | recipient | MMS | SMS | text | store | from | what becomes of it |
                        |---|---|---|---|---|---|---|---|
                        """);
        for (Rule rule : FallbackTable.rules()) {
            text.append("| `")
                    .append(rule.name())
                    .append("` | ")
                    .append(words(rule.reach()))
                    .append(" | ")
                    .append(word(rule.mms()))
                    .append(" | ")
                    .append(word(rule.sms()))
                    .append(" | ")
                    .append(word(rule.text()))
                    .append(" | ")
                    .append(word(rule.store()))
                    .append(" | ")
                    .append(
                            rule.sources().size() == Source.values().length
                                    ? "anybody"
                                    : words(rule.sources()))
                    .append(" | ")
                    .append(word(rule))
                    .append(" |\n");
        }
        return text.toString();
    }

    private static String words(Set<? extends Enum<?>> set) {
        return set.stream()
                .sorted()
                .map(FallbackTableTest::lower)
                .collect(Collectors.joining(", "));
    }

    private static String word(Rule.When when) {
        return when == Rule.When.ANY ? "" : lower(when);
    }

    private static String word(Rule rule) {
        return switch (rule.way()) {
            case Way.Rcs() -> "RCS";
            case Way.Mms() -> "MMS";
            case Way.Sms() -> rule.text() == Rule.When.YES ? "SMS, the sender's text" : "SMS";
            case Way.Keep() -> "kept";
            case Way.Fail(var why) -> "failed: " + lower(why);
            case Way.Reject(var why) -> "refused: " + lower(why);
        };
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
