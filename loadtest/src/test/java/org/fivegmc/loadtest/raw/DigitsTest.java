package org.fivegmc.loadtest.raw;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DigitsTest {
    @Test
    void hexIsWhatTheFormatterWrites() {
        Random random = new Random(1);
        for (int k = 0; k < 10_000; k++) {
            long value = random.nextInt() & 0xffffffffL;
            assertThat(text(Digits.hex(value))).isEqualTo("%08x".formatted(value));
            assertThat(Digits.fromHex(Digits.hex(value))).isEqualTo(value);
        }
    }

    @Test
    void onlyLowerCaseHexIsReadBack() {
        for (String wrong :
                new String[] {"0123456g", "ABCDEF01", "1234 567", "1234567`", "-1234567"}) {
            assertThat(Digits.fromHex(word(wrong))).as(wrong).isEqualTo(-1);
        }
        assertThat(Digits.fromHex(word("ffffffff"))).isEqualTo(0xffffffffL);
    }

    @Test
    void decimalHasEightDigits() {
        Random random = new Random(2);
        for (int k = 0; k < 10_000; k++) {
            int value = random.nextInt(100_000_000);
            assertThat(text(Digits.decimal(value))).isEqualTo("%08d".formatted(value));
        }
        assertThat(text(Digits.decimal(99_999_999))).isEqualTo("99999999");
        assertThat(text(Digits.decimal(0))).isEqualTo("00000000");
    }

    private static String text(long word) {
        return new String(
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(word).array(),
                US_ASCII);
    }

    private static long word(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
