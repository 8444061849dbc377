package org.fivegmc.loadtest.files;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.Optional;
import org.fivegmc.loadtest.files.FileKeeper.RefusedException;
import org.fivegmc.loadtest.http.HttpLink.Head;
import org.fivegmc.loadtest.http.HttpLink;
import org.jspecify.annotations.Nullable;

/// One connection with what is done on it. A thread at a time; [#freeIfStuck] is called by another.
final class Worker {
    /// One file on its way, whatever is asked for before it.
    @FunctionalInterface
    interface Errand {
        void run(Worker worker) throws IOException, RefusedException;
    }

    /// What no file should take; then the connection counts as lost.
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private static final int PAUSE_MILLIS = 100;
    private static final int OK = 200;

    private final FileOptions options;
    private final FileOctets octets;
    private final FileKeeper keeper;
    private final Tally tally;
    private volatile @Nullable HttpLink link;
    private volatile long since;

    Worker(FileOptions options, FileOctets octets, FileKeeper keeper, Tally tally) {
        this.options = options;
        this.octets = octets;
        this.keeper = keeper;
        this.tally = tally;
    }

    /// One errand after the other. A connection that fails is counted and opened anew.
    void repeat(Errand errand, java.util.function.BooleanSupplier goOn) {
        while (goOn.getAsBoolean()) {
            once(errand);
        }
    }

    boolean once(Errand errand) {
        since = System.nanoTime();
        try {
            errand.run(this);
            tally.complete(octets.size(), (System.nanoTime() - since) / 1000);
            return true;
        } catch (RefusedException _) {
            tally.refused.increment();
            reopen();
        } catch (IOException _) {
            tally.connectionsLost.increment();
            reopen();
        } finally {
            since = 0;
        }
        return false;
    }

    /// Who was told no may have octets of an answer before it.
    private void reopen() {
        close();
        keeper.reconnected();
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpLink open() throws IOException {
        HttpLink open = link;
        if (open == null) {
            open = HttpLink.connect(options.server());
            link = open;
        }
        return open;
    }

    String store(long number) throws IOException, RefusedException {
        return keeper.store(open(), number);
    }

    /// Fetches a file; its length is compared, and its octets when there is a sum to compare with.
    void fetch(String path, Optional<byte[]> sha256) throws IOException, RefusedException {
        HttpLink open = open();
        open.send("GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(path, options.host()));
        Head head = open.head();
        if (head.status() != OK) {
            throw new RefusedException("GET was answered with " + head.status());
        }
        if (head.length() != octets.size()) {
            tally.altered.increment();
        }
        if (sha256.isEmpty()) {
            open.body(head.length(), _ -> {});
            return;
        }
        MessageDigest digest = FileOctets.digest();
        open.body(head.length(), digest::update);
        tally.checked.increment();
        if (!MessageDigest.isEqual(digest.digest(), sha256.get())) {
            tally.altered.increment();
        }
    }

    void freeIfStuck(long now) {
        long began = since;
        if (began != 0 && now - began > PATIENCE_NANOS) {
            close();
        }
    }

    void close() {
        HttpLink open = link;
        link = null;
        if (open != null) {
            open.close();
        }
    }
}
