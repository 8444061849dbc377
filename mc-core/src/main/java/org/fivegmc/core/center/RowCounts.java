package org.fivegmc.core.center;

import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.UserAddress;

/// How many rows telephone numbers have, eight octets for each number and as many again to spare:
/// open addressing, the next free place taken. Numbers that were taken out leave no marks behind.
///
/// ```
/// | rows 14 bits | number 50 bits |
/// ```
final class RowCounts {

    /// This many or more.
    static final int MANY = (1 << 14) - 1;

    private static final int SMALLEST = 4;
    private static final int NUMBER_BITS = 50;
    private static final long NUMBER = (1L << NUMBER_BITS) - 1;

    /// No number is 0.
    private static final long FREE = 0;

    private long[] table = new long[SMALLEST];
    private int size;

    /// Numbers with rows.
    int size() {
        return size;
    }

    /// Places, used or not.
    int places() {
        return table.length;
    }

    /// 0 for a number that is not here; at most [#MANY].
    int rows(Msisdn number) {
        return (int) (table[place(table, number.e164())] >>> NUMBER_BITS);
    }

    /// @param rows 1 or more
    void put(Msisdn number, int rows) {
        if (rows <= 0) {
            throw new IllegalArgumentException("no rows: " + rows);
        }
        if (4L * (size + 1) > 3L * table.length) {
            grow();
        }
        int at = place(table, number.e164());
        if (table[at] == FREE) {
            size++;
        }
        table[at] = (long) Math.min(rows, MANY) << NUMBER_BITS | number.e164();
    }

    /// No number has fewer rows than there.
    void raiseTo(RowCounts other) {
        for (long entry : other.table) {
            if (entry != FREE) {
                var number = new Msisdn(entry & NUMBER);
                put(number, Math.max(rows(number), (int) (entry >>> NUMBER_BITS)));
            }
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
            int home = home(table, table[at] & NUMBER);
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
        for (long entry : table) {
            if (entry != FREE) {
                larger[place(larger, entry & NUMBER)] = entry;
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
        while (table[at] != FREE && (table[at] & NUMBER) != number) {
            at = at + 1 & table.length - 1;
        }
        return at;
    }
}
