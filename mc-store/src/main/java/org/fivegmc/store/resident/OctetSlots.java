package org.fivegmc.store.resident;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Short arrays of octets outside the heap, found again by a number: ten million of them would keep
/// the collector busy as objects.
///
/// ```
/// segment 4 MiB = 64 pages of 64 KiB; a page = slots of one class; a slot = n units of 32 octets
/// slot   | length 2 | octets |          free slot   | next free slot of its class 4 |
/// number = its place in units; 0 is none, so the first unit of all stays unused
/// ```
///
/// A slot that is given back serves the next array of its class, so what is replaced by something
/// of about its length takes no more room. Memory is taken as it is needed and kept until the whole
/// is dropped. Confined to one thread.
final class OctetSlots {

    static final int NONE = 0;
    static final int SEGMENT_BYTES = 4 << 20;

    private static final int UNIT = 32;
    private static final int PAGE_UNITS = (64 << 10) / UNIT;
    private static final int SEGMENT_UNITS = SEGMENT_BYTES / UNIT;

    /// So that a place fits into a number.
    private static final int MOST_SEGMENTS = (1 << 14) - 1;

    private static final int LARGEST_UNITS = 64;
    private static final int LENGTH_BYTES = 2;

    /// Octets of the longest array that has a place.
    static final int LONGEST = LARGEST_UNITS * UNIT - LENGTH_BYTES;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    /// Frees what was dropped. An automatic arena would do the same, but counts against the JVM's
    /// limit of direct memory, which is the size of the heap.
    private static final Cleaner CLEANER = Cleaner.create();

    private final int mostSegments;
    private final Arena arena = Arena.ofShared();
    private final List<MemorySegment> segments = new ArrayList<>();

    /// The first free slot of each class, and the next one that was never used, with how many more
    /// follow it in its page.
    private final int[] free = new int[LARGEST_UNITS + 1];

    private final int[] fresh = new int[LARGEST_UNITS + 1];
    private final int[] freshLeft = new int[LARGEST_UNITS + 1];
    private int pages;

    OctetSlots(long mostBytes) {
        this.mostSegments = (int) Math.min(mostBytes / SEGMENT_BYTES, MOST_SEGMENTS);
        CLEANER.register(this, arena::close);
    }

    /// Whether there can ever be room.
    boolean mayHold() {
        return mostSegments > 0;
    }

    /// Octets taken from the system.
    long bytes() {
        return (long) segments.size() * SEGMENT_BYTES;
    }

    /// @return the number of the slot; [#NONE] when there is no room, or the array is too long
    int put(byte[] array, int offset, int length) {
        int units = (length + LENGTH_BYTES + UNIT - 1) / UNIT;
        if (units > LARGEST_UNITS) {
            return NONE;
        }
        int slot = take(units);
        if (slot != NONE) {
            write(slot, array, offset, length);
        }
        return slot;
    }

    /// Puts another array where one was. The slot is given back if it does not fit.
    ///
    /// @return as [#put]
    int replace(int slot, byte[] array, int offset, int length) {
        int units = (length + LENGTH_BYTES + UNIT - 1) / UNIT;
        if (units == unitsOf(slot)) {
            write(slot, array, offset, length);
            return slot;
        }
        int other = put(array, offset, length);
        release(slot);
        return other;
    }

    byte[] get(int slot) {
        MemorySegment segment = segments.get(slot / SEGMENT_UNITS);
        long at = at(slot);
        var array = new byte[Short.toUnsignedInt(segment.get(SHORT, at))];
        MemorySegment.copy(segment, BYTE, at + LENGTH_BYTES, array, 0, array.length);
        return array;
    }

    void release(int slot) {
        int units = unitsOf(slot);
        segments.get(slot / SEGMENT_UNITS).set(INT, at(slot), free[units]);
        free[units] = slot;
    }

    /// All slots are free.
    void clear() {
        Arrays.fill(free, NONE);
        Arrays.fill(freshLeft, 0);
        pages = 0;
    }

    private int unitsOf(int slot) {
        int length = segments.get(slot / SEGMENT_UNITS).get(SHORT, at(slot));
        return ((length & 0xffff) + LENGTH_BYTES + UNIT - 1) / UNIT;
    }

    private void write(int slot, byte[] array, int offset, int length) {
        MemorySegment segment = segments.get(slot / SEGMENT_UNITS);
        long at = at(slot);
        segment.set(SHORT, at, (short) length);
        MemorySegment.copy(array, offset, segment, BYTE, at + LENGTH_BYTES, length);
    }

    private int take(int units) {
        int slot = free[units];
        if (slot != NONE) {
            free[units] = segments.get(slot / SEGMENT_UNITS).get(INT, at(slot));
            return slot;
        }
        if (freshLeft[units] == 0 && !openPage(units)) {
            return NONE;
        }
        freshLeft[units]--;
        slot = fresh[units];
        fresh[units] += units;
        return slot;
    }

    private boolean openPage(int units) {
        int first = pages * PAGE_UNITS;
        if (first / SEGMENT_UNITS == segments.size()) {
            if (segments.size() == mostSegments) {
                return false;
            }
            try {
                segments.add(arena.allocate(SEGMENT_BYTES));
            } catch (OutOfMemoryError _) {
                // the system has less than was allowed; further rows are read from the store
                return false;
            }
        }
        // number 0 means none
        int skipped = first == 0 ? 1 : 0;
        fresh[units] = first + skipped;
        freshLeft[units] = (PAGE_UNITS - skipped) / units;
        pages++;
        return true;
    }

    private static long at(int slot) {
        return (long) (slot % SEGMENT_UNITS) * UNIT;
    }
}
