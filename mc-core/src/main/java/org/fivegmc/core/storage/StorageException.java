package org.fivegmc.core.storage;

/// A commit or a read did not work. What is certain is in [#kind()].
public final class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// What the caller may conclude.
    public enum Kind {
        /// Surely not applied; may work later.
        UNAVAILABLE,
        /// May or may not have been applied; repeating the same record is safe.
        UNKNOWN,
        /// This process no longer owns the shard: stop at once.
        FENCED,
        /// No room; surely not applied.
        FULL,
        /// What was read is not what was written.
        CORRUPT
    }

    private final Kind kind;

    public StorageException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public StorageException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
