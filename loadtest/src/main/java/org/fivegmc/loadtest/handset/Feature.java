package org.fivegmc.loadtest.handset;

import java.util.EnumSet;
import java.util.Set;

/// What a handset tells at registration that it can receive (RCC.07 section 2.4).
public enum Feature {
    /// Standalone messages in a SIP MESSAGE.
    PAGER,
    /// Standalone messages over MSRP.
    LARGE,
    DEFERRED,
    CHAT,
    FILES,
    GEOLOCATION,
    /// Standalone messages with chatbots.
    CHATBOTS;

    /// What a client of UP 2.4 can.
    public static Set<Feature> up24() {
        return EnumSet.allOf(Feature.class);
    }
}
