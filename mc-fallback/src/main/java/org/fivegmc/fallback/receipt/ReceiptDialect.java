package org.fivegmc.fallback.receipt;

import java.util.List;

/// How one gateway spells message ids: many write another form into the receipt than into
/// submit_sm_resp, and which one is agreed bilaterally.
///
/// @param submitSteps applied in order to the id of submit_sm_resp
/// @param receiptSteps applied in order to the id of a receipt
/// @param key what ties a receipt to its submission
public record ReceiptDialect(List<IdStep> submitSteps, List<IdStep> receiptSteps, Key key) {
    /// What ties a receipt to its submission.
    public enum Key {
        /// The normalised message id.
        MESSAGE_ID,
        /// Our user_message_reference together with the destination, for centers whose ids mean
        /// nothing.
        USER_MESSAGE_REFERENCE
    }

    /// Copies the lists.
    public ReceiptDialect {
        submitSteps = List.copyOf(submitSteps);
        receiptSteps = List.copyOf(receiptSteps);
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
            case USER_MESSAGE_REFERENCE -> "";
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
