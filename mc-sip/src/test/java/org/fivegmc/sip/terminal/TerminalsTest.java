package org.fivegmc.sip.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.terminal.Terminal.Release;
import org.fivegmc.sip.terminal.Terminals.Custom;
import org.fivegmc.sip.terminal.Terminals.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalsTest {

    private static final String NOBODY = "urn:uuid:1";

    private static final TerminalTable TABLE =
            new TerminalTable(
                    List.of(
                            custom("华为", "JAD-AN00"),
                            custom("华为", "mate40 Pro"),
                            custom("vivo", "x50 pro"),
                            open("vivo", "x50 pro+"),
                            open("三星", "SM-G9880"),
                            open("三星", "SM"),
                            new Terminal("Old", "One", Release.OPEN_MARKET, false, List.of()),
                            new Terminal(
                                    "Old",
                                    "Two",
                                    Release.OPEN_MARKET,
                                    false,
                                    List.of(86000002, 1))),
                    Map.of("HUAWEI", "华为", "samsung", "三星"));

    private final Terminals terminals = new Terminals(TABLE, Custom.INCAPABLE);

    private static Terminal open(String maker, String model) {
        return new Terminal(maker, model, Release.OPEN_MARKET, true, List.of());
    }

    private static Terminal custom(String maker, String model) {
        return new Terminal(maker, model, Release.OPERATOR_CUSTOM, true, List.of());
    }

    private Verdict verdict(String userAgent) {
        Verdict first = terminals.verdict(Span.of(userAgent), NOBODY);
        assertThat(terminals.verdict(Span.of(userAgent), NOBODY)).isEqualTo(first);
        return first;
    }

    @ParameterizedTest
    @CsvSource({
        "CPM-client/OMA2.2 RCS-client/UP_2.4 term-HUAWEI/JAD-AN00-3.0.0.1 client-HUAWEI/10 OS-Android/12, INCAPABLE",
        "term-HUAWEI/JAD-AN00, INCAPABLE",
        "TERM-Huawei/jad_an00-1 CLIENT-x/1, INCAPABLE",
        "RCS-client/UP_2.4 term-HUAWEI/Mate40 Pro-2.1 client-HUAWEI/10, INCAPABLE",
        "IM-client/OMA1.0 HUAWEI/JAD-AN00-3.0.0.1 HUAWEI/10.1, INCAPABLE",
        "term-samsung/SM-G9880-S1, CAPABLE",
        "term-vivo/X50-Pro-1.0, INCAPABLE",
        "term-vivo/X50-Pro+-1.0, CAPABLE",
        "term-Old/One-7, INCAPABLE",
        "term-HUAWEI/JAD-AN10-3.0, UNKNOWN",
        "term-HUAWEI/JAD, UNKNOWN",
        "term-Other/JAD-AN00-3.0, UNKNOWN",
        "client-HUAWEI/JAD-AN00, UNKNOWN",
        "Xterm-HUAWEI/JAD-AN00, UNKNOWN",
        "term-HUAWEI/, UNKNOWN",
        "term-/JAD-AN00, UNKNOWN",
        "term-, UNKNOWN",
        "IM-client/OMA1.0, UNKNOWN",
        "Linphone/5.2.0 (belle-sip/5.3), UNKNOWN"
    })
    void modelsAreKnownByTheirNames(String userAgent, Verdict verdict) {
        assertThat(verdict(userAgent)).isEqualTo(verdict);
    }

    /// `SM` is another model than `SM-G9880`.
    @Test
    void theLongestNameIsTheModel() {
        assertThat(TABLE.byUserAgent("term-samsung/SM-G9880-1").orElseThrow().model())
                .isEqualTo("SM-G9880");
        assertThat(TABLE.byUserAgent("term-samsung/SM-1").orElseThrow().model()).isEqualTo("SM");
    }

    @ParameterizedTest
    @CsvSource({"UNKNOWN, UNKNOWN", "CAPABLE, CAPABLE", "INCAPABLE, INCAPABLE"})
    void chinaMobilesEditionsWorkOnItsNetwork(Custom network, Verdict verdict) {
        var here = new Terminals(TABLE, network);
        assertThat(here.verdict(Span.of("term-HUAWEI/JAD-AN00-1"), NOBODY)).isEqualTo(verdict);
        assertThat(here.verdict(Span.of("term-samsung/SM-G9880"), NOBODY))
                .isEqualTo(Verdict.CAPABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "urn:gsma:imei:86000002-944763-0, INCAPABLE",
        "urn:gsma:imei:86000002, INCAPABLE",
        "urn:gsma:imei:00000001-944763-0, INCAPABLE",
        "urn:gsma:imei:86000003-944763-0, UNKNOWN",
        "urn:gsma:imei:8600000, UNKNOWN",
        "urn:gsma:imei:8600000x-944763-0, UNKNOWN",
        "urn:uuid:86000002, UNKNOWN",
        "contact:sip:a@b, UNKNOWN"
    })
    void modelsAreKnownByTheirImei(String device, Verdict verdict) {
        assertThat(terminals.verdict(null, device)).isEqualTo(verdict);
        assertThat(terminals.verdict(Span.of("Linphone/5"), device)).isEqualTo(verdict);
    }

    @Test
    void theLaterOfTwoRowsCounts() {
        var table = new TerminalTable(List.of(open("A", "b-1"), custom("a", "B1")), Map.of());
        assertThat(table.size()).isEqualTo(1);
        assertThat(table.byUserAgent("term-A/B1").orElseThrow().release())
                .isEqualTo(Release.OPERATOR_CUSTOM);
    }

    @Test
    void whatIsTooLongIsNotLookedAt() {
        String model = "JAD-AN00-" + "1".repeat(TerminalName.MAX_LENGTH - 9);
        assertThat(verdict("term-HUAWEI/" + model)).isEqualTo(Verdict.INCAPABLE);
        assertThat(verdict("term-HUAWEI/" + model + "1")).isEqualTo(Verdict.UNKNOWN);
        String padding = " x".repeat(Terminals.MAX_USER_AGENT / 2 - 10);
        assertThat(verdict("term-HUAWEI/JAD-AN00" + padding)).isEqualTo(Verdict.INCAPABLE);
        assertThat(verdict("term-HUAWEI/JAD-AN00 " + padding)).isEqualTo(Verdict.UNKNOWN);
        assertThat(TerminalName.of("term-A/" + "-1".repeat(30)).orElseThrow().models())
                .hasSize(TerminalName.MAX_MODELS);
    }

    /// More than there are slots for, again and again.
    @Test
    void manyUserAgentsAreToldApart() {
        var agents = new ArrayList<String>();
        for (int i = 0; i < 4_000; i++) {
            agents.add("term-" + (i % 2 == 0 ? "HUAWEI/JAD-AN00-" : "samsung/SM-G9880-") + i);
        }
        var random = new Random(7);
        for (int i = 0; i < 40_000; i++) {
            String agent = agents.get(random.nextInt(agents.size()));
            assertThat(terminals.verdict(Span.of(agent), NOBODY))
                    .isEqualTo(agent.contains("HUAWEI") ? Verdict.INCAPABLE : Verdict.CAPABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 100_000_000})
    void codesHaveEightDigits(int tac) {
        List<Integer> tacs = List.of(tac);
        assertThatThrownBy(() -> new Terminal("a", "b", Release.OPEN_MARKET, true, tacs))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
