package org.fivegmc.sip.transport;

/// The stack cannot start: an address that cannot be bound, or TLS without keys.
public final class SipStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SipStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
