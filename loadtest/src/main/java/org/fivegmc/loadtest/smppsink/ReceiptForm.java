package org.fivegmc.loadtest.smppsink;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import org.jsmpp.bean.OptionalParameter;

/// How a receipt says what became of a message: in the text that SMPP 3.4 appendix B suggests, in
/// parameters, or in both.
enum ReceiptForm {
    TEXT,
    TLV,
    BOTH;

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyMMddHHmm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final byte DELIVERED = 2;
    private static final byte[] NOTHING = new byte[0];
    private static final OptionalParameter[] NONE = new OptionalParameter[0];

    static ReceiptForm named(String word) {
        return Arrays.stream(values())
                .filter(form -> form.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("--receipt-form must be text, tlv or both"));
    }

    /// The short_message.
    byte[] text(String id, Instant submitted, Instant done) {
        if (this == TLV) {
            return NOTHING;
        }
        return ("id:" + id)
                .concat(" sub:001 dlvrd:001 submit date:" + MINUTE.format(submitted))
                .concat(" done date:" + MINUTE.format(done))
                .concat(" stat:DELIVRD err:000 text:")
                .getBytes(US_ASCII);
    }

    /// receipted_message_id and message_state.
    OptionalParameter[] parameters(String id) {
        if (this == TEXT) {
            return NONE;
        }
        return new OptionalParameter[] {
            new OptionalParameter.Receipted_message_id(id),
            new OptionalParameter.Message_state(DELIVERED)
        };
    }
}
