package org.fivegmc.core.storage;

import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.UserAddress;

/// What a stored delivery tells about its place in the queue, without the message itself.
///
/// @param report whether the message is a report
public record InboxEntry(MessageId id, UserAddress sender, boolean report, DeliveryState state) {

    public static InboxEntry of(Delivery delivery) {
        return new InboxEntry(
                delivery.message().id(),
                delivery.message().sender(),
                delivery.message().isReport(),
                delivery.state());
    }
}
