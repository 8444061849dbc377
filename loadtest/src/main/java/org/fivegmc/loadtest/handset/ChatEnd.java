package org.fivegmc.loadtest.handset;

/// How a session ended. `reason` is the Reason header of their BYE, empty when there was none.
public record ChatEnd(By by, String reason) {
    /// Who ended it.
    public enum By {
        US,
        THEM,
        /// Nobody was told ([ChatSession#vanish]).
        NOBODY
    }
}
