package org.fivegmc.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberMaskTest {

    @ParameterizedTest
    @CsvSource({
        "+8613812340001,+86138****0001",
        "from +8613812340001 to +8613912340002,from +86138****0001 to +86139****0002",
        "<sip:13812340001@rcs.local>,<sip:13812****0001@rcs.local>",
        "tel:+8613812340001,tel:+86138****0001",
        "SIPS:13812340001@x,SIPS:13812****0001@x",
        "+1234567,+123****4567",
        "+123456,+123456",
        "+1234567890123456,+1234567890123456",
        "took 1700000000000 ms,took 1700000000000 ms",
        "2026-11-23T00:00:00+0800,2026-11-23T00:00:00+0800",
        "id 018f-12345678901,id 018f-12345678901",
        "nothing,nothing"
    })
    void masks(String text, String masked) {
        assertThat(NumberMask.mask(text)).isEqualTo(masked);
    }

    @Test
    void anUnchangedTextIsTheSameObject() {
        String text = "no number, but + and sip: and 1";
        assertThat(NumberMask.mask(text)).isSameAs(text);
    }
}
