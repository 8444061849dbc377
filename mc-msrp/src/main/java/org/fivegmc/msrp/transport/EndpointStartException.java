package org.fivegmc.msrp.transport;

import java.io.Serial;

/// The endpoint cannot start: an address cannot be bound, or keys cannot be made.
public final class EndpointStartException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    EndpointStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
