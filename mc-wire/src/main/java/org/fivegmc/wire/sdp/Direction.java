package org.fivegmc.wire.sdp;

import java.util.Locale;

/// Who may send (RFC 8866 section 6.7), from the view of whoever wrote the description.
public enum Direction {
    SENDRECV(true, true),
    SENDONLY(true, false),
    RECVONLY(false, true),
    INACTIVE(false, false);

    private final boolean sends;
    private final boolean receives;

    Direction(boolean sends, boolean receives) {
        this.sends = sends;
        this.receives = receives;
    }

    public boolean sends() {
        return sends;
    }

    public boolean receives() {
        return receives;
    }

    /// The attribute's name.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What is left of our wish under an offer (RFC 3264 section 6.1).
    public static Direction answering(Direction offered, Direction wished) {
        boolean sends = wished.sends && offered.receives;
        boolean receives = wished.receives && offered.sends;
        if (sends) {
            return receives ? SENDRECV : SENDONLY;
        }
        return receives ? RECVONLY : INACTIVE;
    }
}
