package org.fivegmc.loadtest.msrp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;

/// Puts a message together: into a digest when it comes in order, into a file in any order. On the
/// reading thread of its connection.
final class Incoming {
    private static final long UNKNOWN = -1;

    private final String messageId;
    private final String contentType;
    private final Optional<Path> file;
    private final MessageDigest digest = Content.newDigest();
    private final ByteArrayOutputStream start = new ByteArrayOutputStream();
    // from where to where octets are there; neighbours are joined
    private final TreeMap<Long, Long> there = new TreeMap<>();
    private final Optional<FileChannel> channel;
    private long total = UNKNOWN;
    private long position;
    private long inOrder;
    private int chunks;
    private boolean lastSeen;
    private boolean outOfOrder;

    Incoming(String messageId, String contentType, Optional<Path> file) throws IOException {
        this.messageId = messageId;
        this.contentType = contentType;
        this.file = file;
        this.channel =
                file.isPresent()
                        ? Optional.of(
                                FileChannel.open(
                                        file.get(),
                                        StandardOpenOption.CREATE_NEW,
                                        StandardOpenOption.WRITE))
                        : Optional.empty();
    }

    /// @param byteRange as written; nothing for a message that is whole
    void chunk(String byteRange) {
        chunks++;
        int dash = byteRange.indexOf('-');
        int slash = byteRange.indexOf('/');
        position = dash < 0 ? 0 : Long.parseLong(byteRange.substring(0, dash).strip()) - 1;
        String told = slash < 0 ? "*" : byteRange.substring(slash + 1).strip();
        if (!told.equals("*")) {
            total = Long.parseLong(told);
        }
    }

    void octets(byte[] octets, int count) throws IOException {
        if (channel.isPresent()) {
            ByteBuffer rest = ByteBuffer.wrap(octets, 0, count);
            while (rest.hasRemaining()) {
                channel.get().write(rest, position + rest.position());
            }
        } else if (position == inOrder) {
            digest.update(octets, 0, count);
        } else {
            outOfOrder = true;
        }
        if (position == inOrder) {
            inOrder += count;
            int room = ReceivedMessage.KEPT - start.size();
            start.write(octets, 0, Math.min(room, count));
        }
        add(position, position + count);
        position += count;
    }

    private void add(long from, long to) {
        long left = from;
        long right = to;
        var before = there.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            left = before.getKey();
            right = Math.max(right, before.getValue());
        }
        var next = there.higherEntry(left);
        while (next != null && next.getKey() <= right) {
            right = Math.max(right, next.getValue());
            there.remove(next.getKey());
            next = there.higherEntry(left);
        }
        there.put(left, right);
    }

    long octets() {
        return there.entrySet().stream().mapToLong(e -> e.getValue() - e.getKey()).sum();
    }

    /// The end of a chunk; whether every octet is there.
    boolean end(char flag) {
        lastSeen |= flag == '$';
        if (flag == '$' && total == UNKNOWN) {
            total = position;
        }
        return lastSeen && octets() == total && there.size() == 1 && there.firstKey() == 0;
    }

    ReceivedMessage close(ReceivedMessage.End end) {
        long endedNanos = System.nanoTime();
        try {
            if (channel.isPresent()) {
                channel.get().close();
            }
            return new ReceivedMessage(
                    messageId,
                    contentType,
                    octets(),
                    chunks,
                    outOfOrder ? ReceivedMessage.End.OUT_OF_ORDER : end,
                    sha256(),
                    start.toByteArray(),
                    file,
                    endedNanos);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String sha256() throws IOException {
        return file.isPresent()
                ? Content.of(file.get(), Files.size(file.get())).sha256()
                : HexFormat.of().formatHex(digest.digest());
    }

    long total() {
        return total;
    }
}
