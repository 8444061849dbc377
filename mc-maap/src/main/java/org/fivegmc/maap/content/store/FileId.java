package org.fivegmc.maap.content.store;

import java.util.Optional;

/// Name of a file in a store: 80 bits in sixteen characters of small letters and the digits 2 to 7,
/// fit for paths and for object names anywhere.
public record FileId(String text) {
    /// Octets an identifier is made of.
    public static final int OCTETS = 10;

    public static final int LENGTH = 16;

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    public FileId {
        if (!isId(text)) {
            throw new IllegalArgumentException("no file id: " + text);
        }
    }

    /// Of the first [#OCTETS] octets.
    public static FileId of(byte[] octets) {
        var out = new StringBuilder(LENGTH);
        long bits = 0;
        int held = 0;
        for (int i = 0; i < OCTETS; i++) {
            bits = bits << 8 | octets[i] & 0xff;
            held += 8;
            while (held >= 5) {
                held -= 5;
                out.append(ALPHABET.charAt((int) (bits >> held & 31)));
            }
        }
        return new FileId(out.toString());
    }

    public static Optional<FileId> parse(String text) {
        return isId(text) ? Optional.of(new FileId(text)) : Optional.empty();
    }

    private static boolean isId(String text) {
        return text.length() == LENGTH && text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
    }

    @Override
    public String toString() {
        return text;
    }
}
