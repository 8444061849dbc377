package org.fivegmc.fallback.inbound;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.fivegmc.fallback.spi.InboundAnswer;
import org.fivegmc.fallback.spi.InboundSms;
import org.fivegmc.fallback.spi.MessageTaker;
import org.fivegmc.fallback.text.TextCoding;

/// Takes messages of handsets from gateways: what is for nobody is refused, what is whole goes on,
/// parts wait for each other. Thread-safe.
public final class MessageInbox implements Function<InboundSms, CompletionStage<InboundAnswer>> {

    private final MessageTaker taker;
    private final PartBuffer parts;

    public MessageInbox(MessageTaker taker, PartBuffer parts) {
        this.taker = taker;
        this.parts = parts;
    }

    @Override
    public CompletionStage<InboundAnswer> apply(InboundSms message) {
        if (!taker.serves(message.destination().digits())) {
            return CompletableFuture.completedFuture(InboundAnswer.NOBODY);
        }
        if (message.coding() == TextCoding.NONE) {
            return CompletableFuture.completedFuture(InboundAnswer.REFUSED);
        }
        return message.number().concatenated() ? parts.take(message) : taker.take(message, 1);
    }
}
