package org.fivegmc.fallback.spi;

import java.util.concurrent.CompletionStage;

/// What a gateway tells on its own. Called by a thread of the gateway; must return without
/// blocking.
///
/// The center is answered after the stage has completed, so complete it when the matter is durable.
/// If it fails, or does not complete in time, the center is told a temporary error and sends again.
public interface GatewayCallbacks {
    /// A receipt.
    CompletionStage<Void> onReceipt(GatewayReceipt receipt);

    /// A message from a handset.
    CompletionStage<InboundAnswer> onInbound(InboundSms message);

    /// The state changed.
    void onHealth(String gateway, GatewayHealth health);
}
