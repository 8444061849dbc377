package org.fivegmc.maap.content.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gathers drafts in a directory of this machine, as [DirectoryLayout] draws it, and puts what is
/// whole onto a [Shelf].
///
/// How many octets of a draft are safe stands in its facts; the rest is cut off when it is taken up
/// again. A draft that is whole stays one until the shelf has it: if that can't be reached, what
/// came is not lost.
public final class StagedFileStore implements FileStore {
    private static final Logger LOG = LoggerFactory.getLogger("mc.content");

    private final DirectoryLayout layout;
    private final Shelf shelf;
    private final StoreLimits limits;
    private final InstantSource clock;
    private final Quotas quotas;
    private final Set<FileId> writing = ConcurrentHashMap.newKeySet();
    private final FileChannel lockFile;

    /// To find it for a directory, all that is mounted is read.
    private final java.nio.file.FileStore disk;

    /// Opens a directory, creates it if need be, clears up what a crash left and has the shelf
    /// count what is there. Closes the shelf when it is closed, or can't be opened.
    public StagedFileStore(Path directory, Shelf shelf, StoreLimits limits, InstantSource clock)
            throws IOException {
        this(directory, shelf, limits, clock, Fsync.kernel());
    }

    StagedFileStore(
            Path directory, Shelf shelf, StoreLimits limits, InstantSource clock, Fsync fsync)
            throws IOException {
        this.layout = new DirectoryLayout(directory, fsync);
        this.shelf = shelf;
        this.limits = limits;
        this.clock = clock;
        this.quotas = new Quotas(limits);
        layout.create();
        disk = Files.getFileStore(layout.root());
        lockFile =
                FileChannel.open(
                        layout.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            lock(directory);
            new StoreRecovery(layout, quotas, shelf::account).drafts();
            shelf.start(quotas);
        } catch (IOException | RuntimeException e) {
            shelf.close();
            lockFile.close();
            throw e;
        }
        Usage found = usage();
        LOG.info(
                "files begun in {}: with all others {} of {} octets, {} owners",
                directory.toAbsolutePath(),
                found.files(),
                found.octets(),
                quotas.owners());
    }

    private void lock(Path directory) throws IOException {
        FileLock held;
        try {
            held = lockFile.tryLock();
        } catch (OverlappingFileLockException _) {
            held = null;
        }
        if (held == null) {
            throw new IOException(directory + " is in use by another server");
        }
    }

    @Override
    public Begun begin(FileFacts facts) throws IOException {
        FileId id = facts.id();
        if (!writing.add(id)) {
            return new Begun.Busy();
        }
        boolean handedOut = false;
        try {
            Optional<StoredFile> there = shelf.find(id);
            dropDraft(id);
            if (there.isPresent() && there.get().until().isAfter(clock.instant())) {
                // its address has been given out
                return new Begun.Exists(there.get());
            }
            if (there.isPresent()) {
                shelf.drop(there.get());
            }
            Optional<StoreRefusal> refused = isFull();
            if (refused.isEmpty()) {
                shelf.ready();
                refused = quotas.begin(account(facts));
            }
            if (refused.isPresent()) {
                return new Begun.Refused(refused.get());
            }
            try {
                // its facts are written when something of it is safe
                var writer = new DraftWriter(this, new Draft(facts, 0, clock.instant(), false));
                handedOut = true;
                return new Begun.Ready(writer);
            } catch (IOException e) {
                quotas.gone(account(facts), 0);
                throw e;
            }
        } finally {
            if (!handedOut) {
                writing.remove(id);
            }
        }
    }

    /// Whether the octets are there that the facts tell of: a publication that failed half-way may
    /// have moved them.
    private boolean holds(Draft draft) throws IOException {
        Path data = layout.draft(draft.facts().id(), DirectoryLayout.DATA);
        return draft.length() == 0 || (Files.exists(data) && Files.size(data) >= draft.length());
    }

