package org.fivegmc.fallback.link;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.fivegmc.fallback.spi.GatewayCallbacks;
import org.fivegmc.fallback.spi.GatewayHealth;
import org.fivegmc.fallback.spi.GatewayReceipt;
import org.fivegmc.fallback.spi.InboundAnswer;
import org.fivegmc.fallback.spi.InboundSms;

/// Keeps what a gateway tells; when it becomes "durable" the test decides.
public final class RecordingCallbacks implements GatewayCallbacks {
    public final ConcurrentLinkedQueue<GatewayReceipt> receipts = new ConcurrentLinkedQueue<>();
    public final ConcurrentLinkedQueue<InboundSms> inbound = new ConcurrentLinkedQueue<>();
    public final ConcurrentLinkedQueue<GatewayHealth> healths = new ConcurrentLinkedQueue<>();
    public volatile InboundAnswer answer = InboundAnswer.TAKEN;
    public volatile Supplier<CompletionStage<Void>> durable =
            () -> CompletableFuture.completedFuture(null);

    @Override
    public CompletionStage<Void> onReceipt(GatewayReceipt receipt) {
        receipts.add(receipt);
        return durable.get();
    }

    @Override
    public CompletionStage<InboundAnswer> onInbound(InboundSms message) {
        inbound.add(message);
        return durable.get().thenApply(_ -> answer);
    }

    @Override
    public void onHealth(String gateway, GatewayHealth health) {
        healths.add(health);
    }
}
