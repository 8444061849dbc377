package org.fivegmc.loadtest.handsets;

import java.util.Arrays;

/// A queue of numbers. Thread: one.
final class IntRing {
    private int[] items = new int[16];
    private int head;
    private int size;

    int size() {
        return size;
    }

    void add(int item) {
        if (size == items.length) {
            int[] larger = Arrays.copyOfRange(items, head, head + 2 * size);
            System.arraycopy(items, 0, larger, size - head, head);
            items = larger;
            head = 0;
        }
        items[(head + size++) % items.length] = item;
    }

    int remove() {
        if (size == 0) {
            throw new IllegalStateException("empty");
        }
        int item = items[head];
        head = (head + 1) % items.length;
        size--;
        return item;
    }
}
