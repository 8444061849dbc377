package org.fivegmc.core.storage;

import org.jspecify.annotations.Nullable;

/// The rows as of the applied records. Reads may run beside a commit and see it wholly or not at
/// all. Implementations are accepted by `StorageEngineContract`.
public interface StateStore extends AutoCloseable {

    /// The value, or null.
    byte @Nullable [] get(Family family, byte[] key);

    /// Rows with `from <= key < to` in the order of unsigned bytes, until the visitor says stop.
    void scan(Family family, byte[] from, byte[] to, RowVisitor visitor);

    /// Applies a record that a log has made durable before; a no-op where log and store are one.
    void apply(long position, CommitRecord record);

    /// About how many rows a family has, for people; -1 when that can't be told cheaply.
    default long estimatedRows(Family family) {
        return -1;
    }

    @Override
    void close();

    /// Receives the rows of a scan.
    @FunctionalInterface
    interface RowVisitor {
        /// @return whether to go on
        boolean row(byte[] key, byte[] value);
    }
}
