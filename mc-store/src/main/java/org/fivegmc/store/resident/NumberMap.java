package org.fivegmc.store.resident;

import org.fivegmc.core.message.UserAddress;

/// From a telephone number to the number of a slot, twelve octets each and a third to spare: open
/// addressing, the next free place taken. Numbers that were taken out leave no marks behind.
final class NumberMap {

    private static final int SMALLEST = 4;

    /// No number is 0.
    private static final long FREE = 0;

    private long[] numbers = new long[SMALLEST];
    private int[] slots = new int[SMALLEST];
    private int size;

    int size() {
        return size;
    }

    /// @return [OctetSlots#NONE] when it is not there
    int get(long number) {
        int at = place(numbers, number);
        return numbers[at] == FREE ? OctetSlots.NONE : slots[at];
    }

    void put(long number, int slot) {
        if (4L * (size + 1) > 3L * numbers.length) {
            grow();
        }
        int at = place(numbers, number);
        if (numbers[at] == FREE) {
            numbers[at] = number;
            size++;
        }
        slots[at] = slot;
    }

    void remove(long number) {
        int mask = numbers.length - 1;
        int hole = place(numbers, number);
        if (numbers[hole] == FREE) {
            return;
        }
        size--;
        // what lies behind the hole and would no longer be found moves into it
        for (int at = hole + 1 & mask; numbers[at] != FREE; at = at + 1 & mask) {
            int home = home(numbers, numbers[at]);
            if ((at - home & mask) >= (at - hole & mask)) {
                numbers[hole] = numbers[at];
                slots[hole] = slots[at];
                hole = at;
            }
        }
        numbers[hole] = FREE;
    }

    private void grow() {
        var larger = new long[numbers.length * 2];
        var moved = new int[larger.length];
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] != FREE) {
                int at = place(larger, numbers[i]);
                larger[at] = numbers[i];
                moved[at] = slots[i];
            }
        }
        numbers = larger;
        slots = moved;
    }

    private static int home(long[] table, long number) {
        return (int) UserAddress.mix(number) & table.length - 1;
    }

    /// Where it is, or where it would go.
    private static int place(long[] table, long number) {
        int at = home(table, number);
        while (table[at] != FREE && table[at] != number) {
            at = at + 1 & table.length - 1;
        }
        return at;
    }
}
