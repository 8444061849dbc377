package org.fivegmc.fallback.smpp.pdu;

/// What a link is bound for (SMPP 3.4 clause 4.1).
public enum BindMode {
    /// Only receipts and mobile originated messages.
    RECEIVER(0x01),
    /// Only submissions.
    TRANSMITTER(0x02),
    /// Both; the usual choice.
    TRANSCEIVER(0x09);

    private final int command;

    BindMode(int command) {
        this.command = command;
    }

    int command() {
        return command;
    }

    /// Whether submissions are allowed.
    public boolean submits() {
        return this != RECEIVER;
    }
}
