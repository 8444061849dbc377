package org.fivegmc.maap.submit;

import org.fivegmc.core.subscriber.Capabilities;

/// What this center knows of somebody a chatbot asks about.
public sealed interface Contact {

    /// An RCS user who was here.
    ///
    /// @param can what one of the devices can, or could when it was last here
    record Known(Capabilities can) implements Contact {}

    /// No RCS user, or one that was never here.
    record Unknown() implements Contact {}

    /// Nothing can be said now; the same question may come again.
    record Busy() implements Contact {}
}
