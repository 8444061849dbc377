package org.fivegmc.fallback.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.fivegmc.core.center.InboundReceipt;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.GatewayMessageKey;
import org.fivegmc.fallback.receipt.SmsState;
import org.fivegmc.fallback.spi.GatewayCallbacks;
import org.fivegmc.fallback.spi.GatewayHealth;
import org.fivegmc.fallback.spi.GatewayReceipt;
import org.fivegmc.fallback.spi.InboundAnswer;
import org.fivegmc.fallback.spi.InboundSms;
import org.fivegmc.fallback.text.SmsAddress;
import org.fivegmc.wire.uri.NumberPlan;
import org.fivegmc.core.message.Msisdn;

/// Takes what gateways send on their own: messages of handsets go to who takes them, receipts to
/// the core. The gateway answers its center when the core has made a receipt durable. What the core
/// can't take now is offered again for a while before it is refused: many centers never repeat a
/// receipt, and open ones make the gateway stop reading. Thread-safe.
public final class ReceiptInbox implements GatewayCallbacks {

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final BiConsumer<InboundReceipt, Consumer<Boolean>> core;
    private final BiConsumer<String, GatewayHealth> health;
    private final Function<InboundSms, CompletionStage<InboundAnswer>> messages;
    private final NumberPlan numbers;
    private final Duration patience;

    /// @param core takes a final receipt and tells whether it is durable
    /// @param health told when a gateway's state changes
    /// @param messages takes what handsets write
    /// @param patience how long a receipt is offered to the core before it is refused
    public ReceiptInbox(
            BiConsumer<InboundReceipt, Consumer<Boolean>> core,
            BiConsumer<String, GatewayHealth> health,
            Function<InboundSms, CompletionStage<InboundAnswer>> messages,
            NumberPlan numbers,
            Duration patience) {
        this.core = core;
        this.health = health;
        this.messages = messages;
        this.numbers = numbers;
        this.patience = patience;
    }

    @Override
    public CompletionStage<Void> onReceipt(GatewayReceipt receipt) {
        var settled = new CompletableFuture<Void>();
        int reference = receipt.receipt().userMessageReference();
        if (!receipt.isFinal() || id(receipt).isEmpty()) {
            settled.complete(null);
            return settled;
        }
        var inbound =
                new InboundReceipt(
                        new GatewayMessageKey(receipt.gateway(), id(receipt)),
                        receipt.receipt().state() == SmsState.DELIVERED,
                        receipt.receipt().state() + " " + receipt.receipt().error(),
                        reference,
                        receipt.submittedAtMs(),
                        candidates(receipt));
        offer(inbound, System.nanoTime() + patience.toNanos(), settled);
        return settled;
    }

    /// Under what it is looked up and parked; empty when it says nothing about which message it is.
    private static String id(GatewayReceipt receipt) {
        int reference = receipt.receipt().userMessageReference();
        if (!receipt.messageId().isEmpty()) {
            return receipt.messageId();
        }
        if (reference >= 0) {
            return "umr-" + reference;
        }
        return receipt.submittedAtMs() == GatewayReceipt.NO_TIME
                ? ""
                : "time-" + receipt.submittedAtMs() + "-" + receipt.source().digits();
    }

    private void offer(InboundReceipt receipt, long until, CompletableFuture<Void> settled) {
        core.accept(
                receipt,
                durable -> {
                    if (durable) {
                        settled.complete(null);
                    } else if (System.nanoTime() + PAUSE.toNanos() - until < 0) {
                        CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                                .execute(() -> offer(receipt, until, settled));
                    } else {
                        settled.completeExceptionally(
                                new IllegalStateException("the receipt could not be stored"));
                    }
                });
    }

    /// Whom it may be about: some centers swap the addresses.
    private List<UserAddress> candidates(GatewayReceipt receipt) {
        var users = new ArrayList<UserAddress>(2);
        for (SmsAddress address : List.of(receipt.source(), receipt.destination())) {
            long digits = numbers.number(address.digits());
            if (digits == NumberPlan.NOT_A_NUMBER && address.digits().matches("[1-9][0-9]{7,14}")) {
                digits = Long.parseLong(address.digits());
            }
            if (digits != NumberPlan.NOT_A_NUMBER) {
                users.add(new Msisdn(digits));
            }
        }
        return users;
    }

    @Override
    public CompletionStage<InboundAnswer> onInbound(InboundSms message) {
        return messages.apply(message);
    }

    @Override
    public void onHealth(String gateway, GatewayHealth changed) {
        health.accept(gateway, changed);
    }
}
