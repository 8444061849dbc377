package org.fivegmc.loadtest.handsets;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The transactions that wait for an answer, by slot. Slot and generation stand in the branch, so
/// an answer finds its transaction without a map, and a late one finds none. Thread: one.
final class Transactions {
    /// More are not under way at the same time; offers and registrations wait.
    static final int MAX = 1 << 20;

    private @Nullable Transaction[] slots = new Transaction[1024];
    private int[] free = new int[1024];
    private int unused = 1024;
    private int generations;

    Transactions() {
        for (int n = 0; n < unused; n++) {
            free[n] = unused - 1 - n;
        }
    }

    int underWay() {
        return slots.length - unused;
    }

    boolean full() {
        return unused == 0 && slots.length >= MAX;
    }

    /// Gives it a slot and a new generation.
    void add(Transaction transaction) {
        if (unused == 0) {
            grow();
        }
        transaction.slot = free[--unused];
        transaction.generation = ++generations;
        slots[transaction.slot] = transaction;
    }

    void remove(Transaction transaction) {
        slots[transaction.slot] = null;
        free[unused++] = transaction.slot;
        transaction.slot = -1;
    }

    @Nullable Transaction find(long slot, long generation) {
        if (slot < 0 || slot >= slots.length) {
            return null;
        }
        Transaction found = slots[(int) slot];
        return found != null && found.generation == (int) generation ? found : null;
    }

    void forEach(Consumer<Transaction> action) {
        for (Transaction one : slots.clone()) {
            if (one != null) {
                action.accept(one);
            }
        }
    }

    private void grow() {
        int old = slots.length;
        if (old >= MAX) {
            throw new IllegalStateException("no transaction is free");
        }
        slots = Arrays.copyOf(slots, 2 * old);
        free = Arrays.copyOf(free, 2 * old);
        for (int n = 0; n < old; n++) {
            free[n] = 2 * old - 1 - n;
        }
        unused = old;
    }
}
