package org.fivegmc.store.resident;

/// How much a writer keeps in memory, as it was after its last change. Read from any thread.
public final class ResidentSize {

    private volatile long rows;
    private volatile long bytes;

    void set(long nowRows, long nowBytes) {
        rows = nowRows;
        bytes = nowBytes;
    }

    public long rows() {
        return rows;
    }

    /// Octets outside the heap.
    public long bytes() {
        return bytes;
    }
}
