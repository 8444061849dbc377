package org.fivegmc.core.message;

/// Why a submission was not accepted. Each edge has one table from these to its own codes; the
/// texts are what a person reads.
public enum RefusalReason {
    OVERLOAD("the server is busy, try again later"),
    STORE_UNAVAILABLE("the server can't store messages at the moment, try again later"),
    DRAINING("the server is being shut down"),
    MAILBOX_FULL("the recipient's mailbox is full"),
    NOT_A_NUMBER("the recipient is not a valid telephone number"),
    UNKNOWN_RECIPIENT("the recipient is not a user of this service and no fallback applies"),
    FORBIDDEN_RECIPIENT("messages to this number are not allowed"),
    FORBIDDEN_SENDER("the sender may not send messages"),
    NOTHING_REPORTED("there is no message this report could be about"),
    TOO_LARGE("the message is too large");

    private final String text;

    RefusalReason(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /// Whether the same may be accepted in a moment.
    public boolean isTemporary() {
        return this == OVERLOAD || this == STORE_UNAVAILABLE || this == DRAINING;
    }
}
