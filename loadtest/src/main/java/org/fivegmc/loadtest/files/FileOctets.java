package org.fivegmc.loadtest.files;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.SplittableRandom;

/// What is in the files of a run: 32 octets that tell the number of a file, and then the same
/// octets at random in all of them, so that no file costs memory of its own. Threads: any.
final class FileOctets {
    static final int HEAD = 32;

    private final ByteBuffer rest;
    private final int size;

    FileOctets(int size) {
        this.size = size;
        byte[] octets = new byte[size - HEAD];
        new SplittableRandom(size).nextBytes(octets);
        rest = ByteBuffer.allocateDirect(octets.length).put(octets).flip();
    }

    int size() {
        return size;
    }

    /// The first octets of a file.
    static ByteBuffer head(long number) {
        return ByteBuffer.wrap("a file of the bench, %010d\n".formatted(number).getBytes(US_ASCII));
    }

    /// All the others.
    ByteBuffer rest() {
        return rest.duplicate();
    }

    byte[] sha256(long number) {
        MessageDigest digest = digest();
        digest.update(head(number));
        digest.update(rest());
        return digest.digest();
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
