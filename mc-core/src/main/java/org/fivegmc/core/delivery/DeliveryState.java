package org.fivegmc.core.delivery;

import java.util.List;
import org.fivegmc.core.message.Failure;
import org.fivegmc.core.subscriber.DeviceId;

/// Where a delivery is. [DeliveryMachine] draws the transitions.
public sealed interface DeliveryState {

    /// Waits.
    ///
    /// @param wakeAtMs when to plan again, if nothing else happens first
    /// @param fallbackAtMs when to give up on RCS, as far as the policy sets a deadline
    record Held(HoldReason reason, long wakeAtMs, long fallbackAtMs) implements DeliveryState {}

    /// An attempt is in flight to one or more devices.
    ///
    /// @param leaseAtMs when the attempt counts as lost, should an outcome never come
    record Sending(List<Leg> legs, long leaseAtMs, long fallbackAtMs) implements DeliveryState {}

    /// Decided for SMS: it will never travel by RCS again.
    ///
    /// @param retryAtMs when parts that wait are handed over again
    /// @param patienceAtMs when waiting for answers or receipts ends
    record Sms(SmsLeg leg, long retryAtMs, long patienceAtMs) implements DeliveryState {

        public long wakeAtMs() {
            return leg.any(PartState.WAITING) ? Math.min(retryAtMs, patienceAtMs) : patienceAtMs;
        }
    }

    /// Ended. The row stays until the sender's reports are stored.
    ///
    /// @param why what is known of the reason, where it has failed
    record Over(Outcome outcome, long wakeAtMs, Failure why) implements DeliveryState {

        public Over(Outcome outcome, long wakeAtMs) {
            this(outcome, wakeAtMs, Failure.UNKNOWN);
        }
    }

    /// One device within an attempt.
    ///
    /// @param notBeforeMs when the device wants to be asked again, as far as it said so; 0 for
    ///   nothing. Not stored
    record Leg(DeviceId device, LegState state, long notBeforeMs) {

        public Leg(DeviceId device, LegState state) {
            this(device, state, 0);
        }
    }

    /// How far one device is within an attempt.
    enum LegState {
        PENDING,
        ACCEPTED,
        /// May work later on the same registration.
        RETRY,
        /// May work after the next registration.
        OFFLINE,
        NOT_POSSIBLE
    }
}
