package org.fivegmc.maap.content.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

/// Files in a directory of this machine, laid out as [DirectoryLayout] draws it.
///
/// A file exists when its facts do: octets are moved into place and are on the disk before the
/// facts are written, and facts are deleted before octets. So a crash leaves octets without facts
/// at worst, which the next start deletes. How many octets of a draft are safe stands in its facts;
/// the rest is cut off when it is taken up again.
public final class LocalFileStore implements FileStore {
    private static final Logger LOG = LoggerFactory.getLogger("mc.content");

    private final DirectoryLayout layout;
    private final StoreLimits limits;
    private final InstantSource clock;
    private final Quotas quotas;
    private final Set<FileId> writing = ConcurrentHashMap.newKeySet();
    private final FileChannel lockFile;

    /// Opens a directory, creates it if need be, clears up what a crash left and counts what is
    /// there, which reads the facts of every file.
    public LocalFileStore(Path directory, StoreLimits limits, InstantSource clock)
            throws IOException {
        this.layout = new DirectoryLayout(directory);
        this.limits = limits;
        this.clock = clock;
        this.quotas = new Quotas(limits);
        layout.create();
        lockFile =
                FileChannel.open(
                        layout.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            lock(directory);
            new StoreRecovery(layout, quotas).run();
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
        Usage found = usage();
        LOG.info(
                "files in {}: {} of {} octets, {} owners",
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
            Optional<StoredFile> there =
                    find(id).filter(file -> file.until().isAfter(clock.instant()));
            if (there.isPresent()) {
                // its address has been given out
                return new Begun.Exists(there.get());
            }
            dropDraft(id);
            dropFile(id);
            Optional<StoreRefusal> refused = isFull();
            if (refused.isEmpty()) {
                refused = quotas.begin(facts.owner());
            }
            if (refused.isPresent()) {
                return new Begun.Refused(refused.get());
            }
            try {
                var draft = new Draft(facts, 0, clock.instant());
                FactsFile.write(layout.draft(id, FactsFile.SUFFIX), draft);
                var writer = new LocalFileWriter(this, draft);
                handedOut = true;
                return new Begun.Ready(writer);
            } catch (IOException e) {
                quotas.gone(facts.owner(), 0);
                throw e;
            }
        } finally {
            if (!handedOut) {
                writing.remove(id);
            }
        }
    }

    /// Whether the octets are there that the facts tell of: a publication that failed half-way has
    /// moved them.
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
            var writer = new LocalFileWriter(this, draft.get());
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
        return Files.getFileStore(layout.root()).getUsableSpace() < limits.minFree()
                ? Optional.of(StoreRefusal.FREE_SPACE)
                : Optional.empty();
    }

    DirectoryLayout layout() {
        return layout;
    }

    Quotas quotas() {
        return quotas;
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
        return FactsFile.stored(layout.file(id, FactsFile.SUFFIX), id);
    }

    @Override
    public InputStream open(FileId id, long offset) throws IOException {
        FileChannel channel =
                FileChannel.open(layout.file(id, DirectoryLayout.DATA), StandardOpenOption.READ);
        channel.position(offset);
        return Channels.newInputStream(channel);
    }

    @Override
    public boolean markOpened(FileId id) throws IOException {
        if (!Files.exists(layout.file(id, FactsFile.SUFFIX))) {
            return false;
        }
        try {
            Files.createFile(layout.file(id, DirectoryLayout.OPENED));
            return true;
        } catch (FileAlreadyExistsException | NoSuchFileException _) {
            return false;
        }
    }

    @Override
    public void delete(FileId id) throws IOException {
        if (!writing.add(id)) {
            return;
        }
        try {
            dropDraft(id);
            Optional<FileId> thumbnail = find(id).flatMap(file -> file.facts().thumbnail());
            dropFile(id);
            if (thumbnail.isPresent()) {
                delete(thumbnail.get());
            }
        } finally {
            writing.remove(id);
        }
    }

    /// Holding the name. Its thumbnail stays: it may be that of a new file of this name already,
    /// and expires by itself.
    private void dropFile(FileId id) throws IOException {
        Optional<StoredFile> file = find(id);
        if (file.isEmpty()) {
            return;
        }
        boolean deleted = Files.deleteIfExists(layout.file(id, FactsFile.SUFFIX));
        Files.deleteIfExists(layout.file(id, DirectoryLayout.OPENED));
        Files.deleteIfExists(layout.file(id, DirectoryLayout.DATA));
        if (deleted) {
            quotas.gone(file.get().facts().owner(), file.get().size());
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
        quotas.gone(draft.get().facts().owner(), draft.get().length());
        return true;
    }

    @Override
    public Swept sweep(Instant now, Duration draftLifetime) throws IOException {
        int abandoned = 0;
        for (FileId id : DirectoryLayout.ids(layout.drafts(), FactsFile.SUFFIX)) {
            abandoned += sweepDraft(id, now.minus(draftLifetime)) ? 1 : 0;
        }
        int expired = 0;
        for (Path shard : layout.shards()) {
            for (FileId id : DirectoryLayout.ids(shard, FactsFile.SUFFIX)) {
                expired += sweepFile(id, now) ? 1 : 0;
            }
        }
        return new Swept(expired, abandoned);
    }

    private boolean sweepDraft(FileId id, Instant untouchedSince) throws IOException {
        if (!writing.add(id)) {
            return false;
        }
        try {
            Optional<Draft> draft = draft(id);
            if (draft.isEmpty() || !draft.get().touchedAt().isBefore(untouchedSince)) {
                return false;
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
        } finally {
            writing.remove(id);
        }
    }

    private boolean sweepFile(FileId id, Instant now) throws IOException {
        try {
            Path facts = layout.file(id, FactsFile.SUFFIX);
            if (!Files.getLastModifiedTime(facts).toInstant().isBefore(now) || !writing.add(id)) {
                return false;
            }
            try {
                Optional<StoredFile> file = find(id);
                if (file.isEmpty() || !file.get().until().isBefore(now)) {
                    return false;
                }
                dropFile(id);
                return true;
            } finally {
                writing.remove(id);
            }
        } catch (FactsFile.Unreadable | NoSuchFileException _) {
            return false;
        }
    }

    @Override
    public Usage usage() {
        return quotas.usage();
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
