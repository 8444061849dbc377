package org.fivegmc.wire.uri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;
import static org.quicktheories.generators.SourceDSL.strings;

import java.util.List;
import org.fivegmc.wire.ByteSlice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UriTest {
    private static final NumberPlan CHINA = NumberPlan.china();

    @Test
    void findsTheUriWithoutReadingTheAddress() {
        assertThat(uriOf("\"a<b\\\">\" <sip:a@b>;tag=1")).isEqualTo("sip:a@b");
        assertThat(uriOf(" tel:+861;x ")).isEqualTo("tel:+861");
        assertThat(uriOf("<sip:a")).isEqualTo("sip:a");
    }

    private static String uriOf(String address) {
        return NameAddr.uriOf(ByteSlice.of(address)).text();
    }

    @ParameterizedTest
    @CsvSource({
        "tel:+8613800000001, 8613800000001",
        "tel:+86-138-0000-0001, 8613800000001",
        "TEL:+86(138)0000.0001;isub=1, 8613800000001",
        "sip:+8613800000001@ims.example, 8613800000001",
        "sip:+8613800000001@ims.example;user=phone, 8613800000001",
        "sip:%2B8613800000001@ims.example;user=phone, 8613800000001",
        "sips:+8613800000001:secret@ims.example, 8613800000001",
        "<sip:+8613800000001@ims.example>;tag=1, 8613800000001",
        "'\"B\" <tel:+8613800000001>', 8613800000001",
        "13800000001, 8613800000001",
        "tel:13800000001;phone-context=ims.example, 8613800000001",
        "tel:13800000001;phone-context=+86, 8613800000001",
        "sip:13800000001@ims.example;user=phone, 8613800000001",
        "sip:13800000001;phone-context=x@ims.example;user=phone, 8613800000001",
        "tel:008613800000001, 8613800000001",
        "tel:0014155550100, 14155550100",
        "tel:8613800000001, 8613800000001",
        "tel:01012345678, 861012345678",
        "tel:5550100;phone-context=+1415, 14155550100",
        "+14155550100, 14155550100"
    })
    void findsTheNumber(String address, long expected) {
        assertThat(CHINA.number(address)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tel:10086",
                "tel:10690000123",
                "sip:10690000@botplatform.rcs.example.cn",
                "sip:13800000001@ims.example",
                "sip:ims.example",
                "sip:alice@ims.example",
                "tel:+0123456789",
                "tel:+1234567890123456",
                "tel:+999999999999999999999999999999",
                "tel:1380000000a",
                "mailto:a@b",
                "sip:anonymous@anonymous.invalid",
                "tel:1234567"
            })
    void otherAddressesAreNoNumber(String address) {
        assertThat(CHINA.number(address)).isEqualTo(NumberPlan.NOT_A_NUMBER);
    }

    @Test
    void everyGlobalNumberIsFoundInEverySpelling() {
        qt().forAll(longs().between(10_000L, 999_999_999_999_999L))
                .checkAssert(number -> {
                    String plus = NumberPlan.format(number);
                    for (String address :
                            List.of(
                                    "tel:" + plus,
                                    "sip:" + plus + "@h;user=phone",
                                    "\"x\" <sip:" + plus + "@h:5060>;tag=1",
                                    "tel:" + plus.replaceAll("(\\d)(\\d)", "$1-$2"))) {
                        assertThat(CHINA.number(address)).isEqualTo(number);
                    }
                });
    }

    @Test
    void aPlanThatCannotBeIsRefused() {
        assertThatThrownBy(() -> new NumberPlan("0", "0", "00", 1, 2, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NumberPlan("86", "0", "00", 5, 14, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noTextMakesItThrow() {
        var noise = strings().betweenCodePoints(32, 64).ofLengthBetween(0, 40);
        qt().forAll(noise, strings().allPossible().ofLengthBetween(0, 20))
                .checkAssert((a, b) -> {
                    for (String text : List.of(a, b, "sip:" + a + b, "tel:" + a, "<" + b + a)) {
                        assertThat(CHINA.number(text)).isNotNegative();
                        assertThat(NameAddr.uriOf(ByteSlice.of(text))).isNotNull();
                    }
                });
    }
}
