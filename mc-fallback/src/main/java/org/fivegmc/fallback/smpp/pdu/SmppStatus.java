package org.fivegmc.fallback.smpp.pdu;

import org.fivegmc.fallback.answer.Meaning;

/// command_status values (SMPP 3.4 clause 5.1.3) and what each means for a submission.
public enum SmppStatus {
    OK(0x00, Meaning.OK, "no error"),
    INVALID_MESSAGE_LENGTH(0x01, Meaning.PERMANENT, "invalid message length"),
    INVALID_COMMAND_LENGTH(0x02, Meaning.PERMANENT, "invalid command length"),
    INVALID_COMMAND_ID(0x03, Meaning.PERMANENT, "invalid command id"),
    INVALID_BIND_STATUS(0x04, Meaning.GATEWAY_DOWN, "incorrect bind status"),
    ALREADY_BOUND(0x05, Meaning.GATEWAY_DOWN, "already bound"),
    INVALID_PRIORITY(0x06, Meaning.PERMANENT, "invalid priority"),
    INVALID_REGISTERED_DELIVERY(0x07, Meaning.PERMANENT, "invalid registered delivery"),
    SYSTEM_ERROR(0x08, Meaning.TRANSIENT, "system error"),
    INVALID_SOURCE(0x0a, Meaning.PERMANENT, "invalid source address"),
    INVALID_DESTINATION(0x0b, Meaning.PERMANENT, "invalid destination address"),
    BIND_FAILED(0x0d, Meaning.GATEWAY_DOWN, "bind failed"),
    INVALID_PASSWORD(0x0e, Meaning.GATEWAY_DOWN, "invalid password"),
    INVALID_SYSTEM_ID(0x0f, Meaning.GATEWAY_DOWN, "invalid system id"),
    QUEUE_FULL(0x14, Meaning.THROTTLED, "message queue full"),
    INVALID_SERVICE_TYPE(0x15, Meaning.PERMANENT, "invalid service type"),
    INVALID_ESM_CLASS(0x43, Meaning.PERMANENT, "invalid esm class"),
    SUBMIT_FAILED(0x45, Meaning.TRANSIENT, "submit failed"),
    INVALID_SOURCE_TON(0x48, Meaning.PERMANENT, "invalid source type of number"),
    INVALID_SOURCE_NPI(0x49, Meaning.PERMANENT, "invalid source numbering plan"),
    INVALID_DESTINATION_TON(0x50, Meaning.PERMANENT, "invalid destination type of number"),
    INVALID_DESTINATION_NPI(0x51, Meaning.PERMANENT, "invalid destination numbering plan"),
    INVALID_SYSTEM_TYPE(0x53, Meaning.GATEWAY_DOWN, "invalid system type"),
    THROTTLED(0x58, Meaning.THROTTLED, "throttled"),
    INVALID_SCHEDULE(0x61, Meaning.PERMANENT, "invalid scheduled delivery time"),
    INVALID_VALIDITY(0x62, Meaning.PERMANENT, "invalid validity period"),
    APPLICATION_TEMPORARY(0x64, Meaning.TRANSIENT, "temporary application error"),
    APPLICATION_PERMANENT(0x65, Meaning.PERMANENT, "permanent application error"),
    APPLICATION_REJECTED(0x66, Meaning.PERMANENT, "rejected by application"),
    INVALID_TLV_STREAM(0xc0, Meaning.PERMANENT, "error in optional part"),
    TLV_NOT_ALLOWED(0xc1, Meaning.PERMANENT, "optional parameter not allowed"),
    INVALID_TLV_LENGTH(0xc2, Meaning.PERMANENT, "invalid parameter length"),
    MISSING_TLV(0xc3, Meaning.PERMANENT, "optional parameter missing"),
    INVALID_TLV_VALUE(0xc4, Meaning.PERMANENT, "invalid optional parameter value"),
    DELIVERY_FAILURE(0xfe, Meaning.TRANSIENT, "delivery failure"),
    UNKNOWN_ERROR(0xff, Meaning.TRANSIENT, "unknown error");

    private final int code;
    private final Meaning meaning;
    private final String text;

    SmppStatus(int code, Meaning meaning, String text) {
        this.code = code;
        this.meaning = meaning;
        this.text = text;
    }

    /// The value on the wire.
    public int code() {
        return code;
    }

    /// What the value means; one the standard does not know is taken for [Meaning#TRANSIENT], as
    /// most vendor codes are.
    public static Meaning meaning(int code) {
        for (SmppStatus status : values()) {
            if (status.code == code) {
                return status.meaning;
            }
        }
        return Meaning.TRANSIENT;
    }

    /// For people: text and code.
    public static String describe(int code) {
        for (SmppStatus status : values()) {
            if (status.code == code) {
                return String.format("%s (0x%02x)", status.text, code);
            }
        }
        return String.format("vendor error (0x%02x)", code);
    }

    /// Whether a bind refused with this code needs a person: wrong account, not a busy center.
    public static boolean refusesCredentials(int code) {
        return code == BIND_FAILED.code
                || code == INVALID_PASSWORD.code
                || code == INVALID_SYSTEM_ID.code
                || code == INVALID_SYSTEM_TYPE.code;
    }
}
