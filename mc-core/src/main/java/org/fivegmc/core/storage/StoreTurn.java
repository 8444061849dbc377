package org.fivegmc.core.storage;

import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.subscriber.Subscriber;

/// The changes of one writer's turn. They become visible and durable together, with [#commit()], or
/// not at all.
public interface StoreTurn {

    void putSubscriber(Subscriber subscriber);

    void removeSubscriber(UserAddress user);

    /// A new or changed delivery.
    void putDelivery(Delivery delivery);

    void removeDelivery(UserAddress recipient, MessageId id);

    void putTimer(TimerRef timer);

    void removeTimer(TimerRef timer);

    /// What a turn has begun; the row stays as it is until it is removed.
    void putFlight(FlightRow flight);

    void removeFlight(int shard, long number);

    void putAccepted(DedupKey key, MessageId id, long forgetAtMs);

    /// @param key from [DedupKey#hidden]
    void putHiddenSender(DedupKey key, UserAddress sender, long forgetAtMs);

    /// @param key from [DedupKey#memory]
    void putMemory(DedupKey key, byte[] octets, long forgetAtMs);

    void putCorrelation(GatewayMessageKey key, SmsPartRef part, long forgetAtMs);

    void removeCorrelation(GatewayMessageKey key);

    void putParkedReceipt(GatewayMessageKey key, ParkedReceipt receipt, long forgetAtMs);

    void removeParkedReceipt(GatewayMessageKey key);

    boolean isEmpty();

    /// Whether anything was put, and not only removed: that takes room.
    boolean puts();

    /// Returns when everything is durable.
    ///
    /// @throws StorageException when it is not, or not certainly; the turn can then only be
    ///   discarded
    void commit();

    void discard();
}
