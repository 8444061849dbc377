package org.fivegmc.core.delivery;

import java.util.List;

/// What became of a delivery by one event.
///
/// @param ignored true when the event did not apply; `delivery` is then unchanged
public record Step(Delivery delivery, List<DeliveryEffect> effects, boolean ignored) {

    static Step of(Delivery delivery, DeliveryEffect... effects) {
        return new Step(delivery, List.of(effects), false);
    }

    static Step ignore(Delivery delivery) {
        return new Step(delivery, List.of(), true);
    }
}
