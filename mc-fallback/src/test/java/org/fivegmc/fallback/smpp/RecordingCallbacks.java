package org.fivegmc.fallback.smpp;

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
final class RecordingCallbacks implements GatewayCallbacks {
    final ConcurrentLinkedQueue<GatewayReceipt> receipts = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<InboundSms> inbound = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<GatewayHealth> healths = new ConcurrentLinkedQueue<>();
    volatile InboundAnswer answer = InboundAnswer.TAKEN;
    volatile Supplier<CompletionStage<Void>> durable =
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
