package org.fivegmc.maap.content.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Files in the directory in which their drafts are, laid out as [DirectoryLayout] draws it.
///
/// A file exists when its facts do: octets are on the disk and moved into place before the facts
/// are, and facts are deleted before octets. Both moves are made safe at once, before anybody is
/// told. A crash before that leaves octets without facts, or on some file systems facts without
/// octets, and the next start deletes either.
public final class LocalShelf implements Shelf {
    private final DirectoryLayout layout;
    private Quotas quotas = Quotas.none();

    public LocalShelf(Path directory) {
        this(directory, Fsync.kernel());
    }

    LocalShelf(Path directory, Fsync fsync) {
        layout = new DirectoryLayout(directory, fsync);
    }

    /// Reads the facts of every file.
    @Override
    public void start(Quotas counted) throws IOException {
        quotas = counted;
        Files.createDirectories(layout.files());
        new StoreRecovery(layout, counted, this::account).files();
    }

    @Override
    public void ready() {
        // counted at the start
    }

    @Override
    public String account(String owner) {
        return owner;
    }

    @Override
    public Optional<StoredFile> find(FileId id) throws IOException {
        return FactsFile.stored(layout.file(id, FactsFile.SUFFIX), id);
    }

    @Override
    public StoredFile put(StoredFile file, Path octets, boolean again) throws IOException {
        FileId id = file.facts().id();
        Path shard = layout.shard(id);
        if (!Files.exists(shard)) {
            Files.createDirectories(shard);
            layout.fsync().names(layout.files());
        }
        Files.move(
                octets,
                layout.file(id, DirectoryLayout.DATA),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        FactsFile.write(layout.file(id, FactsFile.SUFFIX), file, layout.fsync());
        layout.fsync().names(shard);
        return file;
    }

    @Override
    public InputStream open(StoredFile file, long offset, long length) throws IOException {
        return LocalOctets.open(layout.file(file.facts().id(), DirectoryLayout.DATA), offset);
    }

    @Override
    public boolean markOpened(StoredFile file) throws IOException {
        FileId id = file.facts().id();
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
    public void drop(StoredFile file) throws IOException {
        FileId id = file.facts().id();
        boolean deleted = Files.deleteIfExists(layout.file(id, FactsFile.SUFFIX));
        Files.deleteIfExists(layout.file(id, DirectoryLayout.OPENED));
        Files.deleteIfExists(layout.file(id, DirectoryLayout.DATA));
        if (deleted) {
            quotas.gone(account(file.facts().owner()), file.size());
        }
    }

    @Override
    public int sweep(Instant now, Duration draftLifetime, Holder holder) throws IOException {
        int expired = 0;
        for (Path shard : layout.shards()) {
            for (FileId id : DirectoryLayout.ids(shard, FactsFile.SUFFIX)) {
                expired += isOld(id, now) && holder.holding(id, () -> expire(id, now)) ? 1 : 0;
            }
        }
        return expired;
    }

    /// Without reading it.
    private boolean isOld(FileId id, Instant now) throws IOException {
        try {
            Path facts = layout.file(id, FactsFile.SUFFIX);
            return Files.getLastModifiedTime(facts).toInstant().isBefore(now);
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private boolean expire(FileId id, Instant now) throws IOException {
        try {
            Optional<StoredFile> file = find(id);
            if (file.isEmpty() || !file.get().until().isBefore(now)) {
                return false;
            }
            drop(file.get());
            return true;
        } catch (FactsFile.Unreadable _) {
            return false; // told at the start
        }
    }

    @Override
    public void close() {
        // nothing is open
    }
}
