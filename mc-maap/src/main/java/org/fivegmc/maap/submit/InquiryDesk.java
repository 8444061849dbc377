package org.fivegmc.maap.submit;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.Subscriber;

/// Asks the core. Thread-safe; answers come on shard writers.
public final class InquiryDesk implements Inquiries {

    private final MessageCenter center;
    private final InstantSource clock;

    public InquiryDesk(MessageCenter center, InstantSource clock) {
        this.center = center;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Contact> contact(Msisdn user) {
        return center.subscriber(user)
                .<Contact>thenApply(found ->
                        found.filter(Subscriber::rcs)
                                .map(this::can)
                                .filter(can -> (can.bits() & Capabilities.EVERYTHING) != 0)
                                .<Contact>map(Contact.Known::new)
                                .orElseGet(Contact.Unknown::new))
                .exceptionally(_ -> new Contact.Busy());
    }

    private Capabilities can(Subscriber user) {
        return user.live(clock.millis()).stream()
                .map(Binding::capabilities)
                .reduce(Capabilities::union)
                .orElse(user.lastCapabilities());
    }

    @Override
    public CompletableFuture<Progress> progress(
            ChatbotAddress chatbot, Msisdn recipient, ImdnMessageId id) {
        return center.acceptedBefore(chatbot, recipient, id)
                .thenCompose(accepted ->
                        accepted.isEmpty()
                                ? CompletableFuture.completedFuture(Progress.UNKNOWN)
                                : center.delivery(recipient, accepted.get())
                                        .thenApply(InquiryDesk::of))
                .exceptionally(_ -> Progress.BUSY);
    }

    private static Progress of(Optional<Delivery> stored) {
        if (stored.isEmpty()) {
            return Progress.ENDED;
        }
        if (!(stored.get().state() instanceof DeliveryState.Over over)) {
            return Progress.PENDING;
        }
        return switch (over.outcome()) {
            case DELIVERED_RCS, DELIVERED_SMS, DELIVERED_MMS -> Progress.DELIVERED;
            case REVOKED -> Progress.CANCELLED;
            case FAILED, EXPIRED, SMS_UNCONFIRMED -> Progress.FAILED;
            case PURGED -> Progress.ENDED;
        };
    }
}
