package org.fivegmc.core.center;

import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.UserAddress;

/// Telephone numbers, eight octets each and as many again to spare: open addressing, the next free
/// place taken. Numbers that were taken out leave no marks behind.
final class NumberSet {

    private static final int SMALLEST = 4;

    /// No number is 0.
    private static final long FREE = 0;

    private long[] table = new long[SMALLEST];
    private int size;

    int size() {
        return size;
    }

    /// Places, used or not.
    int places() {
        return table.length;
    }

    boolean contains(Msisdn number) {
        return table[place(table, number.e164())] != FREE;
    }

    void add(Msisdn number) {
        if (4L * (size + 1) > 3L * table.length) {
            grow();
        }
        int at = place(table, number.e164());
        if (table[at] == FREE) {
            table[at] = number.e164();
            size++;
        }
    }

    /// @return whether it was there
    boolean remove(Msisdn number) {
        int mask = table.length - 1;
        int hole = place(table, number.e164());
        if (table[hole] == FREE) {
            return false;
        }
        size--;
        // what lies behind the hole and would no longer be found moves into it
        for (int at = hole + 1 & mask; table[at] != FREE; at = at + 1 & mask) {
            int home = home(table, table[at]);
            if ((at - home & mask) >= (at - hole & mask)) {
                table[hole] = table[at];
                hole = at;
            }
        }
        table[hole] = FREE;
        return true;
    }

    private void grow() {
        var larger = new long[table.length * 2];
        for (long number : table) {
            if (number != FREE) {
                larger[place(larger, number)] = number;
            }
        }
        table = larger;
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
