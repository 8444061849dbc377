package org.fivegmc.fallback.smpp;

import java.util.concurrent.CompletionStage;
import org.fivegmc.fallback.smpp.pdu.ShortMessage;

/// What a link tells its gateway, on the gateway's event loop.
interface LinkOwner {
    /// The link can submit.
    void bound(SmppLink link);

    /// The link cannot submit any more; all its requests have been answered before this call.
    void lost(SmppLink link, String reason);

    /// The center refuses the account.
    void refused(SmppLink link, int status);

    /// The window has room again.
    void room(SmppLink link);

    /// A deliver_sm; answered when the stage completes.
    CompletionStage<Void> delivered(ShortMessage message);

    /// A deliver_sm was answered with an error.
    void deliveryRefused();

    /// The peer sent something unreadable or out of place.
    void malformed(String rule);
}
