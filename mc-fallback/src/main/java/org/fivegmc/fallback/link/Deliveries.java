package org.fivegmc.fallback.link;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.fivegmc.fallback.spi.FallbackEvents;
import org.fivegmc.fallback.spi.GatewayCallbacks;
import org.fivegmc.fallback.spi.GatewayReceipt;
import org.fivegmc.fallback.spi.InboundSms;

/// Hands what a center brings to the callbacks of its gateway.
final class Deliveries {
    /// Longest message id that is kept; SMPP allows 65 octets, and a receipt's text some more.
    static final int ID_MAX = 200;

    private final String gateway;
    private final GatewayCallbacks callbacks;
    private final LinkHistory history;
    private final FallbackEvents events;

    Deliveries(
            String gateway,
            GatewayCallbacks callbacks,
            LinkHistory history,
            FallbackEvents events) {
        this.gateway = gateway;
        this.callbacks = callbacks;
        this.history = history;
        this.events = events;
    }

    /// Never throws; a stage that fails means [DeliveryAnswer#AGAIN].
    CompletionStage<DeliveryAnswer> take(Supplier<Delivery> reading) {
        try {
            return switch (reading.get()) {
                case Delivery.Receipt(var receipt) -> receipt(usable(receipt));
                case Delivery.Message(var message) -> message(message);
            };
        } catch (RuntimeException fault) {
            events.fault(gateway, fault);
            return CompletableFuture.failedFuture(fault);
        }
    }

    private CompletionStage<DeliveryAnswer> receipt(GatewayReceipt receipt) {
        events.receipt(gateway, receipt.receipt().state());
        return callbacks.onReceipt(receipt).thenApply(_ -> DeliveryAnswer.TAKEN);
    }

    private CompletionStage<DeliveryAnswer> message(InboundSms message) {
        events.inbound(gateway);
        return callbacks
                .onInbound(message.withLinks(history.times()))
                .thenApply(answer ->
                        switch (answer) {
                            case TAKEN -> DeliveryAnswer.TAKEN;
                            case NOBODY -> refused(message, DeliveryAnswer.NOBODY);
                            case REFUSED -> refused(message, DeliveryAnswer.REFUSED);
                        });
    }

    private DeliveryAnswer refused(InboundSms message, DeliveryAnswer answer) {
        events.inboundRefused(message);
        return answer;
    }

    /// An id that is longer than anything SMPP allows can't be a key; the unit, or the receipt,
    /// counts without it.
    String usableId(String messageId) {
        if (messageId.length() <= ID_MAX) {
            return messageId;
        }
        events.malformed(gateway, "message id too long");
        return "";
    }

    private GatewayReceipt usable(GatewayReceipt receipt) {
        return receipt.messageId().length() <= ID_MAX
                ? receipt
                : receipt.withMessageId(usableId(receipt.messageId()));
    }
}
