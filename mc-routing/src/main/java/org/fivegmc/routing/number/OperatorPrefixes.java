package org.fivegmc.routing.number;

import java.util.Arrays;
import org.fivegmc.core.route.Operator;

/// Operators by the prefixes of their numbers; the longest prefix wins. A trie over decimal digits
/// in two arrays, so that a look-up makes nothing. Immutable.
public final class OperatorPrefixes {

    /// Prefixes at most.
    public static final int MAX = 100_000;

    /// Digits of a prefix at most.
    public static final int MAX_DIGITS = 15;

    public static final OperatorPrefixes EMPTY = new Builder().build();

    private static final int RADIX = 10;

    private final int[] next;
    private final byte[] operators;
    private final int size;

    private OperatorPrefixes(int[] next, byte[] operators, int size) {
        this.next = next;
        this.operators = operators;
        this.size = size;
    }

    public int size() {
        return size;
    }

    /// Which operator the longest prefix of this number names, and how long it is: [#code(int)] and
    /// [#digits(int)] take it apart; 0 for none.
    ///
    /// @param number E.164
    int longest(long number) {
        long scale = 1;
        while (number / scale >= RADIX) {
            scale *= RADIX;
        }
        int node = 0;
        int digits = 0;
        int found = 0;
        for (long rest = number; scale > 0; scale /= RADIX) {
            node = next[node * RADIX + (int) (rest / scale)];
            if (node == 0) {
                return found;
            }
            rest %= scale;
            digits++;
            if (operators[node] != 0) {
                found = digits << Byte.SIZE | operators[node] & 0xff;
            }
        }
        return found;
    }

    /// That of the operator; 0 for none.
    static int code(int found) {
        return found & 0xff;
    }

    static int digits(int found) {
        return found >>> Byte.SIZE;
    }

    /// Collects prefixes; of two that are the same, the later counts. Throws
    /// [IllegalArgumentException] on what is none, and beyond [#MAX].
    public static final class Builder {

        private int[] next = new int[1024 * RADIX];
        private byte[] operators = new byte[1024];

        /// The root has no prefix, and 0 stands for no node.
        private int nodes = 1;

        private int size;

        /// @param prefix digits of E.164 numbers, with or without plus
        public Builder add(String prefix, Operator operator) {
            String digits = prefix.startsWith("+") ? prefix.substring(1) : prefix;
            if (!digits.matches("[1-9][0-9]{0," + (MAX_DIGITS - 1) + "}")) {
                throw new IllegalArgumentException(prefix + " is no prefix of E.164 numbers");
            }
            int node = 0;
            for (int i = 0; i < digits.length(); i++) {
                int at = node * RADIX + digits.charAt(i) - '0';
                int child = next[at];
                if (child == 0) {
                    child = newNode(); // which may make the array anew
                    next[at] = child;
                }
                node = child;
            }
            if (operators[node] == 0 && ++size > MAX) {
                throw new IllegalArgumentException("more than " + MAX + " prefixes");
            }
            operators[node] = (byte) operator.code();
            return this;
        }

        private int newNode() {
            if (nodes == operators.length) {
                operators = Arrays.copyOf(operators, 2 * nodes);
                next = Arrays.copyOf(next, 2 * nodes * RADIX);
            }
            return nodes++;
        }

        public OperatorPrefixes build() {
            return new OperatorPrefixes(
                    Arrays.copyOf(next, nodes * RADIX), Arrays.copyOf(operators, nodes), size);
        }
    }
}
