package org.fivegmc.fallback.smpp.pdu;

/// Command identifiers (SMPP 3.4 clause 5.1.2.1); a response has the highest bit set.
final class CommandId {
    static final int RESPONSE = 0x8000_0000;
    static final int GENERIC_NACK = RESPONSE;
    static final int SUBMIT_SM = 0x04;
    static final int DELIVER_SM = 0x05;
    static final int UNBIND = 0x06;
    static final int ENQUIRE_LINK = 0x15;

    private CommandId() {}
}
