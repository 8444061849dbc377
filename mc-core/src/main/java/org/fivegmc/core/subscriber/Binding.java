package org.fivegmc.core.subscriber;

/// A device that is registered now.
///
/// @param registeredAtMs time of the last REGISTER, milliseconds since the epoch
/// @param expiresAtMs end of the binding, milliseconds since the epoch
/// @param contact where and how to send, in the edge's own form; opaque to the core
public record Binding(
        DeviceId device,
        Capabilities capabilities,
        long registeredAtMs,
        long expiresAtMs,
        byte[] contact) {

    public boolean isLive(long nowMs) {
        return nowMs < expiresAtMs;
    }
}
