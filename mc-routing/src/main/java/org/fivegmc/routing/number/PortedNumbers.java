package org.fivegmc.routing.number;

import java.util.Arrays;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.route.Operator;

/// Numbers that their users have taken to another operator: 8 octets each, sorted, in one array.
/// Immutable.
///
/// ```
/// | 63 0 | 62..3 number, E.164 | 2..0 code of the operator |
/// ```
public final class PortedNumbers {

    /// Numbers at most, 8 MiB.
    public static final int MAX = 1 << 20;

    public static final PortedNumbers EMPTY = new Builder().build();

    private static final int OPERATOR_BITS = 3;

    private final long[] rows;

    private PortedNumbers(long[] rows) {
        this.rows = rows;
    }

    public int size() {
        return rows.length;
    }

    /// The code of the operator; 0 for a number that is not here.
    int find(long number) {
        long wanted = number << OPERATOR_BITS;
        int at = Arrays.binarySearch(rows, wanted);
        if (at < 0) {
            at = -at - 1;
        }
        return at < rows.length && rows[at] >>> OPERATOR_BITS == number
                ? (int) (rows[at] - wanted)
                : 0;
    }

    /// Collects numbers. Throws [IllegalArgumentException] beyond [#MAX].
    public static final class Builder {

        private long[] rows = new long[1024];
        private int size;

        public Builder add(Msisdn number, Operator operator) {
            if (size == MAX) {
                throw new IllegalArgumentException("more than " + MAX + " numbers");
            }
            if (size == rows.length) {
                rows = Arrays.copyOf(rows, 2 * size);
            }
            rows[size++] = number.e164() << OPERATOR_BITS | operator.code();
            return this;
        }

        /// Throws [IllegalArgumentException] when a number is there with two operators.
        public PortedNumbers build() {
            long[] sorted = Arrays.copyOf(rows, size);
            Arrays.sort(sorted);
            int kept = 0;
            for (long row : sorted) {
                if (kept > 0 && sorted[kept - 1] >>> OPERATOR_BITS == row >>> OPERATOR_BITS) {
                    if (sorted[kept - 1] != row) {
                        throw new IllegalArgumentException(
                                "+"
                                        + (row >>> OPERATOR_BITS)
                                        + " belongs to "
                                        + word(sorted[kept - 1])
                                        + " and to "
                                        + word(row));
                    }
                } else {
                    sorted[kept++] = row;
                }
            }
            return new PortedNumbers(Arrays.copyOf(sorted, kept));
        }

        private static String word(long row) {
            long code = row & (1 << OPERATOR_BITS) - 1;
            return Arrays.stream(Operator.values())
                    .filter(operator -> operator.code() == code)
                    .findFirst()
                    .map(Operator::word)
                    .orElse("nobody");
        }
    }
}
