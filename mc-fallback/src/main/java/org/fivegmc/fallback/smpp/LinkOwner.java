package org.fivegmc.fallback.smpp;

import java.util.concurrent.CompletionStage;
import org.fivegmc.fallback.smpp.pdu.ShortMessage;
import org.fivegmc.fallback.smpp.pdu.SmppStatus;

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

    /// A deliver_sm; answered with the status the stage brings, or with
    /// [SmppStatus#APPLICATION_TEMPORARY] if it fails.
    CompletionStage<SmppStatus> delivered(ShortMessage message);

    /// The center was asked to send a deliver_sm again.
    void deliveryRefused();

    /// The peer sent something unreadable or out of place.
    void malformed(String rule);
}
