package org.fivegmc.maap.content.store.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.fivegmc.maap.content.store.FileId;
import org.fivegmc.maap.content.store.Quotas;
import org.fivegmc.maap.content.store.Shelf;
import org.fivegmc.maap.content.store.StoreLimits;
import org.fivegmc.maap.content.store.StoreUnavailableException;
import org.fivegmc.maap.content.store.StoredFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files as objects of a bucket, one each, named as [BucketKey] draws it and with their facts as
/// metadata. An object appears as a whole or not at all, so a file does, and a crash leaves at
/// worst parts of an upload that nobody sees: a sweep takes them back after [#PARTS_LIFETIME].
///
/// Several nodes may use a bucket. Each counts all of it whenever it sweeps, and what it takes
/// itself at once. The server must list what was stored before the list was asked for.
///
/// A start with a bucket that can't be reached is one without it: downloads and uploads are refused
/// until it is there. One with a bucket that refuses us fails.
public final class BucketShelf implements Shelf {
    /// After so long nobody is still uploading parts, on no node.
    static final Duration PARTS_LIFETIME = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger("mc.content");

    /// Objects on a page of a list; no server gives more.
    private static final int PAGE = 1000;

    /// Objects of one file: generations and their marks. There are rarely more than two.
    private static final int OF_ONE_FILE = 32;

    private final Bucket bucket;
    private final Semaphore downloads;
    private final ReentrantLock listing = new ReentrantLock();
    private BucketCount count = new BucketCount(new Quotas(new StoreLimits(0, 0, 0)));
    private volatile boolean counted;

    public BucketShelf(BucketSettings settings, BucketEvents events) {
        bucket = new Bucket(settings, events);
        downloads = new Semaphore(settings.limits().downloads(), true);
    }

    @Override
    public void start(Quotas quotas) throws IOException {
        count = new BucketCount(quotas);
        try {
            bucket.check();
            list(Instant.MIN, (_, _) -> false);
        } catch (StoreUnavailableException e) {
            LOG.warn(
                    "files can not be reached, and uploads are refused, until it answers: {}",
                    e.getMessage());
        }
    }

    /// The first who asks counts, if the start could not.
    @Override
    public void ready() throws IOException {
        if (!counted) {
            if (!listing.tryLock()) {
                throw new StoreUnavailableException("what is in the bucket is being counted");
            }
            try {
                list(Instant.MIN, (_, _) -> false);
            } finally {
                listing.unlock();
            }
        }
    }

    @Override
    public String account(String owner) {
        return BucketKey.account(owner);
    }

    @Override
    public Optional<StoredFile> find(FileId id) throws IOException {
        Optional<BucketKey> key =
                bucket.page(BucketKey.all(id), OF_ONE_FILE, Optional.empty()).entries().stream()
                        .flatMap(entry -> BucketKey.parse(entry.name()).stream())
                        .filter(one -> !one.opened())
                        .max(Comparator.comparingLong(BucketKey::end));
        if (key.isEmpty()) {
            return Optional.empty();
        }
        Optional<Bucket.Head> head = bucket.head(key.get().text());
        return head.isEmpty()
                ? Optional.empty()
                : Optional.of(BucketFacts.read(id, head.get().size(), head.get().metadata()));
    }

    @Override
    public StoredFile put(StoredFile file, Path octets, boolean again) throws IOException {
        Optional<StoredFile> earlier =
                again
                        ? find(file.facts().id()).filter(there -> isOfEarlierTry(there, file))
                        : Optional.empty();
        if (earlier.isPresent()) {
            count.published(BucketKey.of(earlier.get()), earlier.get().size());
            return earlier.get();
        }
        BucketKey key = BucketKey.of(file);
        count.publishing(key);
        boolean there = false;
        try {
            bucket.put(key.text(), BucketFacts.of(file), octets, file.size());
            there = true;
        } finally {
            if (there) {
                count.published(key, file.size());
            } else {
                count.unpublished(key);
            }
        }
        return file;
    }

    /// Another life has another name: it would stand there twice, and count twice.
    private static boolean isOfEarlierTry(StoredFile there, StoredFile file) {
        return there.facts().equals(file.facts())
                && there.size() == file.size()
                && there.until().isAfter(file.storedAt());
    }

    @Override
    public InputStream open(StoredFile file, long offset, long length) throws IOException {
        return new BucketStream(bucket, downloads, BucketKey.of(file).text(), offset, length);
    }

    /// Two nodes may both be the first.
    @Override
    public boolean markOpened(StoredFile file) throws IOException {
        BucketKey key = BucketKey.of(file);
        List<String> there =
                bucket
                        .page(BucketKey.all(key.id()), OF_ONE_FILE, Optional.empty())
                        .entries()
                        .stream()
                        .map(Bucket.Entry::name)
                        .toList();
        if (there.contains(key.mark().text()) || !there.contains(key.text())) {
            return false;
        }
        bucket.putEmpty(key.mark().text());
        return true;
    }

    @Override
    public void drop(StoredFile file) throws IOException {
        BucketKey key = BucketKey.of(file);
        bucket.delete(key.text());
        count.gone(key, file.size());
        bucket.delete(key.mark().text());
    }

    @Override
    public int sweep(Instant now, Duration draftLifetime, Holder holder) throws IOException {
        if (!listing.tryLock()) {
            return 0; // somebody counts, and the next sweep is not far
        }
        try {
            int expired = list(now, holder);
            Duration parts =
                    draftLifetime.compareTo(PARTS_LIFETIME) > 0 ? draftLifetime : PARTS_LIFETIME;
            int aborted = bucket.abortOld(BucketKey.FILES, now.minus(parts));
            if (aborted > 0) {
                LOG.info("{} upload(s) in parts taken back that never came to an end", aborted);
            }
            return expired;
        } finally {
            listing.unlock();
        }
    }

    /// Goes through all objects once: deletes what is over, counts the rest.
    private int list(Instant now, Holder holder) throws IOException {
        int expired = 0;
        count.begin();
        try {
            Optional<String> token = Optional.empty();
            do {
                Bucket.Page page = bucket.page(BucketKey.FILES, PAGE, token);
                for (Bucket.Entry entry : page.entries()) {
                    Optional<BucketKey> key = BucketKey.parse(entry.name());
                    if (key.isEmpty()) {
                        continue; // not ours
                    }
                    if (key.get().isOver(now)
                            && holder.holding(key.get().id(), () -> over(key.get()))) {
                        expired += key.get().opened() ? 0 : 1;
                    } else if (!key.get().opened()) {
                        count.listed(key.get(), entry.size());
                    }
                }
                token = page.next();
            } while (token.isPresent());
            count.end();
            counted = true;
            return expired;
        } finally {
            count.abandon();
        }
    }

    private boolean over(BucketKey key) throws IOException {
        bucket.delete(key.text());
        return true;
    }

    @Override
    public void close() {
        bucket.close();
    }
}
