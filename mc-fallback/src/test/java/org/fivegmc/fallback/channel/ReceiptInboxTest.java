package org.fivegmc.fallback.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.fivegmc.core.center.InboundReceipt;
import org.fivegmc.fallback.receipt.DeliveryReceipt;
import org.fivegmc.fallback.receipt.SmsState;
import org.fivegmc.fallback.spi.GatewayReceipt;
import org.fivegmc.fallback.spi.InboundAnswer;
import org.fivegmc.fallback.text.SmsAddress;
import org.fivegmc.wire.uri.NumberPlan;
import org.junit.jupiter.api.Test;

class ReceiptInboxTest {

    private final AtomicInteger offered = new AtomicInteger();

    private ReceiptInbox inbox(int failures, Duration patience) {
        return new ReceiptInbox(
                (InboundReceipt _, Consumer<Boolean> done) ->
                        done.accept(offered.incrementAndGet() > failures),
                (_, _) -> {},
                _ -> CompletableFuture.completedFuture(InboundAnswer.NOBODY),
                NumberPlan.china(),
                patience);
    }

    private static GatewayReceipt receipt() {
        var number = SmsAddress.international("8613800000001");
        return new GatewayReceipt(
                "g1",
                "id-1",
                number,
                number,
                false,
                GatewayReceipt.NO_TIME,
                new DeliveryReceipt("id-1", SmsState.DELIVERED, "000", "", -1, "", ""));
    }

    /// A busy core, or a store that is away for a moment, costs no receipt.
    @Test
    void offersAReceiptAgainUntilItIsDurable() throws Exception {
        CompletableFuture<Void> settled =
                inbox(2, Duration.ofSeconds(30)).onReceipt(receipt()).toCompletableFuture();
        assertThat(settled).isNotDone();
        settled.get(10, TimeUnit.SECONDS);
        assertThat(offered).hasValue(3);
    }

    @Test
    void refusesAReceiptInTheEnd() {
        CompletableFuture<Void> settled =
                inbox(Integer.MAX_VALUE, Duration.ofMillis(600))
                        .onReceipt(receipt())
                        .toCompletableFuture();
        assertThatThrownBy(() -> settled.get(10, TimeUnit.SECONDS))
                .hasRootCauseMessage("the receipt could not be stored");
        assertThat(offered.get()).isBetween(2, 3);
    }
}
