package org.fivegmc.fallback.cmpp.pdu;

/// Command_Id (CMPP 3.0 clause 8.2); a response has the highest bit set.
final class CmppCommand {
    static final int RESPONSE = 0x8000_0000;
    static final int CONNECT = 0x01;
    static final int TERMINATE = 0x02;
    static final int SUBMIT = 0x04;
    static final int DELIVER = 0x05;
    static final int ACTIVE_TEST = 0x08;

    private CmppCommand() {}
}
