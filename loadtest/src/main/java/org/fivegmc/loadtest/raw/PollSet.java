package org.fivegmc.loadtest.raw;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The sockets a transport waits for: an array of `struct pollfd` (socket 4 bytes, wanted 2,
/// happened 2).
final class PollSet {
    private static final int ENTRY = 8;
    private static final int WANTED = 4;
    private static final int HAPPENED = 6;

    private final SystemCalls calls;
    private final MemorySegment entries;
    private int count;

    PollSet(Arena arena, SystemCalls calls, int most) {
        this.calls = calls;
        this.entries = arena.allocate((long) most * ENTRY, ENTRY);
    }

    void clear() {
        count = 0;
    }

    /// A negative socket is never ready.
    void add(int socket) {
        long at = (long) count++ * ENTRY;
        entries.set(JAVA_INT, at, socket);
        entries.set(JAVA_SHORT, at + WANTED, SystemCalls.POLLIN);
        entries.set(JAVA_SHORT, at + HAPPENED, (short) 0);
    }

    /// What of socket `k` ends the wait: something to read, room to write.
    void want(int k, boolean read, boolean write) {
        int events = (read ? SystemCalls.POLLIN : 0) | (write ? SystemCalls.POLLOUT : 0);
        entries.set(JAVA_SHORT, (long) k * ENTRY + WANTED, (short) events);
    }

    /// Waits at most so long.
    void await(long nanos) {
        if (calls.poll(entries, count, nanos) < 0) {
            // Interrupted: nothing is known to have happened.
            for (int k = 0; k < count; k++) {
                entries.set(JAVA_SHORT, (long) k * ENTRY + HAPPENED, (short) 0);
            }
        }
    }

    /// Whether the last wait saw something to read in socket `k`, an end or an error included.
    boolean ready(int k) {
        return (entries.get(JAVA_SHORT, (long) k * ENTRY + HAPPENED) & ~SystemCalls.POLLOUT) != 0;
    }
}
