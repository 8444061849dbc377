package org.fivegmc.core.center;

import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;
import org.fivegmc.core.delivery.PartOutcome;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.storage.GatewayMessageKey;
import org.fivegmc.core.storage.ParkedReceipt;
import org.fivegmc.core.storage.SmsPartRef;
import org.jspecify.annotations.Nullable;

/// Brings receipts to the deliveries they belong to. Works in the shard of the gateway's id, which
/// need not be the shard of the recipient:
///
/// 1. the gateway accepts a part: its id is stored here, then the delivery hears of it;
/// 2. a receipt finds the id, goes to the delivery, and is acknowledged when that is durable;
/// 3. a receipt that comes before its id, or without one, looks for the delivery by the reference
///    it echoes or by destination and time, and is parked durably if there is none; step 1 finds it
///    there, and it stays parked until the delivery's change is durable;
/// 4. after a start, what is parked and has its id goes to the delivery again, since the earlier
///    process may have ended in between.
///
/// Confined to the writer's thread.
final class ReceiptDesk {

    /// Parked receipts looked at per turn after a start.
    private static final int RECOVERY_PAGE = 128;

    /// Instead of the time, for a receipt whose time may be over.
    private static final long ANY_AGE = 0;

    private final ShardWriter writer;
    private final MessageCenter center;
    private final int[] shards;
    private int recoverAt;
    private @Nullable GatewayMessageKey recoverAfter;

    ReceiptDesk(ShardWriter writer, MessageCenter center, int[] shards) {
        this.writer = writer;
        this.center = center;
        this.shards = shards;
    }

    private record Parked(GatewayMessageKey key) {}

    void accepted(SmsPartRef part, GatewayMessageKey key, long forgetAtMs) {
        writer.change().putCorrelation(key, part, forgetAtMs);
        writer.overlay().put(key, part);
        writer.afterCommit(() ->
                center.partEnded(
                        part.recipient(), part.id(), part.part(), new PartOutcome.Accepted()));
        if (parked(key, ANY_AGE).isPresent()) {
            // Gateways use ids again: what is too old is about an earlier part. It must not stay,
            // since nothing tells after a start that it is not about this one.
            parked(key, writer.nowMs())
                    .ifPresentOrElse(receipt -> tell(part, key, receipt), () -> told(key));
        }
    }

    /// The receipt is not forgotten before the delivery has heard of it durably.
    private void tell(SmsPartRef part, GatewayMessageKey key, ParkedReceipt receipt) {
        writer.afterCommit(() ->
                center.receiptFor(
                        part,
                        receipt.delivered(),
                        receipt.cause(),
                        _ -> center.parkedReceiptTold(key)));
    }

    /// The delivery has heard of it, or never will. Nothing newer can be parked under this id,
    /// since whatever comes with it finds the correlation.
    void told(GatewayMessageKey key) {
        if (parked(key, ANY_AGE).isPresent()) {
            writer.change().removeParkedReceipt(key);
            writer.overlay().put(new Parked(key), ShardWriter.REMOVED);
        }
    }

    /// After a start, a page per turn.
    void recover() {
        int at = recoverAt;
        GatewayMessageKey after = recoverAfter;
        var page = new ArrayList<GatewayMessageKey>();
        while (at < shards.length && page.size() < RECOVERY_PAGE) {
            int left = RECOVERY_PAGE - page.size();
            if (writer.store().parkedReceipts(shards[at], after, left, page::add)) {
                after = page.getLast();
            } else {
                at++;
                after = null;
            }
        }
        int reachedShard = at;
        GatewayMessageKey reachedKey = after;
        writer.afterCommit(() -> {
            recoverAt = reachedShard;
            recoverAfter = reachedKey;
            page.forEach(center::matchParkedReceipt);
        });
    }

    boolean isRecovering() {
        return recoverAt < shards.length;
    }

    /// What an earlier process parked goes to its delivery if that is known. They were matched in
    /// time, however long ago that is.
    void match(GatewayMessageKey key) {
        Optional<SmsPartRef> part = correlation(key);
        if (part.isPresent()) {
            parked(key, ANY_AGE).ifPresent(receipt -> tell(part.get(), key, receipt));
        }
    }

    private Optional<ParkedReceipt> parked(GatewayMessageKey key, long nowMs) {
        Object changed = writer.overlay().get(new Parked(key));
        if (changed != null) {
            return changed instanceof ParkedReceipt receipt
                    ? Optional.of(receipt)
                    : Optional.empty();
        }
        return writer.store().parkedReceipt(key, nowMs);
    }

    /// @param done gets true once the receipt is durable, false when it should be sent again
    void arrived(InboundReceipt receipt, boolean searched, Consumer<Boolean> done) {
        Optional<SmsPartRef> part = correlation(receipt.key());
        if (part.isPresent()) {
            writer.afterCommit(() ->
                    center.receiptFor(part.get(), receipt.delivered(), receipt.cause(), done));
        } else if (!searched && receipt.isSearchable()) {
            writer.afterCommit(() -> center.receiptByAddress(receipt, 0, done));
        } else {
            var row = new ParkedReceipt(receipt.delivered(), receipt.cause(), writer.nowMs());
            writer.change()
                    .putParkedReceipt(
                            receipt.key(), row, writer.nowMs() + writer.config.parkedReceiptMs());
            writer.overlay().put(new Parked(receipt.key()), row);
            writer.tell(new TrailEvent.ReceiptParked(receipt.key().gateway(), writer.nowMs()));
            writer.afterCommit(() -> done.accept(true));
        }
    }

    private Optional<SmsPartRef> correlation(GatewayMessageKey key) {
        return writer.overlay().get(key) instanceof SmsPartRef part
                ? Optional.of(part)
                : writer.store().correlation(key, writer.nowMs());
    }
}
