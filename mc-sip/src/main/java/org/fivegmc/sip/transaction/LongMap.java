package org.fivegmc.sip.transaction;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Objects by 64-bit keys other than 0: open addressing, no boxing, no entry objects. Not thread
/// safe.
///
/// Keys are expected to be well mixed already.
final class LongMap<V> {
    private static final int INITIAL = 256;

    private long[] keys = new long[INITIAL];
    private @Nullable Object[] values = new @Nullable Object[INITIAL];
    private int size;

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked") // only put writes values
    @Nullable V get(long key) {
        int i = slot(key);
        return keys[i] == key ? (V) values[i] : null;
    }

    void put(long key, V value) {
        if (key == 0) {
            throw new IllegalArgumentException("key 0");
        }
        if (size * 2 >= keys.length) {
            grow();
        }
        int i = slot(key);
        if (keys[i] == 0) {
            size++;
        }
        keys[i] = key;
        values[i] = value;
    }

    private int home(long key) {
        return (int) (key ^ key >>> 32) & (keys.length - 1);
    }

    private int slot(long key) {
        int i = home(key);
        while (keys[i] != 0 && keys[i] != key) {
            i = (i + 1) & (keys.length - 1);
        }
        return i;
    }

    /// Removes by shifting back what follows, so that no marks of deleted entries pile up.
    void remove(long key) {
        int hole = slot(key);
        if (key == 0 || keys[hole] == 0) {
            return;
        }
        int mask = keys.length - 1;
        for (int i = (hole + 1) & mask; keys[i] != 0; i = (i + 1) & mask) {
            if (((i - home(keys[i])) & mask) >= ((i - hole) & mask)) {
                keys[hole] = keys[i];
                values[hole] = values[i];
                hole = i;
            }
        }
        keys[hole] = 0;
        values[hole] = null;
        size--;
    }

    @SuppressWarnings("unchecked") // only put writes values
    void forEach(Consumer<V> action) {
        for (Object v : values.clone()) {
            if (v != null) {
                action.accept((V) v);
            }
        }
    }

    private void grow() {
        long[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new @Nullable Object[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int j = slot(oldKeys[i]);
                keys[j] = oldKeys[i];
                values[j] = oldValues[i];
            }
        }
    }
}
