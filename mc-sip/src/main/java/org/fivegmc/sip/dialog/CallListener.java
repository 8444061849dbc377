package org.fivegmc.sip.dialog;

import org.fivegmc.sip.codec.SipResponse;

/// Hears of one call. Called on its loop, in order: must not block.
@FunctionalInterface
public interface CallListener {
    /// The end, exactly once, at the latest at the call's deadline; perhaps before [Dialogs#invite]
    /// returns.
    void onOutcome(CallOutcome outcome);

    /// A device answered 101 to 199.
    default void onProgress(int device, SipResponse response) {}

    /// The attempt at one device ended without a session; before the outcome of the call. Attempts
    /// that were given up because the call was over are not told.
    default void onDeviceOver(int device, CallOutcome outcome) {}
}
