package org.fivegmc.fallback.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.fivegmc.fallback.link.ValidityPeriod;
import org.fivegmc.fallback.smpp.pdu.ShortMessage;
import org.fivegmc.fallback.smpp.pdu.Tlv;
import org.fivegmc.fallback.text.Concatenation;
import org.fivegmc.fallback.text.Octets;
import org.fivegmc.fallback.text.SmsPart;
import org.fivegmc.fallback.text.SmsSplitter;
import org.fivegmc.fallback.text.SplitRules;
import org.fivegmc.fallback.text.SplitText;
import org.junit.jupiter.api.Test;

final class SubmitBuilderTest {
    private static List<ShortMessage> built(Concatenation concatenation, String text) {
        var rules = new SplitRules(concatenation, 8, true);
        List<SmsPart> parts =
                switch (new SmsSplitter(rules).split(text, 0x1234)) {
                    case SplitText.Fits(var all) -> all;
                    case SplitText.TooLong tooLong -> throw new AssertionError(tooLong);
                };
        var builder = new SubmitBuilder(concatenation, true);
        return parts.stream()
                .map(part -> builder.build(GatewayRig.unit(part, 1, Duration.ofSeconds(1))))
                .toList();
    }

    @Test
    void aShortMessageNeedsNoHeader() {
        assertThat(built(Concatenation.UDH, "hi"))
                .singleElement()
                .matches(m -> m.esmClass() == 0 && m.userData().length() == 2)
                .matches(m -> m.tlvs().number(Tlv.USER_MESSAGE_REFERENCE).getAsInt() == 1);
    }

    @Test
    void headersOfBothWidths() {
        var narrow = built(Concatenation.UDH, "a".repeat(200)).get(1);
        assertThat(narrow.hasHeader()).isTrue();
        assertThat(narrow.shortMessage().array()).startsWith(5, 0, 3, 0x34, 2, 2);
        var wide = built(Concatenation.UDH16, "a".repeat(200)).get(1);
        assertThat(wide.shortMessage().array()).startsWith(6, 8, 4, 0x12, 0x34, 2, 2);
    }

    @Test
    void parametersInsteadOfAHeader() {
        var second = built(Concatenation.SAR, "a".repeat(200)).get(1);
        assertThat(second.hasHeader()).isFalse();
        assertThat(second.tlvs().number(Tlv.SAR_MSG_REF_NUM)).hasValue(0x34);
        assertThat(second.tlvs().number(Tlv.SAR_TOTAL_SEGMENTS)).hasValue(2);
        assertThat(second.tlvs().number(Tlv.SAR_SEGMENT_SEQNUM)).hasValue(2);
        assertThat(second.tlvs().value(Tlv.SAR_TOTAL_SEGMENTS).map(Octets::length)).hasValue(1);
    }

    @Test
    void theWholeTextAsPayload() {
        assertThat(built(Concatenation.PAYLOAD, "a".repeat(400)))
                .singleElement()
                .matches(m -> m.shortMessage().isEmpty() && !m.hasHeader())
                .matches(m -> m.userData().length() == 400);
    }

    @Test
    void validityIsRelative() {
        assertThat(ValidityPeriod.relative(Duration.ZERO)).isEmpty();
        assertThat(ValidityPeriod.relative(Duration.ofMillis(1))).isEqualTo("000000000001000R");
        assertThat(ValidityPeriod.relative(Duration.ofSeconds(3 * 86400 + 4 * 3600 + 5 * 60 + 6)))
                .isEqualTo("000003040506000R");
        assertThat(ValidityPeriod.relative(Duration.ofDays(1000))).isEqualTo("000099000000000R");
    }
}
