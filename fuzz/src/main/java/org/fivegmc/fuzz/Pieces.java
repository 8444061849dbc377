package org.fivegmc.fuzz;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Divides octets as a network may. The division is made from the octets themselves, so that a
/// finding is one file.
final class Pieces {
    private final SplittableRandom random;
    private final int most;

    /// @param most octets of a piece
    Pieces(byte[] octets, int most) {
        this.random = new SplittableRandom(Arrays.hashCode(octets));
        this.most = most;
    }

    /// The end of the piece that begins there.
    int next(int from, int length) {
        return Math.min(length, from + 1 + random.nextInt(most));
    }
}