    @Override
    public Begun resume(FileId id) throws IOException {
        if (!writing.add(id)) {
            return new Begun.Busy();
        }
        boolean handedOut = false;
        try {
            Optional<Draft> draft = draft(id);
            if (draft.isEmpty()) {
                return new Begun.Unknown();
            }
            if (!holds(draft.get())) {
                dropDraft(id);
                return new Begun.Unknown();
            }
            Optional<StoreRefusal> refused = isFull();
            if (refused.isPresent()) {
                return new Begun.Refused(refused.get());
            }
            var writer = new DraftWriter(this, draft.get());
            handedOut = true;
            return new Begun.Ready(writer);
        } finally {
            if (!handedOut) {
                writing.remove(id);
            }
        }
    }

    /// Whether the disk has too little room.
    Optional<StoreRefusal> isFull() throws IOException {
        return disk.getUsableSpace() < limits.minFree()
                ? Optional.of(StoreRefusal.FREE_SPACE)
                : Optional.empty();
    }

    DirectoryLayout layout() {
        return layout;
    }

    Shelf shelf() {
        return shelf;
    }

    Quotas quotas() {
        return quotas;
    }

    String account(FileFacts facts) {
        return shelf.account(facts.owner());
    }

    Instant now() {
        return clock.instant();
    }

    /// A writer has ended.
    void released(FileId id) {
        writing.remove(id);
    }

    @Override
    public Optional<Draft> draft(FileId id) throws IOException {
        return FactsFile.draft(layout.draft(id, FactsFile.SUFFIX), id);
    }

    @Override
    public Optional<StoredFile> find(FileId id) throws IOException {
        return shelf.find(id);
    }

    @Override
    public InputStream open(StoredFile file, long offset, long length) throws IOException {
        return shelf.open(file, offset, length);
    }

    @Override
    public boolean markOpened(StoredFile file) throws IOException {
        return shelf.markOpened(file);
    }

    @Override
    public void delete(FileId id) throws IOException {
        holding(
                id,
                () -> {
                    dropDraft(id);
                    Optional<StoredFile> file = shelf.find(id);
                    if (file.isPresent()) {
                        shelf.drop(file.get());
                        Optional<FileId> thumbnail = file.get().facts().thumbnail();
                        if (thumbnail.isPresent()) {
                            delete(thumbnail.get());
                        }
                    }
                    return true;
                });
    }

    private boolean holding(FileId id, Shelf.Holder.Action action) throws IOException {
        if (!writing.add(id)) {
            return false;
        }
        try {
            return action.run();
        } finally {
            writing.remove(id);
        }
    }

    /// Holding the name. A draft's thumbnail stays: a second try of the same upload has it anew.
    private boolean dropDraft(FileId id) throws IOException {
        Optional<Draft> draft = draft(id);
        if (draft.isEmpty()) {
            return false;
        }
        Files.deleteIfExists(layout.draft(id, DirectoryLayout.DATA));
        Files.deleteIfExists(layout.draft(id, FactsFile.SUFFIX));
        quotas.gone(account(draft.get().facts()), draft.get().length());
        return true;
    }

    @Override
    public Swept sweep(Instant now, Duration draftLifetime) throws IOException {
        Instant untouchedSince = now.minus(draftLifetime);
        int abandoned = 0;
        for (FileId id : DirectoryLayout.ids(layout.drafts(), FactsFile.SUFFIX)) {
            abandoned += holding(id, () -> sweepDraft(id, untouchedSince)) ? 1 : 0;
        }
        return new Swept(shelf.sweep(now, draftLifetime, this::holding), abandoned);
    }

    private boolean sweepDraft(FileId id, Instant untouchedSince) throws IOException {
        try {
            Optional<Draft> draft = draft(id);
            if (draft.isEmpty() || !draft.get().touchedAt().isBefore(untouchedSince)) {
                return false;
            }
            if (find(id).isPresent()) {
                return dropDraft(
                        id); // published, and only its draft was left: the file names the thumbnail
            }
            Optional<FileId> thumbnail = draft.get().facts().thumbnail();
            if (thumbnail.isPresent()
                    && find(thumbnail.get())
                            .filter(file -> file.storedAt().isBefore(untouchedSince))
                            .isPresent()) {
                delete(thumbnail.get());
            }
            return dropDraft(id);
        } catch (FactsFile.Unreadable _) {
            return false; // told at the start
        }
    }

    @Override
    public Usage usage() {
        return quotas.usage();
    }

    @Override
    public void close() throws IOException {
        try (lockFile) {
            shelf.close();
        }
    }
}
