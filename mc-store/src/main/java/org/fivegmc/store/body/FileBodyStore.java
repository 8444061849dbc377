package org.fivegmc.store.body;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.fivegmc.core.message.BodyRef;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.BodyStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Bodies as files in a directory of this machine, laid out as [BodyDirectory] draws it.
///
/// A body is there when its draft has been renamed, which happens after its octets are on the disk
/// and is on the disk itself before anybody hears of it. Its directory is that of the last day on
/// which somebody may need it: what nobody deletes, because a process ended between file and row,
/// goes with that day.
///
/// | thread | work |
/// |---|---|
/// | the caller's | copies and queues |
/// | a virtual one for each draft or reader with work | opens, writes, reads, forces, renames |
/// | the janitor, one virtual thread | deletes bodies, and the days that have passed |
public final class FileBodyStore implements BodyStore, AutoCloseable {

    static final String CLOSED = "the store of bodies is closed";

    /// Deletions that may wait; what comes when they do is left to its day.
    static final int DELETIONS = 65_536;

    /// How long a day stays when it has passed: what expires at its end may be on its way.
    static final Duration GRACE = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger("mc.store");
    private static final Duration SWEEP = Duration.ofHours(1);
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final BodyDirectory directory;
    private final BodyRoom room;
    private final InstantSource clock;
    private final ExecutorService disk;
    private final FileChannel lockFile;
    private final Set<FileChannel> open = ConcurrentHashMap.newKeySet();

    /// Empty wakes the janitor up to end.
    private final BlockingQueue<Optional<BodyRef>> deletions = new LinkedBlockingQueue<>(DELETIONS);

    private final Thread janitor;
    private volatile boolean closing;

    /// Opens a directory, creates it if need be, deletes the drafts of an earlier process and
    /// counts the bodies, which asks for the size of each.
    public FileBodyStore(Path root, BodyLimits limits, InstantSource clock) throws IOException {
        this.directory = new BodyDirectory(root);
        this.clock = clock;
        this.room = new BodyRoom(limits, () -> Files.getFileStore(root).getUsableSpace());
        directory.create();
        lockFile =
                FileChannel.open(
                        directory.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            lock();
            takeUp();
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
        disk = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("mc-body-", 0).factory());
        janitor = Thread.ofVirtual().name("mc-body-janitor").start(this::tidy);
    }

    private void lock() throws IOException {
        FileLock held;
        try {
            held = lockFile.tryLock();
        } catch (OverlappingFileLockException _) {
            held = null;
        }
        if (held == null) {
            throw new IOException(directory.root() + " is in use by another server");
        }
    }

