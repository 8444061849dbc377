package org.fivegmc.fallback.receipt;

import static org.assertj.core.api.Assertions.assertThat;

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
    void whatIsNoNumberStays() {
        assertThat(IdStep.HEX_TO_DEC.apply("not-hex")).isEqualTo("not-hex");
        assertThat(IdStep.DEC_TO_HEX.apply("")).isEmpty();
        String huge = "9".repeat(IdStep.MAX_NUMBER + 1);
        assertThat(IdStep.DEC_TO_HEX.apply(huge)).isEqualTo(huge);
        assertThat(IdStep.STRIP_ZEROS.apply("000")).isEqualTo("0");
    }
}
