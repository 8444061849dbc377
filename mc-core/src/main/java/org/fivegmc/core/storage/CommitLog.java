package org.fivegmc.core.storage;

/// Makes commit records durable: when [#append] returns, the record survives the loss the
/// deployment promises to survive. Fenced: an owner that was replaced can never append again.
/// Implementations are accepted by `StorageEngineContract`.
public interface CommitLog extends AutoCloseable {

    /// Appends and waits until the record is durable. Called by several writers at once;
    /// implementations share the flush.
    ///
    /// @return the record's position, rising
    /// @throws StorageException when it is not, or not certainly, durable
    long append(CommitRecord record);

    /// The same, unless the engine's [StorageEngine#epoch()] is another one by now: then the record
    /// rests on what may no longer be true, and it is surely not applied.
    default long append(CommitRecord record, long epoch) {
        return append(record);
    }

    @Override
    void close();
}
