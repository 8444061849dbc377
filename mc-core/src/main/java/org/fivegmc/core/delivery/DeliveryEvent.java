package org.fivegmc.core.delivery;

import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.core.subscriber.DeviceId;

/// What can happen to a [Delivery].
public sealed interface DeliveryEvent {

    /// It is this delivery's turn, and this is the way it goes now.
    record Planned(RoutePlan plan) implements DeliveryEvent {}

    /// It must wait for its turn.
    record Queued() implements DeliveryEvent {}

    /// The submission is about to be acknowledged: a sender who asked hears what the network does
    /// with it (RFC 5438 section 7.1.1.3).
    record Acknowledged() implements DeliveryEvent {}

    /// An attempt ended at one device.
    record Attempted(int attempt, DeviceId device, AttemptOutcome outcome)
            implements DeliveryEvent {}

    /// The answer to [DeliveryEffect.PrepareSms].
    record SmsPrepared(RouteReason why, SmsPlan plan) implements DeliveryEvent {}

    record PartEnded(int part, PartOutcome outcome) implements DeliveryEvent {}

    /// A receipt about one part; `delivered` or finally not.
    record Receipt(int part, boolean delivered, String cause) implements DeliveryEvent {}

    /// The sender's queue holds this report now.
    record ReportStored(ReportKind kind) implements DeliveryEvent {}

    /// The process started again: nothing that was in flight has an owner any more.
    record Recovered() implements DeliveryEvent {}

    /// [Delivery#dueMs()] has come.
    record Due() implements DeliveryEvent {}

    /// Its sender wants it back.
    record Revoke() implements DeliveryEvent {}

    /// An operator removes it.
    record Purge() implements DeliveryEvent {}
}
