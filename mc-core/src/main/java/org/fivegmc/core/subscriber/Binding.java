package org.fivegmc.core.subscriber;

/// A device that is registered now.
///
/// @param registeredAtMs time of the last REGISTER, milliseconds since the epoch
/// @param expiresAtMs end of the binding, milliseconds since the epoch
/// @param contact where and how to send, in the edge's own form; opaque to the core
/// @param order the REGISTER it is from
public record Binding(
        DeviceId device,
        Capabilities capabilities,
        long registeredAtMs,
        long expiresAtMs,
        byte[] contact,
        RegisterOrder order) {

    /// One whose REGISTER is not known.
    public Binding(
            DeviceId device,
            Capabilities capabilities,
            long registeredAtMs,
            long expiresAtMs,
            byte[] contact) {
        this(device, capabilities, registeredAtMs, expiresAtMs, contact, RegisterOrder.UNKNOWN);
    }

    public boolean isLive(long nowMs) {
        return nowMs < expiresAtMs;
    }

    public Binding withCapabilities(Capabilities known) {
        return new Binding(device, known, registeredAtMs, expiresAtMs, contact, order);
    }

    public Binding withOrder(RegisterOrder known) {
        return new Binding(device, capabilities, registeredAtMs, expiresAtMs, contact, known);
    }
}
