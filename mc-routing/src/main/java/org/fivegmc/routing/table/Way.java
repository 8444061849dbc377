package org.fivegmc.routing.table;

import org.fivegmc.core.message.Failure;
import org.fivegmc.core.message.RefusalReason;

/// What a row of the [FallbackTable] has done.
public sealed interface Way {

    /// To the devices.
    record Rcs() implements Way {}

    /// By SMS: the text that the sender has brought, or what the network makes of the message.
    record Sms() implements Way {}

    /// By MMS where a gateway for MMS is there, else by SMS as allowed.
    record Mms() implements Way {}

    /// Kept for the next registration, until the message expires or the operator's deadline.
    record Keep() implements Way {}

    /// Taken, and reported as failed.
    record Fail(Failure why) implements Way {}

    /// Not taken.
    record Reject(RefusalReason why) implements Way {}

    Way RCS = new Rcs();
    Way SMS = new Sms();
    Way MMS = new Mms();
    Way KEEP = new Keep();
}
