package org.fivegmc.fallback.link;

/// What the center is told about a [Delivery].
public enum DeliveryAnswer {
    /// It is durable here.
    TAKEN,
    /// There is nobody here with its address.
    NOBODY,
    /// Nobody here will ever take it.
    REFUSED,
    /// It could not be made durable now: to be sent again.
    AGAIN
}
