package org.fivegmc.fallback.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextCodingTest {

    private static final Charset GBK = Charset.forName("GBK");

    @ParameterizedTest
    @CsvSource({
        "0, GSM7",
        "1, LATIN1",
        "3, LATIN1",
        "8, UCS2",
        "4, NONE",
        "2, NONE",
        "13, NONE",
        // data coding schemes with a class or compressed
        "16, GSM7",
        "24, UCS2",
        "20, NONE",
        "240, GSM7",
        "246, NONE",
        "208, NONE"
    })
    void dataCodingOfSmppSaysHow(int dataCoding, TextCoding coding) {
        assertThat(TextCoding.ofSmpp(dataCoding)).isEqualTo(coding);
    }

    @ParameterizedTest
    @CsvSource({"0, LATIN1", "8, UCS2", "15, GB", "4, NONE", "3, NONE", "25, UCS2"})
    void msgFmtOfCmppSaysHow(int format, TextCoding coding) {
        assertThat(TextCoding.ofCmpp(format)).isEqualTo(coding);
    }

    static Stream<Arguments> octets() {
        return Stream.of(
                arguments(TextCoding.GSM7, new byte[] {0x02, 0x1b, 0x65, 'a'}, "$€a"),
                arguments(TextCoding.LATIN1, new byte[] {'a', (byte) 0xe9}, "aé"),
                arguments(TextCoding.UCS2, "你😀".getBytes(StandardCharsets.UTF_16BE), "你😀"),
                arguments(TextCoding.UCS2, new byte[] {0x4f, 0x60, 0x4f}, "你\ufffd"),
                arguments(TextCoding.NONE, new byte[] {1, 2}, ""));
    }

    @ParameterizedTest
    @MethodSource("octets")
    void octetsAreRead(TextCoding coding, byte[] octets, String text) {
        assertThat(coding.decode(octets)).isEqualTo(text);
    }

    /// 联通 is the classic of those that are sound UTF-8 in a lenient reading; 模 is sound in any.
    @ParameterizedTest
    @ValueSource(strings = {"你好", "联通", "模", "收到1", "确认", "plain", "退订 TD", "，。"})
    void chineseOfTheStandardAndUtf8AreToldApart(String text) {
        assertThat(TextCoding.GB.decode(text.getBytes(GBK))).isEqualTo(text);
        assertThat(TextCoding.GB.decode(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
    }

    @Test
    void whatIsNeitherDoesNotFail() {
        assertThat(TextCoding.GB.decode(new byte[] {(byte) 0xff, (byte) 0xfe})).isNotNull();
        assertThat(TextCoding.GB.decode(new byte[0])).isEmpty();
    }
}
