package org.fivegmc.wire.rcs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptFieldsTest {
    private static byte[] kept(String lines) {
        return lines.replace("|", "\r\n").replace('^', '\1').getBytes(US_ASCII);
    }

    /// Whatever stands around them; `^x` stands for the octets before the fields.
    @ParameterizedTest
    @CsvSource({
        "A: one|, A: one|, true",
        "A: one|, a:one|, true",
        "A:   one  |, A: one|, true",
        "A: one|B: x|, ^xB: y|A: one|, true",
        "A: one|, A: one|A: two|, true",
        "A: one|, A: one, true",
        "'', '', true",
        "B: one|, '', true",
        "A: one|, A: One|, false",
        "A: one|, A: on|, false",
        "A: one|, A: ones|, false",
        "A: one|, '', false",
        "A: |, '', false",
        "A: one|, AB: one|, false"
    })
    void aFieldIsTheSameByItsValue(String one, String other, boolean same) {
        assertThat(KeptFields.same(kept(one), kept(other), "A")).isEqualTo(same);
        assertThat(KeptFields.same(kept(other), kept(one), "A")).isEqualTo(same);
    }
}
