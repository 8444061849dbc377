package org.fivegmc.core.center;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fivegmc.core.delivery.DeliveryPolicy;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.message.MessageIdMint;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.route.Recipient;
import org.fivegmc.core.storage.ShardStore;
import org.jspecify.annotations.Nullable;

/// The users a writer keeps in memory, least recently used ones leaving first. Users with messages
/// in flight stay.
final class Accounts {

    private static final int EVICTION_TRIES = 16;

    private final ShardStore store;
    private final MessageIdMint mint;
    private final int capacity;
    private final long startedMs;
    private final long leaseMs;
    private final long patienceMs;
    private final LinkedHashMap<UserAddress, Account> cached;

    /// @param startedMs attempts begun before belong to an earlier process and have no owner
    /// @param mint whose ids must sort behind those of every inbox that is loaded
    Accounts(
            ShardStore store,
            int capacity,
            long startedMs,
            DeliveryPolicy policy,
            MessageIdMint mint) {
        this.mint = mint;
        this.store = store;
        this.capacity = capacity;
        this.startedMs = startedMs;
        this.leaseMs = policy.attemptLeaseMs();
        this.patienceMs = policy.unknownWaitMs();
        this.cached = new LinkedHashMap<>(1024, 0.75f, true);
    }

    Account get(UserAddress address) {
        Account account = cached.get(address);
        if (account == null || account.isStale()) {
            account = load(address, account);
            cached.put(address, account);
            if (cached.size() > capacity) {
                evictOne();
            }
        }
        return account;
    }

    /// Whether the user is in memory, as all are who have messages in flight.
    boolean knows(UserAddress address) {
        return cached.containsKey(address);
    }

    /// @param former what was known before it was forgotten
    private Account load(UserAddress address, @Nullable Account former) {
        Recipient recipient =
                store.subscriber(address)
                        .<Recipient>map(Recipient.Known::new)
                        .orElse(Recipient.STRANGER);
        var account = new Account(address, recipient);
        if (former != null) {
            account.follow(former);
        }
        store.entries(
                address,
                Account.OLDEST,
                row -> {
                    if (account.stored == 0) {
                        account.firstOpen = row.id();
                    }
                    account.stored++;
                    mint.above(row.id());
                    account.countOpen(row.report(), row.state(), 1);
                    switch (row.state()) {
                        case DeliveryState.Held held -> account.countHeld(row, held);
                        case DeliveryState.Sending s when isOurs(s) ->
                                store.delivery(address, row.id())
                                        .ifPresent(d -> account.resume(d, former));
                        // left over from an earlier process: the next drain takes it up
                        case DeliveryState.Sending _ -> account.held++;
                        case DeliveryState.Sms _, DeliveryState.Over _ -> {}
                    }
                    return true;
                });
        return account;
    }

    /// Whether the attempt was begun by this process.
    boolean isOurs(DeliveryState.Sending sending) {
        return sending.leaseAtMs() - leaseMs >= startedMs;
    }

    /// Whether the parts in flight were handed over by this process.
    boolean isOurs(DeliveryState.Sms sms) {
        return sms.patienceAtMs() - patienceMs >= startedMs;
    }

    /// The store may show what it did not show before.
    void forgetAll() {
        for (Account account : cached.values()) {
            account.remember();
            account.forget();
        }
    }

    /// Users with messages in flight move to the end of the row instead.
    private void evictOne() {
        for (int i = 0; i < EVICTION_TRIES; i++) {
            Map.Entry<UserAddress, Account> eldest = cached.firstEntry();
            if (eldest.getValue().isIdle()) {
                cached.remove(eldest.getKey());
                return;
            }
            cached.get(eldest.getKey());
        }
    }
}
