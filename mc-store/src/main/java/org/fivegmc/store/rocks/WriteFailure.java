package org.fivegmc.store.rocks;

import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.storage.StorageException.Kind;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/// What a failed call of RocksDB means.
///
/// A write fails in one of three ways, which the status and its text tell apart:
///
/// - the log could not take the record (`While appending to file: ....log`): what is in the log is
///   at most a part of it, which recovery cuts off. Surely not applied;
/// - the log took it but could not be synced: it may be there after the next start. Unknown;
/// - an earlier failure in the background (a table file, the manifest) made RocksDB refuse the
///   write before it touched the log. Surely not applied.
final class WriteFailure {

    private WriteFailure() {}

    static StorageException of(RocksDBException e) {
        return new StorageException(kind(e), "commit: " + describe(e), e);
    }

    static StorageException ofRead(RocksDBException e) {
        Status status = e.getStatus();
        boolean corrupt = status != null && status.getCode() == Status.Code.Corruption;
        return new StorageException(
                corrupt ? Kind.CORRUPT : Kind.UNAVAILABLE, "read: " + describe(e), e);
    }

    static Kind kind(RocksDBException e) {
        String text = describe(e);
        boolean inLog = text.contains(".log");
        if (inLog && !text.contains("While appending")) {
            return Kind.UNKNOWN;
        }
        if (isNoSpace(e)) {
            return Kind.FULL;
        }
        return inLog || isBackground(text) ? Kind.UNAVAILABLE : Kind.UNKNOWN;
    }

    private static boolean isBackground(String text) {
        return text.contains(".sst") || text.contains(".blob") || text.contains("MANIFEST");
    }

    /// RocksDB wants writers to wait until flushing or compaction has caught up.
    static boolean isStall(RocksDBException e) {
        Status status = e.getStatus();
        return status != null && status.getCode() == Status.Code.Incomplete;
    }

    static boolean isNoSpace(RocksDBException e) {
        Status status = e.getStatus();
        return (status != null && status.getSubCode() == Status.SubCode.NoSpace)
                || describe(e).contains("No space left");
    }

    static String describe(RocksDBException e) {
        String message = e.getMessage();
        return message == null ? "no reason given" : message;
    }
}
