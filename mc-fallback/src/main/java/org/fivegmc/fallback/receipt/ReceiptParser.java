package org.fivegmc.fallback.receipt;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Function;
import org.fivegmc.fallback.smpp.pdu.ShortMessage;
import org.fivegmc.fallback.smpp.pdu.Tlv;
import org.fivegmc.fallback.smpp.pdu.Tlvs;
import org.fivegmc.fallback.text.Octets;
import org.fivegmc.fallback.text.SmsCoding;
import org.fivegmc.fallback.text.UserDataHeader;

/// Reads delivery receipts: TLVs first, what they leave open from the text of SMPP 3.4 appendix B
///
/// ```
/// id:IIIIIIIIII sub:SSS dlvrd:DDD submit date:YYMMDDhhmm done date:YYMMDDhhmm stat:DDDDDDD err:E Text: ...
/// ```
///
/// Centers leave parts out, change the case, pad, leave values empty, put a blank after the colon.
/// So the text is searched for known keys, every one optional, in any order; everything else is
/// skipped. Nothing makes it throw.
public final class ReceiptParser {
    /// `sub` and `dlvrd` count what is always one message; they only delimit other values.
    private static final String[] KEYS = {
        "id:", "sub:", "dlvrd:", "submit date:", "done date:", "stat:", "err:", "text:"
    };

    /// Characters of the text looked at; a receipt has about 120.
    static final int MAX_TEXT = 1000;

    private ReceiptParser() {}

    /// Whether an unmarked message reads like a receipt: it names an id and a state that is known.
    /// A person can write that, so it is only asked for centers that forget the mark.
    public static boolean looksLikeOne(ShortMessage message) {
        DeliveryReceipt read = parse(message);
        return !message.hasHeader()
                && !read.messageId().isEmpty()
                && read.state() != SmsState.UNKNOWN;
    }

    /// Reads the receipt in a deliver_sm.
    public static DeliveryReceipt parse(ShortMessage message) {
        return parse(message, SmsState::ofText);
    }

    /// @param words what the center's `stat:` words mean
    public static DeliveryReceipt parse(ShortMessage message, Function<String, SmsState> words) {
        Octets userData = message.userData();
        Octets body =
                message.hasHeader()
                        ? userData.from(UserDataHeader.length(userData.array()))
                        : userData;
        return parse(text(message.dataCoding(), body), message.tlvs(), words);
    }

    /// Reads a receipt from its text and TLVs; either may be empty.
    public static DeliveryReceipt parse(String text, Tlvs tlvs) {
        return parse(text, tlvs, SmsState::ofText);
    }

    private static DeliveryReceipt parse(String text, Tlvs tlvs, Function<String, SmsState> words) {
        String head = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
        String id = tlvs.text(Tlv.RECEIPTED_MESSAGE_ID).strip();
        OptionalInt state = tlvs.number(Tlv.MESSAGE_STATE);
        return new DeliveryReceipt(
                id.isEmpty() ? value(head, "id:") : id,
                state.isPresent()
                        ? SmsState.ofTlv(state.getAsInt())
                        : words.apply(value(head, "stat:")),
                value(head, "err:"),
                networkError(tlvs),
                tlvs.number(Tlv.USER_MESSAGE_REFERENCE).orElse(DeliveryReceipt.NO_REFERENCE),
                value(head, "submit date:"),
                value(head, "done date:"));
    }

    private static String text(int dataCoding, Octets body) {
        return dataCoding == SmsCoding.UCS2.dataCoding()
                ? SmsCoding.UCS2.decode(body.array())
                : new String(body.array(), StandardCharsets.ISO_8859_1);
    }

    private static String networkError(Tlvs tlvs) {
        Octets value = tlvs.value(Tlv.NETWORK_ERROR_CODE).orElse(Octets.empty());
        return value.length() != 3 ? "" : value.array()[0] + "/" + (value.from(1).toInt() & 0xffff);
    }

    /// The word after the first occurrence of a key, before the free text begins.
    private static String value(String text, String key) {
        int at = 0;
        while (at < text.length()) {
            String found = keyAt(text, at);
            if (found.equals(key)) {
                return word(text, at + key.length());
            }
            if (found.equals("text:")) {
                return "";
            }
            at = found.isEmpty() ? nextWord(text, at) : at + found.length();
        }
        return "";
    }

    private static String word(String text, int from) {
        int start = skipBlanks(text, from);
        if (!keyAt(text, start).isEmpty()) {
            return "";
        }
        int end = start;
        while (end < text.length() && !blank(text.charAt(end))) {
            end++;
        }
        return text.substring(start, end);
    }

    private static String keyAt(String text, int at) {
        for (String key : KEYS) {
            if (text.regionMatches(true, at, key, 0, key.length())) {
                return key.toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    private static int nextWord(String text, int from) {
        int at = from;
        while (at < text.length() && !blank(text.charAt(at))) {
            at++;
        }
        return skipBlanks(text, at);
    }

    private static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && blank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /// NUL too: some centers write one at the end.
    private static boolean blank(char c) {
        return c <= ' ';
    }
}
