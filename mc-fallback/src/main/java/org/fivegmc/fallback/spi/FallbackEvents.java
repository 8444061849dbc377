package org.fivegmc.fallback.spi;

import java.time.Duration;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.fallback.receipt.SmsState;

/// What happens in gateways, for meters, logs and alarms. Called by threads of the gateways; must
/// not block. Every method does nothing unless overridden.
public interface FallbackEvents {
    /// Ignores everything.
    static FallbackEvents none() {
        return new FallbackEvents() {};
    }

    /// A unit has its outcome, `elapsed` after it was submitted.
    default void submitted(String gateway, SubmitOutcome outcome, Duration elapsed) {}

    /// A response came after its time and told that the center has the unit, `elapsed` after it was
    /// written.
    default void answeredLate(String gateway, Duration elapsed) {}

    /// The center said slow down; the rate is now so many units per second.
    default void throttled(String gateway, double rate) {}

    /// So many units of a class of traffic wait, told in short steps.
    default void waiting(String gateway, TrafficClass trafficClass, int units) {}

    /// Requests without response on a link changed.
    default void windowInUse(String gateway, int link, int inUse) {}

    /// A link is bound.
    default void linkUp(String gateway, int link) {}

    /// A bound link is gone.
    default void linkDown(String gateway, int link, String reason) {}

    /// ALARM: the center refuses our account. Nothing will go until a person has mended it.
    default void bindRefused(String gateway, int link, int status) {}

    /// ALARM: the same of a center that is asked anew each time; `status` is its answer, for
    /// people.
    default void accountRefused(String gateway, String status) {}

    /// A receipt arrived.
    default void receipt(String gateway, SmsState state) {}

    /// A message from a handset arrived.
    default void inbound(String gateway) {}

    /// A message from a handset was refused for good: nobody here takes it.
    default void inboundRefused(InboundSms message) {}

    /// A receipt or inbound message could not be made durable; the center was asked to send it
    /// again.
    default void deliveryRefused(String gateway) {}

    /// The peer sent what cannot be read or is out of place.
    default void malformed(String gateway, String rule) {}

    /// Code of ours or of a callback threw what it must not.
    default void fault(String gateway, Throwable cause) {}
}
