package org.fivegmc.maap.content.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Writes one draft of a [StagedFileStore]. From time to time what has come is put on the disk and
/// its length into the facts, which is what a crash leaves: when [#CHECKPOINT] octets have come
/// since and [#PAUSE] has passed. A fast upload is over before that, and the flushes would take
/// half its time.
final class DraftWriter implements FileWriter {
    static final long CHECKPOINT = 8 * 1024 * 1024;
    static final Duration PAUSE = Duration.ofSeconds(2);

    private static final int BUFFER = 128 * 1024;

    private final StagedFileStore store;
    private final FileFacts facts;
    private final String account;
    private final FileChannel data;
    private long length;
    private long safe;
    private Instant safeSince;
    private boolean whole;

    /// An earlier writer has had all of it and tried to publish it.
    private final boolean tried;

    private boolean ended;
    private boolean closed;

    /// Octets behind the safe ones are cut off.
    DraftWriter(StagedFileStore store, Draft draft) throws IOException {
        this.store = store;
        this.facts = draft.facts();
        this.account = store.account(facts);
        this.length = draft.length();
        this.safe = draft.length();
        this.safeSince = store.now();
        this.whole = draft.whole();
        this.tried = draft.whole();
        data =
                FileChannel.open(
                        store.layout().draft(facts.id(), DirectoryLayout.DATA),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            data.truncate(length);
            data.position(length);
        } catch (IOException e) {
            data.close();
            throw e;
        }
    }

    @Override
    public FileFacts facts() {
        return facts;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public Written append(InputStream in, long most) throws IOException {
        whole = false;
        var buffer = new byte[BUFFER];
        long left = most;
        while (true) {
            // a large upload arrives in small pieces, and writing each would cost more than copying
            int room = (int) Math.min(BUFFER, left + 1);
            int filled = 0;
            int n = 0;
            Optional<IOException> cut = Optional.empty();
            try {
                while (filled < room && n >= 0) {
                    n = in.read(buffer, filled, room - filled);
                    filled += Math.max(n, 0);
                }
            } catch (IOException e) {
                cut = Optional.of(e);
            }
            if (filled > left) {
                return new Written.TooLong();
            }
            left -= filled;
            Optional<StoreRefusal> refused = filled == 0 ? Optional.empty() : store(buffer, filled);
            if (refused.isPresent()) {
                return new Written.Refused(refused.get());
            }
            if (cut.isPresent()) {
                return new Written.CutOff(cut.get());
            }
            if (n < 0) {
                return new Written.All();
            }
        }
    }

    private Optional<StoreRefusal> store(byte[] buffer, int n) throws IOException {
        Optional<StoreRefusal> refused = store.quotas().take(account, n);
        if (refused.isPresent()) {
            return refused;
        }
        try {
            ByteBuffer octets = ByteBuffer.wrap(buffer, 0, n);
            while (octets.hasRemaining()) {
                data.write(octets);
            }
        } catch (IOException e) {
            store.quotas().giveBack(account, n);
            data.truncate(length);
            data.position(length);
            if (store.isFull().isPresent()) {
                return store.isFull();
            }
            throw e;
        }
        length += n;
        if (length - safe >= CHECKPOINT && isDue()) {
            checkpoint();
            return store.isFull();
        }
        return Optional.empty();
    }

    /// Also when the clock has been set back, which would put it off for as long.
    private boolean isDue() {
        Instant now = store.now();
        return now.isBefore(safeSince) || !now.isBefore(safeSince.plus(PAUSE));
    }

    /// Without facts nobody would find it again, and its quota would be taken for ever.
    private void keep() throws IOException {
        try {
            checkpoint();
        } catch (IOException | RuntimeException e) {
            try {
                if (Files.notExists(store.layout().draft(facts.id(), FactsFile.SUFFIX))) {
                    discard();
                } else {
                    fallBack();
                }
            } catch (IOException more) {
                e.addSuppressed(more);
            }
            throw e;
        }
    }

    /// To what the facts tell of, which is what whoever takes it up or drops it reckons with.
    private void fallBack() throws IOException {
        store.quotas().giveBack(account, length - safe);
        length = safe;
        data.truncate(safe);
    }

    private void checkpoint() throws IOException {
        DirectoryLayout layout = store.layout();
        layout.fsync().octets(data, layout.draft(facts.id(), DirectoryLayout.DATA));
        FactsFile.write(
                layout.draft(facts.id(), FactsFile.SUFFIX),
                new Draft(facts, length, store.now(), whole),
                layout.fsync());
        safe = length;
        safeSince = store.now();
    }

    @Override
    public StoredFile publish(Instant until) throws IOException {
        FileId id = facts.id();
        Path octets = store.layout().draft(id, DirectoryLayout.DATA);
        store.layout().fsync().octets(data, octets);
        whole = true;
        StoredFile file =
                store.shelf().put(new StoredFile(facts, length, store.now(), until), octets, tried);
        ended = true;
        Path draft = store.layout().draft(id, FactsFile.SUFFIX);
        try {
            Files.deleteIfExists(octets);
            Files.deleteIfExists(draft);
        } finally {
            if (Files.exists(draft)) {
                // a sweep takes it for a draft, besides the file it has become
                store.quotas().found(account, safe);
            }
        }
        return file;
    }

    @Override
    public void discard() throws IOException {
        ended = true;
        DirectoryLayout layout = store.layout();
        Path draft = layout.draft(facts.id(), FactsFile.SUFFIX);
        try {
            Files.deleteIfExists(layout.draft(facts.id(), DirectoryLayout.DATA));
            Files.deleteIfExists(draft);
        } finally {
            if (Files.exists(draft)) {
                fallBack(); // the rest goes when a sweep drops it
            } else {
                store.quotas().gone(account, length);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (data) {
            if (!ended) {
                keep();
            }
        } finally {
            store.released(facts.id());
        }
    }
}
