package org.fivegmc.maap.content.store;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Keeps files that come as streams. A file is a draft until it is published, and from then on
/// whole and unchangeable.
///
/// ```
///   (nothing) --begin--> draft --publish--> file --until has passed, sweep--> (nothing)
///                        |   ^
///                 close  |   | resume
///                        v   |
///                        kept --untouched for long, sweep--> (nothing)
/// ```
///
/// Names are chosen by the caller. Nothing here asks for renaming, for writing into the middle or
/// for listing names in an order, so that an object store can do the same.
///
/// Thread-safe; methods block. A [StoreUnavailableException] says that the same may work later.
public interface FileStore extends AutoCloseable {
    /// What all files take, drafts included.
    record Usage(long files, long octets) {}

    /// What a sweep deleted.
    record Swept(int expired, int abandoned) {}

    /// A new draft, unless the file is there; an earlier draft or an expired file of the same name
    /// is gone.
    Begun begin(FileFacts facts) throws IOException;

    /// Goes on with a draft.
    Begun resume(FileId id) throws IOException;

    Optional<Draft> draft(FileId id) throws IOException;

    /// A file, even when it has expired and was not swept yet.
    Optional<StoredFile> find(FileId id) throws IOException;

    /// At least `length` octets from `offset` on. A file that is deleted meanwhile is read to its
    /// end, unless it is far away and the way there breaks.
    InputStream open(StoredFile file, long offset, long length) throws IOException;

    /// Remembers that somebody opened the file; whether it was the first time.
    boolean markOpened(StoredFile file) throws IOException;

    /// Deletes a file with its thumbnail, or a draft nobody is writing.
    void delete(FileId id) throws IOException;

    /// Deletes files that expired before `now` and drafts untouched since `now - draftLifetime`.
    Swept sweep(Instant now, Duration draftLifetime) throws IOException;

    Usage usage();

    @Override
    void close() throws IOException;
}
