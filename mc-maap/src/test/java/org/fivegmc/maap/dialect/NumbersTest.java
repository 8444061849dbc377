package org.fivegmc.maap.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tel:+8613900000001",
                " TEL:+8613900000001 ",
                "+8613900000001",
                "+123456",
                "+123456789012345"
            })
    void numbersAreRead(String text) {
        assertThat(Numbers.of(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "13900000001",
                "tel:13900000001",
                "+0613900000001",
                "+12345",
                "+1234567890123456",
                "+861390000000a",
                "+8613900\u0660\u0660\u0660",
                "+86 13900000001",
                "sip:+8613900000001@a"
            })
    void allElseIsNone(String text) {
        assertThat(Numbers.of(text)).isEmpty();
    }
}
