package org.fivegmc.fallback.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.fivegmc.fallback.smpp.pdu.ShortMessage;
import org.fivegmc.fallback.smpp.pdu.Tlv;
import org.fivegmc.fallback.smpp.pdu.Tlvs;
import org.fivegmc.fallback.text.Octets;
import org.fivegmc.fallback.text.SmsAddress;
import org.junit.jupiter.api.Test;

/// The dialects of real centers.
final class ReceiptParserTest {
    private static DeliveryReceipt parse(String text) {
        return ReceiptParser.parse(text, Tlvs.none());
    }

    @Test
    void theStandardsForm() {
        var receipt =
                parse(
                        "id:0123456789 sub:001 dlvrd:001 submit date:2611230101 done date:2611230102"
                                + " stat:DELIVRD err:000 text:id:999 stat:EXPIRED");
        assertThat(receipt)
                .isEqualTo(
                        new DeliveryReceipt(
                                "0123456789",
                                SmsState.DELIVERED,
                                "000",
                                "",
                                -1,
                                "2611230101",
                                "2611230102"));
    }

    @Test
    void missingCountsDatesAsPatternsAndLowerCase() {
        assertThat(parse("id:a1 submit date:YYMMDDhhmm done date:YYMMDDhhmm stat:UNDELIV err:001"))
                .isEqualTo(
                        new DeliveryReceipt(
                                "a1",
                                SmsState.UNDELIVERABLE,
                                "001",
                                "",
                                -1,
                                "YYMMDDhhmm",
                                "YYMMDDhhmm"));
        assertThat(parse("id:7f stat:delivrd err:none"))
                .matches(r -> r.state() == SmsState.DELIVERED)
                .matches(r -> r.error().equals("none"));
        assertThat(parse("ID:7F STAT:EXPIRED ERR:12A Text:"))
                .matches(r -> r.messageId().equals("7F"))
                .matches(r -> r.state() == SmsState.EXPIRED);
    }

    @Test
    void emptyAndPaddedValues() {
        assertThat(parse("id: sub:001 dlvrd:001 stat:REJECTD err: text:          "))
                .isEqualTo(new DeliveryReceipt("", SmsState.REJECTED, "", "", -1, "", ""));
        assertThat(parse("id: 42  stat: ACCEPTD   err: 5\u0000"))
                .matches(r -> r.messageId().equals("42"))
                .matches(r -> r.state() == SmsState.ACCEPTED)
                .matches(r -> r.error().equals("5"));
    }

    @Test
    void theFreeTextIsNotSearched() {
        assertThat(parse("id:1 text: stat:DELIVRD").state()).isEqualTo(SmsState.UNKNOWN);
    }

    @Test
    void parametersComeBeforeTheText() {
        var tlvs =
                new Tlvs(
                        List.of(
                                new Tlv(
                                        Tlv.RECEIPTED_MESSAGE_ID,
                                        Octets.of("abc\u0000".getBytes(StandardCharsets.US_ASCII))),
                                Tlv.ofByte(Tlv.MESSAGE_STATE, 5),
                                new Tlv(Tlv.NETWORK_ERROR_CODE, Octets.of(new byte[] {3, 1, 2})),
                                Tlv.ofShort(Tlv.USER_MESSAGE_REFERENCE, 0xfffe)));
        assertThat(ReceiptParser.parse("id:zzz stat:DELIVRD err:7", tlvs))
                .isEqualTo(
                        new DeliveryReceipt(
                                "abc", SmsState.UNDELIVERABLE, "7", "3/258", 0xfffe, "", ""));
    }

    @Test
    void everyStateIsReadInBothForms() {
        assertThat(
                        List.of(
                                "ENROUTE", "DELIVRD", "EXPIRED", "DELETED", "UNDELIV", "ACCEPTD",
                                "UNKNOWN", "REJECTD"))
                .extracting(SmsState::ofText)
                .containsExactly(
                        SmsState.ofTlv(1),
                        SmsState.ofTlv(2),
                        SmsState.ofTlv(3),
                        SmsState.ofTlv(4),
                        SmsState.ofTlv(5),
                        SmsState.ofTlv(6),
                        SmsState.ofTlv(7),
                        SmsState.ofTlv(8));
        assertThat(SmsState.ofTlv(77)).isEqualTo(SmsState.UNKNOWN);
        assertThat(SmsState.UNKNOWN.isFinal()).isFalse();
        assertThat(SmsState.DELETED.isFinal()).isTrue();
    }

    @Test
    void nothingMakesItThrow() {
        var random = new Random(7);
        String[] words = {
            "id:", "stat:", "err", ":", " ", "text:", "submit date:", "DELIVRD", "\u0000", "\u00ff"
        };
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = new byte[random.nextInt(40)];
            random.nextBytes(octets);
            var text = new StringBuilder();
            for (int w = random.nextInt(12); w > 0; w--) {
                text.append(words[random.nextInt(words.length)]);
            }
            byte[] body =
                    random.nextBoolean()
                            ? octets
                            : text.toString().getBytes(StandardCharsets.ISO_8859_1);
            var tlvs = new Tlvs(List.of(new Tlv(random.nextInt(0x500), Octets.of(octets))));
            var nobody = new SmsAddress(0, 0, "");
            var message =
                    new ShortMessage(
                            "",
                            nobody,
                            nobody,
                            random.nextInt(256),
                            0,
                            "",
                            0,
                            random.nextInt(10),
                            Octets.of(body),
                            tlvs);
            assertThat(ReceiptParser.parse(message).state()).isNotNull();
        }
    }

    @Test
    void onlyTheHeadOfALongTextIsRead() {
        assertThat(parse(" ".repeat(ReceiptParser.MAX_TEXT) + "id:1").messageId()).isEmpty();
        assertThat(parse(" ".repeat(ReceiptParser.MAX_TEXT - 4) + "id:1").messageId())
                .isEqualTo("1");
    }
}
