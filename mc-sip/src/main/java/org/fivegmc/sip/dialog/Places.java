package org.fivegmc.sip.dialog;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.core.message.UserAddress;

/// Counts sessions, of all and of each user. Thread-safe.
final class Places {
    /// Whether there was room.
    enum Taken {
        YES,
        ALL_FULL,
        USER_FULL
    }

    private final DialogLimits limits;
    private final AtomicInteger all = new AtomicInteger();
    private final Map<UserAddress, Integer> users = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> empty = new CompletableFuture<>();
    private volatile boolean closing;

    Places(DialogLimits limits) {
        this.limits = limits;
    }

    Taken take(UserAddress user) {
        if (all.incrementAndGet() > limits.sessions()) {
            left();
            return Taken.ALL_FULL;
        }
        boolean[] taken = {true};
        users.compute(
                user,
                (_, n) -> {
                    int before = n == null ? 0 : n;
                    taken[0] = before < limits.perUser();
                    return taken[0] ? Integer.valueOf(before + 1) : n;
                });
        if (!taken[0]) {
            left();
            return Taken.USER_FULL;
        }
        return Taken.YES;
    }

    /// As [#take], or no room while the server drains.
    Taken takeUnless(boolean draining, UserAddress user) {
        return draining ? Taken.ALL_FULL : take(user);
    }

    void free(UserAddress user) {
        users.computeIfPresent(user, (_, n) -> n == 1 ? null : n - 1);
        left();
    }

    private void left() {
        if (all.decrementAndGet() == 0 && closing) {
            empty.complete(null);
        }
    }

    int count() {
        return all.get();
    }

    int count(UserAddress user) {
        return users.getOrDefault(user, 0);
    }

    /// Completes when the last place is free.
    CompletionStage<Void> close() {
        closing = true;
        if (all.get() == 0) {
            empty.complete(null);
        }
        return empty.minimalCompletionStage();
    }
}
