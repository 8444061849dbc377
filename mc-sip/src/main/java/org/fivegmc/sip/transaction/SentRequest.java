package org.fivegmc.sip.transaction;

/// A request under way.
@FunctionalInterface
public interface SentRequest {
    /// Cancels an INVITE as soon as a provisional response allows it (RFC 3261 section 9.1);
    /// nothing for other methods. Any thread.
    ///
    /// @param reason value of the CANCEL's Reason (RFC 3326); empty for none
    void cancel(String reason);

    /// Cancels without a reason.
    default void cancel() {
        cancel("");
    }
}
