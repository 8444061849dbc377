package org.fivegmc.core.delivery;

import java.util.List;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.DeviceId;

/// What the machine wants done. [Send], [SubmitParts] and [Report] are carried out only after the
/// new state is durable; [Replan], [Unreached], [PrepareSms], [DropBinding] and [Refuted] at once,
/// within the same turn.
public sealed interface DeliveryEffect {

    /// Send over RCS to these devices, as this attempt.
    record Send(int attempt, List<Binding> devices) implements DeliveryEffect {}

    /// Hand these parts to the gateway.
    ///
    /// @param possibleDuplicate the parts may have been taken before, see [PartState#UNKNOWN]
    record SubmitParts(SmsLeg leg, List<Integer> parts, boolean possibleDuplicate)
            implements DeliveryEffect {}

    /// Submit this report to the sender.
    record Report(ReportKind kind) implements DeliveryEffect {}

    /// Plan again, as soon as it is this delivery's turn.
    record Replan() implements DeliveryEffect {}

    /// RCS has not got it there, for now or for good: find the way it takes without the devices.
    ///
    /// @param refused whether every device has said that it will not take it; otherwise they are as
    ///   good as away
    record Unreached(boolean refused) implements DeliveryEffect {}

    /// Find out how the message can leave by SMS.
    record PrepareSms(RouteReason why) implements DeliveryEffect {}

    /// The device's registration is not valid any more.
    record DropBinding(DeviceId device) implements DeliveryEffect {}

    /// The device has shown that it does not take what it was thought to take.
    ///
    /// @param lacks the capabilities it does not have, as in
    ///   [org.fivegmc.core.subscriber.Capabilities]
    record Refuted(DeviceId device, long lacks) implements DeliveryEffect {}
}
