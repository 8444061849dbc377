package org.fivegmc.fallback.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// TS 23.038 clause 6.2.1.
@Tag("TS23038-6.2.1")
final class Gsm7Test {
    @Test
    void everyCodeButEscapeComesBack() {
        byte[] all = new byte[127];
        IntStream.range(0, 127).forEach(i -> all[i] = (byte) (i < Gsm7.ESC ? i : i + 1));
        String text = Gsm7.decode(all);
        assertThat(text.chars().distinct().count()).isEqualTo(127);
        assertThat(Gsm7.canEncode(text)).isTrue();
        assertThat(Gsm7.encode(text)).isEqualTo(all);
    }

    @Test
    void knownCodes() {
        assertThat(Gsm7.encode("@a\u00e0\u0394\u20ac["))
                .containsExactly(0x00, 0x61, 0x7f, 0x10, 0x1b, 0x65, 0x1b, 0x3c);
    }

    @Test
    void extensionCharactersWeighTwo() {
        String text = "\f^{}\\[~]|\u20ac";
        assertThat(Gsm7.encode(text)).hasSize(20);
        assertThat(Gsm7.decode(Gsm7.encode(text))).isEqualTo(text);
        assertThat(text.chars().allMatch(c -> Gsm7.septets((char) c) == 2)).isTrue();
    }

    @Test
    void whatHasNoCodeIsTold() {
        assertThat(Gsm7.canEncode("caf\u00e9")).isTrue();
        assertThat(Gsm7.canEncode("fa\u00e7ade")).isFalse();
        assertThat(Gsm7.canEncode("\u001b")).isFalse();
        assertThat(Gsm7.canEncode("\u4e2d")).isFalse();
        assertThat(Gsm7.encode("\u4e2d")).containsExactly('?');
    }

    @Test
    void receivedNonsenseIsReadable() {
        assertThat(Gsm7.decode(new byte[] {0x1b, 0x61})).isEqualTo("a");
        assertThat(Gsm7.decode(new byte[] {0x61, 0x1b})).isEqualTo("a ");
        assertThat(Gsm7.decode(new byte[] {(byte) 0x80})).isEqualTo("\ufffd");
    }
}
