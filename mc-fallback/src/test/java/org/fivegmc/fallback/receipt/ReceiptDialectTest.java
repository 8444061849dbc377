package org.fivegmc.fallback.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.fivegmc.fallback.spi.GatewayReceipt;
import org.junit.jupiter.api.Test;

final class ReceiptDialectTest {
    @Test
    void bothSpellingsMeet() {
        var hex = ReceiptDialect.hexToDec();
        assertThat(hex.submitId("1c26eaaa"))
                .isEqualTo(hex.receiptId("0472312490"))
                .isEqualTo("472312490");
        var dec = ReceiptDialect.decToHex();
        assertThat(dec.submitId("472312490"))
                .isEqualTo(dec.receiptId("001C26EAAA"))
                .isEqualTo("1c26eaaa");
        assertThat(ReceiptDialect.asIs().submitId(" 00Ab ")).isEqualTo("00Ab");
    }

    @Test
    void wordsOfTheCentersOwnComeBeforeTheStandards() {
        var dialect =
                ReceiptDialect.asIs()
                        .withStates(
                                Map.of("OKAY", SmsState.DELIVERED, "EXPIRED", SmsState.REJECTED));
        assertThat(dialect.state("okay")).isEqualTo(SmsState.DELIVERED);
        assertThat(dialect.state("EXPIRED")).isEqualTo(SmsState.REJECTED);
        assertThat(dialect.state("UNDELIV")).isEqualTo(SmsState.UNDELIVERABLE);
        assertThat(dialect.state("nonsense")).isEqualTo(SmsState.UNKNOWN);
        assertThat(dialect.state("")).isEqualTo(SmsState.UNKNOWN);
    }

    @Test
    void datesAreReadInTheCentersZone() {
        var dialect = ReceiptDialect.byDestinationAndTime().withZone(ZoneId.of("Asia/Shanghai"));
        long minute = Instant.parse("2026-11-23T15:01:00Z").toEpochMilli();
        assertThat(dialect.submittedAtMs("2611232301")).isEqualTo(minute);
        assertThat(dialect.submittedAtMs("261123230159")).isEqualTo(minute + 59_000);
        for (String none : List.of("", "YYMMDDhhmm", "2613232301", "26112323015", "2611232361")) {
            assertThat(dialect.submittedAtMs(none)).as(none).isEqualTo(GatewayReceipt.NO_TIME);
        }
        assertThat(dialect.submitId("1")).isEmpty();
        assertThat(dialect.receiptId("1")).isEmpty();
        assertThat(ReceiptDialect.asIs().submittedAtMs("2611232301"))
                .as("found by its id")
                .isEqualTo(GatewayReceipt.NO_TIME);
    }

    @Test
    void whatIsNoNumberStays() {
        assertThat(IdStep.HEX_TO_DEC.apply("not-hex")).isEqualTo("not-hex");
        assertThat(IdStep.DEC_TO_HEX.apply("")).isEmpty();
        String huge = "9".repeat(IdStep.MAX_NUMBER + 1);
        assertThat(IdStep.DEC_TO_HEX.apply(huge)).isEqualTo(huge);
        assertThat(IdStep.STRIP_ZEROS.apply("000")).isEqualTo("0");
    }
}
