package org.fivegmc.loadtest.msrp;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Octets of a message to send. Any thread.
public interface Content {
    long total();

    /// Fills the front of an array.
    void read(long offset, byte[] into, int count) throws IOException;

    /// In hexadecimal.
    default String sha256() throws IOException {
        MessageDigest digest = newDigest();
        byte[] part = new byte[8_192];
        for (long at = 0; at < total(); at += part.length) {
            int n = (int) Math.min(part.length, total() - at);
            read(at, part, n);
            digest.update(part, 0, n);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static Content of(byte[] octets) {
        return new Content() {
            @Override
            public long total() {
                return octets.length;
            }

            @Override
            public void read(long offset, byte[] into, int count) {
                System.arraycopy(octets, (int) offset, into, 0, count);
            }
        };
    }

    /// A file; opened anew for each piece.
    static Content of(Path file, long total) {
        return new Content() {
            @Override
            public long total() {
                return total;
            }

            @Override
            public void read(long offset, byte[] into, int count) throws IOException {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                    ByteBuffer rest = ByteBuffer.wrap(into, 0, count);
                    while (rest.hasRemaining()) {
                        if (channel.read(rest, offset + rest.position()) < 0) {
                            throw new EOFException("the file has become shorter");
                        }
                    }
                }
            }
        };
    }

    /// Octets made up as they are asked for, with line ends and dashes among them.
    static Content madeUp(long total, long seed) {
        byte[] trouble = {'\r', '\n', '-', '-', '-', '-', '-', '-', '-', '\r', 0, '$', 'M', ' '};
        return new Content() {
            @Override
            public long total() {
                return total;
            }

            @Override
            public void read(long offset, byte[] into, int count) {
                for (int i = 0; i < count; i++) {
                    long mixed = (offset + i + seed) * 0x9E3779B97F4A7C15L;
                    int at = (int) ((offset + i) % 64);
                    into[i] = at < trouble.length ? trouble[at] : (byte) (mixed >>> 40);
                }
            }
        };
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
