package org.fivegmc.maap.tenant;

import java.util.Locale;
import org.fivegmc.core.message.TrafficClass;

/// What a chatbot may say of the urgency of its messages, see ADR 0040.
///
/// @param usual of messages of which it says nothing that is known here
/// @param highest the most urgent that it may claim
public record Traffic(TrafficClass usual, TrafficClass highest) {

    /// Of a chatbot of which the operator has said nothing: anything but alerts.
    public static final Traffic PLAIN = new Traffic(TrafficClass.USUAL, TrafficClass.VERIFICATION);

    public Traffic {
        if (usual.isAbove(highest)) {
            throw new TenantFault(
                    "traffic: the usual class, "
                            + name(usual)
                            + ", is above the highest, "
                            + name(highest));
        }
    }

    public boolean allows(TrafficClass claimed) {
        return !claimed.isAbove(highest);
    }

    /// As people write it.
    public static String name(TrafficClass one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}
