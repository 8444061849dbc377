package org.fivegmc.fallback.receipt;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fivegmc.fallback.spi.GatewayReceipt;

/// How one gateway writes receipts. Many spell the message id otherwise than in submit_sm_resp, and
/// some have words of their own for what became of a message; both is agreed bilaterally.
///
/// @param submitSteps applied in order to the id of submit_sm_resp
/// @param receiptSteps applied in order to the id of a receipt
/// @param key what ties a receipt to its submission
/// @param states what the center's own `stat:` words mean, in capitals; any other word is read as
///   the standard has it
/// @param zone of the dates in receipts, which tell none
public record ReceiptDialect(
        List<IdStep> submitSteps,
        List<IdStep> receiptSteps,
        Key key,
        Map<String, SmsState> states,
        ZoneId zone) {
    private static final int SHORT_DATE = 10;
    private static final int LONG_DATE = 12;
    private static final int CENTURY = 2000;

    /// What ties a receipt to its submission.
    public enum Key {
        /// The normalised message id.
        MESSAGE_ID,
        /// Our user_message_reference together with the destination, for centers whose ids mean
        /// nothing.
        USER_MESSAGE_REFERENCE,
        /// The destination and the time of submission, for centers that return neither.
        DESTINATION_TIME
    }

    /// Standard words, and dates in UTC.
    private ReceiptDialect(List<IdStep> submitSteps, List<IdStep> receiptSteps, Key key) {
        this(submitSteps, receiptSteps, key, Map.of(), ZoneOffset.UTC);
    }

    /// Copies the lists.
    public ReceiptDialect {
        submitSteps = List.copyOf(submitSteps);
        receiptSteps = List.copyOf(receiptSteps);
        states = Map.copyOf(states);
    }

    /// Same spelling on both sides.
    public static ReceiptDialect asIs() {
        return new ReceiptDialect(List.of(), List.of(), Key.MESSAGE_ID);
    }

    /// Hexadecimal in submit_sm_resp, decimal in the receipt.
    public static ReceiptDialect hexToDec() {
        return new ReceiptDialect(
                List.of(IdStep.HEX_TO_DEC), List.of(IdStep.STRIP_ZEROS), Key.MESSAGE_ID);
    }

    /// Decimal in submit_sm_resp, hexadecimal in the receipt.
    public static ReceiptDialect decToHex() {
        return new ReceiptDialect(
                List.of(IdStep.DEC_TO_HEX),
                List.of(IdStep.LOWER_CASE, IdStep.STRIP_ZEROS),
                Key.MESSAGE_ID);
    }

    /// Leading zeros on one of the sides.
    public static ReceiptDialect stripZeros() {
        return new ReceiptDialect(
                List.of(IdStep.STRIP_ZEROS), List.of(IdStep.STRIP_ZEROS), Key.MESSAGE_ID);
    }

    /// Letters in another case on one of the sides.
    public static ReceiptDialect anyCase() {
        return new ReceiptDialect(
                List.of(IdStep.LOWER_CASE), List.of(IdStep.LOWER_CASE), Key.MESSAGE_ID);
    }

    /// Receipts are found by user_message_reference: ids are not looked at.
    public static ReceiptDialect byReference() {
        return new ReceiptDialect(List.of(), List.of(), Key.USER_MESSAGE_REFERENCE);
    }

    /// Receipts are found by destination and time: ids are not looked at.
    public static ReceiptDialect byDestinationAndTime() {
        return new ReceiptDialect(List.of(), List.of(), Key.DESTINATION_TIME);
    }

    /// The same with the center's own words.
    public ReceiptDialect withStates(Map<String, SmsState> words) {
        return new ReceiptDialect(submitSteps, receiptSteps, key, words, zone);
    }

    /// The same with the zone of the center's dates.
    public ReceiptDialect withZone(ZoneId other) {
        return new ReceiptDialect(submitSteps, receiptSteps, key, states, other);
    }

    /// What a `stat:` word means here.
    public SmsState state(String word) {
        SmsState own = states.get(word.toUpperCase(Locale.ROOT));
        return own == null ? SmsState.ofText(word) : own;
    }

    /// Milliseconds since the epoch of a date `YYMMDDhhmm` or `YYMMDDhhmmss` of a receipt, if
    /// receipts are found by it and it can be read; else [GatewayReceipt#NO_TIME].
    public long submittedAtMs(String date) {
        boolean readable =
                key == Key.DESTINATION_TIME
                        && (date.length() == SHORT_DATE || date.length() == LONG_DATE)
                        && date.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!readable) {
            return GatewayReceipt.NO_TIME;
        }
        int second = date.length() == LONG_DATE ? two(date, SHORT_DATE) : 0;
        try {
            return LocalDateTime.of(
                            CENTURY + two(date, 0),
                            two(date, 2),
                            two(date, 4),
                            two(date, 6),
                            two(date, 8),
                            second)
                    .atZone(zone)
                    .toInstant()
                    .toEpochMilli();
        } catch (DateTimeException _) {
            return GatewayReceipt.NO_TIME;
        }
    }

    private static int two(String digits, int at) {
        return Integer.parseInt(digits, at, at + 2, 10);
    }

    /// The form of a submit_sm_resp id under which it is stored; empty when ids are not looked at.
    public String submitId(String raw) {
        return normalised(submitSteps, raw);
    }

    /// The form of a receipt id under which it is looked up; empty when ids are not looked at.
    public String receiptId(String raw) {
        return normalised(receiptSteps, raw);
    }

    private String normalised(List<IdStep> steps, String raw) {
        return switch (key) {
            case MESSAGE_ID -> apply(steps, raw);
            case USER_MESSAGE_REFERENCE, DESTINATION_TIME -> "";
        };
    }

    private static String apply(List<IdStep> steps, String raw) {
        String id = raw.strip();
        for (IdStep step : steps) {
            id = step.apply(id);
        }
        return id;
    }
}
