package org.fivegmc.wire.sdp;

import java.util.Locale;

/// The attribute `setup` (RFC 4145 section 4).
public enum Setup {
    /// Not said: the offerer connects (RFC 4975 section 5.4).
    ABSENT,
    ACTIVE,
    PASSIVE,
    ACTPASS,
    HOLDCONN;

    /// Reads a value; what is unknown counts as absent.
    static Setup of(String value) {
        for (Setup setup : values()) {
            if (setup != ABSENT && setup.name().equalsIgnoreCase(value)) {
                return setup;
            }
        }
        return ABSENT;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
