package org.fivegmc.loadtest.raw;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A fixed number of datagrams in one array for recvmmsg or sendmmsg, with their buffers. Laid out
/// once; per datagram only lengths and contents change.
///
/// ```
/// struct mmsghdr, 64 bytes          struct iovec, 16 bytes
///  0 name      8 name length         0 buffer
/// 16 iovec    24 how many (1)        8 length
/// 48 flags    56 datagram's length
/// ```
final class DatagramBatch {
    private static final int HEADER = 64;
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int VECTOR = 16;
    private static final int VECTORS = 24;
    private static final int FLAGS = 48;
    private static final int LENGTH = 56;
    private static final int IOVEC = 16;
    private static final int CACHE_LINE = 64;

    private final int size;
    private final long stride;
    private final MemorySegment headers;
    private final MemorySegment vectors;
    private final MemorySegment names;
    private final MemorySegment buffers;

    /// @param room of one datagram; [SipView#MARGIN] more is there to be read over
    DatagramBatch(Arena arena, int size, int room) {
        this.size = size;
        // An odd number of cache lines: buffers that lie a power of two apart share few cache sets.
        this.stride =
                (((long) room + SipView.MARGIN) / CACHE_LINE | 1) * CACHE_LINE + 2 * CACHE_LINE;
        headers = arena.allocate((long) size * HEADER, CACHE_LINE);
        vectors = arena.allocate((long) size * IOVEC, CACHE_LINE);
        names = arena.allocate((long) size * SocketAddress4.BYTES, CACHE_LINE);
        buffers = arena.allocate(size * stride, CACHE_LINE);
        for (int k = 0; k < size; k++) {
            long header = (long) k * HEADER;
            headers.set(JAVA_LONG, header + VECTOR, vectors.address() + (long) k * IOVEC);
            headers.set(JAVA_LONG, header + VECTORS, 1);
            vectors.set(JAVA_LONG, (long) k * IOVEC, buffers.address() + k * stride);
            vectors.set(JAVA_LONG, (long) k * IOVEC + Long.BYTES, room);
        }
    }

    /// From now on the kernel writes where each datagram came from.
    DatagramBatch withNames() {
        for (int k = 0; k < size; k++) {
            name(k, names.address() + (long) k * SocketAddress4.BYTES);
        }
        return this;
    }

    /// Datagram `k` goes where datagram `from` of the other batch came from, until that one is
    /// filled anew.
    void answerTo(int k, DatagramBatch other, int from) {
        name(k, other.names.address() + (long) from * SocketAddress4.BYTES);
    }

    /// All datagrams go there.
    void to(SocketAddress4 address) {
        withNames();
        for (int k = 0; k < size; k++) {
            address.write(names, (long) k * SocketAddress4.BYTES);
        }
    }

    private void name(int k, long address) {
        headers.set(JAVA_LONG, (long) k * HEADER + NAME, address);
        headers.set(JAVA_INT, (long) k * HEADER + NAME_LENGTH, SocketAddress4.BYTES);
    }

    int size() {
        return size;
    }

    MemorySegment headers() {
        return headers;
    }

    /// The headers from datagram `k` on.
    MemorySegment headersFrom(int k) {
        return k == 0 ? headers : headers.asSlice((long) k * HEADER);
    }

    MemorySegment buffers() {
        return buffers;
    }

    /// Where datagram `k` begins in [#buffers].
    long start(int k) {
        return k * stride;
    }

    /// Sets how much of buffer `k` is sent.
    void length(int k, int length) {
        vectors.set(JAVA_LONG, (long) k * IOVEC + Long.BYTES, length);
    }

    /// The length of what was received.
    int received(int k) {
        return headers.get(JAVA_INT, (long) k * HEADER + LENGTH);
    }

    /// Whether the datagram was longer than its buffer.
    boolean truncated(int k) {
        return (headers.get(JAVA_INT, (long) k * HEADER + FLAGS) & SystemCalls.MSG_TRUNC) != 0;
    }
}
