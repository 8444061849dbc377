package org.fivegmc.core.storage;

/// The row families. Codes are part of the stored form.
public enum Family {
    /// One row per undelivered message: the message and its delivery.
    INBOX(1),
    /// What was accepted, so that a repeated submission is recognised.
    DEDUP(2),
    /// When which delivery wants attention.
    TIMER(3),
    /// Users with their devices.
    SUBSCRIBER(4),
    /// From a gateway's id of a short message to our delivery.
    CORRELATION(5),
    /// Receipts that came before what they are about was known.
    PARKED_RECEIPT(6),
    /// Which attempts a turn has begun, until all of them have ended.
    FLIGHT(7),
    /// Who else uses this center: providers and their chatbots.
    TENANT(8);

    private final int code;

    Family(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
