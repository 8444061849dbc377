package org.fivegmc.maap.http;

import java.io.IOException;

/// The body of an answer ends before its end for a reason that is known and has been told: the
/// connection is closed, and it is no fault of ours.
public final class CutShortException extends IOException {
    private static final long serialVersionUID = 1;

    public CutShortException(Throwable cause) {
        super(cause);
    }
}
