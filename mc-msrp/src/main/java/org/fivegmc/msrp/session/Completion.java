package org.fivegmc.msrp.session;

import org.fivegmc.msrp.codec.MsrpStatus;

/// The answer to the chunk that made a message complete, withheld until its owner says what it is.
/// The first call counts. Any thread.
public interface Completion {
    /// The message is safe: the sender may forget it.
    void accept();

    /// The message is not taken.
    void refuse(MsrpStatus status);
}
