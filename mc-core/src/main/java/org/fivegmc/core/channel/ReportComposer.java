package org.fivegmc.core.channel;

import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.message.Submission;

/// Writes the report that the network itself sends about a message, as a submission to the
/// message's sender.
@FunctionalInterface
public interface ReportComposer {

    /// @param about with how it ended, if it has
    /// @param nowMs milliseconds since the epoch
    Submission compose(Delivery about, ReportKind kind, long nowMs);
}
