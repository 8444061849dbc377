package org.fivegmc.sip.pager;

/// The way a message came, which is the way its recipient gets it where possible. Kept in front of
/// the header fields of a message, as two octets; none stand for pager mode.
public enum ServiceMode {
    /// SIP MESSAGE.
    PAGER('P'),
    /// A session for one message (CPM 2.2 section 7.2.1.2).
    LARGE('L'),
    /// A chat session.
    CHAT('C');

    private final char mark;

    ServiceMode(char mark) {
        this.mark = mark;
    }

    byte mark() {
        return (byte) mark;
    }

    /// The mode of a mark; what is not known is pager mode, which every device has.
    static ServiceMode of(byte mark) {
        for (ServiceMode mode : values()) {
            if (mode.mark == mark) {
                return mode;
            }
        }
        return PAGER;
    }
}
