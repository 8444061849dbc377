package org.fivegmc.maap.content.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Where whole files stand: the part of a [StagedFileStore] that differs with what is behind it.
/// Whatever is not reached now, but may be later, is a [StoreUnavailableException].
///
/// Thread-safe; methods block.
public interface Shelf extends AutoCloseable {
    /// Runs something while nobody writes a file.
    @FunctionalInterface
    interface Holder {
        /// Something to do while a name is held.
        @FunctionalInterface
        interface Action {
            boolean run() throws IOException;
        }

        /// What the action says; false, without running it, when somebody is writing the file.
        boolean holding(FileId id, Action action) throws IOException;
    }

    /// Called once, before anything else: clears up, and counts what is there.
    void start(Quotas quotas) throws IOException;

    /// Called before a file is begun: whether quotas can be told. Throws when they can't be.
    void ready() throws IOException;

    /// What an owner's files are counted by.
    String account(String owner);

    Optional<StoredFile> find(FileId id) throws IOException;

    /// Takes the octets from a file, which may be gone afterwards. When this returns the file
    /// survives a crash and everybody sees it as a whole; when it throws nobody sees a part of it.
    ///
    /// @param again whether an earlier try may have come about all the same, its answer lost
    /// @return what stands on the shelf: the file, or what that earlier try has put there
    StoredFile put(StoredFile file, Path octets, boolean again) throws IOException;

    /// At least `length` octets from `offset` on; [NoSuchFileException] when it is gone.
    InputStream open(StoredFile file, long offset, long length) throws IOException;

    /// Remembers that somebody opened the file; whether it was the first time.
    boolean markOpened(StoredFile file) throws IOException;

    /// Deletes a file that nobody is writing.
    void drop(StoredFile file) throws IOException;

    /// Deletes files that expired before `now`, and what was begun and never came to its end.
    ///
    /// @param draftLifetime after which nobody goes on with something begun
    /// @return how many files expired
    int sweep(Instant now, Duration draftLifetime, Holder holder) throws IOException;

    @Override
    void close() throws IOException;
}
