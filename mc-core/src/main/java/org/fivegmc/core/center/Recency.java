package org.fivegmc.core.center;

import org.jspecify.annotations.Nullable;

/// Accounts in a row, the one that was used last at its end. An account is in one such row at a
/// time and carries its neighbours itself, so that moving it allocates nothing.
final class Recency {

    final int capacity;
    private @Nullable Account first;
    private @Nullable Account last;
    private int size;

    Recency(int capacity) {
        this.capacity = capacity;
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size >= capacity;
    }

    @Nullable Account first() {
        return first;
    }

    void append(Account account) {
        account.row = this;
        account.earlier = last;
        account.later = null;
        if (last == null) {
            first = account;
        } else {
            last.later = account;
        }
        last = account;
        size++;
    }

    void remove(Account account) {
        Account earlier = account.earlier;
        Account later = account.later;
        if (earlier == null) {
            first = later;
        } else {
            earlier.later = later;
        }
        if (later == null) {
            last = earlier;
        } else {
            later.earlier = earlier;
        }
        account.row = null;
        account.earlier = null;
        account.later = null;
        size--;
    }

    void moveToEnd(Account account) {
        if (account != last) {
            remove(account);
            append(account);
        }
    }
}
