package org.fivegmc.maap.content.store;

import java.io.IOException;

/// What is behind the store can't be reached or does not do what it should: later it may. Nothing
/// that was taken is lost. Whoever throws it has told the log and the meters.
public final class StoreUnavailableException extends IOException {
    private static final long serialVersionUID = 1;

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreUnavailableException(String message) {
        super(message);
    }
}