    private void takeUp() throws IOException {
        int drafts = 0;
        for (LocalDate day : directory.days()) {
            try (var files = Files.newDirectoryStream(directory.root().resolve(day.toString()))) {
                for (Path file : files) {
                    if (file.toString().endsWith(BodyDirectory.DRAFT)) {
                        Files.deleteIfExists(file);
                        drafts++;
                    } else if (file.toString().endsWith(BodyDirectory.BODY)) {
                        room.bodyFound(BodyDirectory.account(file), Files.size(file));
                    }
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
        LOG.info(
                "large bodies in {}: {}, {} octets, {} owners; {} draft(s) of an earlier run deleted",
                directory.root().toAbsolutePath(),
                room.bodies(),
                room.octets(),
                room.owners(),
                drafts);
    }

    // --- any thread ---

    @Override
    public Draft draft(UserAddress owner, long keepUntilMs) {
        return new FileDraft(this, BodyDirectory.account(owner), keepUntilMs);
    }

    @Override
    public Reader open(BodyRef ref) {
        return new FileBodyReader(this, ref);
    }

    @Override
    public void delete(BodyRef ref) {
        if (!closing && !deletions.offer(Optional.of(ref))) {
            LOG.debug("too much to delete; body {} goes with its day", ref.name());
        }
    }

    /// How many bodies there are.
    public long bodies() {
        return room.bodies();
    }

    /// What bodies and drafts take, as the limit counts them.
    public long octets() {
        return room.octets();
    }

    // --- for drafts and readers ---

    BodyRoom room() {
        return room;
    }

    BodyDirectory directory() {
        return directory;
    }

    /// For a body that is needed until then, and not in a day that is swept already.
    String newName(String account, long keepUntilMs) {
        return BodyDirectory.newName(
                BodyDirectory.day(Math.max(keepUntilMs, clock.millis())), account);
    }

    /// @return false when the store is closed
    boolean run(Runnable work) {
        try {
            disk.execute(work);
            return true;
        } catch (RejectedExecutionException _) {
            return false;
        }
    }

    /// What a callback throws must not end the work of the disk.
    void tell(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException e) {
            LOG.error("a callback of the store of bodies failed", e);
        }
    }

    FileChannel opened(FileChannel channel) {
        open.add(channel);
        return channel;
    }

    void close(FileChannel channel) {
        open.remove(channel);
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("a body did not close", e);
        }
    }

    void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} stays until its day has passed", file, e);
        }
    }

    // --- the janitor ---

    private void tidy() {
        long nextSweep = System.nanoTime();
        try {
            while (!closing || !deletions.isEmpty()) {
                long left = nextSweep - System.nanoTime();
                if (left <= 0) {
                    sweep();
                    nextSweep = System.nanoTime() + SWEEP.toNanos();
                    continue;
                }
                Optional<BodyRef> ref = deletions.poll(left, TimeUnit.NANOSECONDS);
                if (ref != null) {
                    ref.ifPresent(this::remove);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void remove(BodyRef ref) {
        Optional<Path> file = directory.known(ref.name());
        if (file.isEmpty()) {
            LOG.warn("a row refers to a body with an impossible name");
            return;
        }
        try {
            removeBody(file.get());
        } catch (IOException e) {
            LOG.warn("{} stays until its day has passed", file.get(), e);
        }
    }

    /// Whoever deletes it gives its room back, and nobody else.
    private boolean removeBody(Path file) throws IOException {
        long length;
        try {
            length = Files.size(file);
        } catch (NoSuchFileException _) {
            return false;
        }
        if (!Files.deleteIfExists(file)) {
            return false;
        }
        room.bodyGone(BodyDirectory.account(file), length);
        return true;
    }

    /// Removes the days that have passed, with what nobody deleted.
    ///
    /// @return number of bodies
    int sweep() {
        LocalDate first = BodyDirectory.day(clock.millis() - GRACE.toMillis());
        int removed = 0;
        try {
            for (LocalDate day : directory.days()) {
                if (day.isBefore(first)) {
                    removed += sweep(directory.root().resolve(day.toString()));
                }
            }
        } catch (IOException e) {
            LOG.warn("the bodies of past days can't all be removed", e);
        }
        if (removed > 0) {
            LOG.info("{} large bodies that nothing refers to removed with their day", removed);
        }
        return removed;
    }

    private int sweep(Path day) throws IOException {
        int removed = 0;
        try (var files = Files.newDirectoryStream(day, "*" + BodyDirectory.BODY)) {
            for (Path file : files) {
                removed += removeBody(file) ? 1 : 0;
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        try {
            Files.deleteIfExists(day);
        } catch (DirectoryNotEmptyException _) {
            // a draft that takes very long, or something of an operator's
        }
        return removed;
    }

    /// Carries out what is queued and takes nothing more. Drafts that have not ended are lost.
    @Override
    public void close() throws IOException {
        closing = true;
        disk.shutdown();
        try {
            // if there is no room for it, the janitor is awake anyhow
            boolean _ = deletions.offer(Optional.empty());
            if (!disk.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)
                    || !janitor.join(CLOSE)) {
                LOG.warn("the disk has not come to an end with large bodies");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        for (FileChannel channel : open) {
            close(channel);
        }
        lockFile.close();
    }
}
