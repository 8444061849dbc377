package org.fivegmc.maap.submit;

import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.delivery.Outcome;
import org.fivegmc.core.message.RefusalReason;

/// Why a message of a chatbot did not reach its user; each dialect has a table from these to its
/// own codes. Names are part of the stored form.
public enum Cause {
    NO_SUCH_NUMBER,
    NOT_CAPABLE,
    OFFLINE,
    REFUSED,
    SMS_FAILED,
    MMS_FAILED,
    CONTENT,
    UNKNOWN;

    static Cause of(RefusalReason reason) {
        return switch (reason) {
            case NOT_A_NUMBER -> NO_SUCH_NUMBER;
            case UNKNOWN_RECIPIENT -> NOT_CAPABLE;
            case MAILBOX_FULL -> OFFLINE;
            case FORBIDDEN_RECIPIENT, FORBIDDEN_SENDER -> REFUSED;
            case TOO_LARGE -> CONTENT;
            case OVERLOAD, STORE_UNAVAILABLE, DRAINING, NOTHING_REPORTED -> UNKNOWN;
        };
    }

    static Cause of(DeliveryState.Over over) {
        return switch (over.why()) {
            case UNKNOWN -> of(over.outcome());
            case NO_SUCH_NUMBER -> NO_SUCH_NUMBER;
            case NOT_CAPABLE -> NOT_CAPABLE;
            case OFFLINE -> OFFLINE;
            case REFUSED -> REFUSED;
            case SMS -> SMS_FAILED;
            case MMS -> MMS_FAILED;
        };
    }

    private static Cause of(Outcome outcome) {
        return switch (outcome) {
            case EXPIRED -> OFFLINE;
            case FAILED -> REFUSED;
            case SMS_UNCONFIRMED -> SMS_FAILED;
            case DELIVERED_RCS, DELIVERED_SMS, DELIVERED_MMS, REVOKED, PURGED -> UNKNOWN;
        };
    }
}
