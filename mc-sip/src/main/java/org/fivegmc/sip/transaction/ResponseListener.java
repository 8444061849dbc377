package org.fivegmc.sip.transaction;

import org.fivegmc.sip.codec.SipResponse;

/// Hears about one request. Called on an event loop: must not block.
@FunctionalInterface
public interface ResponseListener {
    /// The end; called exactly once.
    void onOutcome(ClientOutcome outcome);

    /// A response 101 to 199; any number before the outcome.
    default void onProvisional(SipResponse response) {}

    /// A further 2xx to an INVITE after the outcome: a repetition, to be answered with the same
    /// ACK, or another branch of a fork (RFC 6026).
    default void onFurther2xx(SipResponse response) {}
}
