package org.fivegmc.msrp.codec;

import java.util.random.RandomGenerator;
import org.fivegmc.wire.ByteSlice;

/// Makes transaction ids of 16 letters and digits. One thread at a time.
public final class TransactionIds {
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 16;
    private static final int DASHES = 7;

    private final RandomGenerator random;

    /// @param random two connections must not be given the same numbers
    public TransactionIds(RandomGenerator random) {
        this.random = random;
    }

    /// An id whose end-line does not occur in a body (RFC 4975 section 7.1).
    public ByteSlice next(ByteSlice body) {
        ByteSlice id = next();
        while (occursIn(body, id)) {
            id = next();
        }
        return id;
    }

    public ByteSlice next() {
        byte[] id = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            id[i] = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        }
        return ByteSlice.of(id);
    }

    /// Whether seven dashes and an id occur in a body. Of seven dashes in a row one is at a
    /// multiple of seven, so that is where to look first.
    static boolean occursIn(ByteSlice body, ByteSlice id) {
        int i = 0;
        while (i < body.length()) {
            if (body.at(i) != '-') {
                i += DASHES;
                continue;
            }
            int from = i;
            while (from > 0 && body.at(from - 1) == '-') {
                from--;
            }
            int to = i;
            while (to < body.length() && body.at(to) == '-') {
                to++;
            }
            if (to - from >= DASHES
                    && body.length() - to >= id.length()
                    && body.slice(to, to + id.length()).equals(id)) {
                return true;
            }
            i = to;
        }
        return false;
    }
}
