package org.fivegmc.maap.submit;

import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.maap.quota.Exceeded;

/// What became of a message as a whole; what a recipient can't get is told later.
public sealed interface Submitted {

    /// All that can be said is durable, for every recipient.
    record Taken() implements Submitted {}

    /// Some or all of it was not taken: the same request again takes the rest, and nothing twice.
    record Busy(RefusalReason reason) implements Submitted {}

    /// Nothing of it was taken.
    record OverQuota(Exceeded what) implements Submitted {}
}
