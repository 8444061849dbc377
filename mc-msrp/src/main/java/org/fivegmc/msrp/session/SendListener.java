package org.fivegmc.msrp.session;

import org.fivegmc.msrp.codec.ByteRange;
import org.fivegmc.msrp.codec.MsrpStatus;

/// Told what becomes of an outgoing message. Called on the session's thread.
public interface SendListener {
    /// Called once.
    void done(SendOutcome outcome);

    /// A REPORT on it, or a failure that came after [#done].
    default void reported(MsrpStatus status, ByteRange range) {}
}
