package org.fivegmc.store.body;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;
import org.fivegmc.core.storage.BodyStore.Draft;
import org.fivegmc.core.storage.BodyStore.Kept;
import org.jspecify.annotations.Nullable;

/// A body on its way to the disk.
///
/// ```
///   caller -- write, finish, discard --> steps -- run(), one thread at a time --> file
/// ```
///
/// The caller's thread only copies and queues; a virtual thread carries the steps out and ends when
/// there are none. Octets that follow each other are gathered first: a thread for each chunk of a
/// message would cost more than writing it. A draft that failed leaves no file, and what comes
/// after is thrown away.
final class FileDraft implements Draft {

    /// Octets that may wait for the disk before the caller is asked to stop.
    static final int WAITING = 256 * 1024;

    /// What may come after that, for what the caller has read from its socket by then.
    static final int OVERRUN = 2 * 1024 * 1024;

    /// What a piece takes in memory beside its octets, so that many small ones count.
    static final int PIECE = 64;

    /// Octets that follow each other and go to the disk in one piece.
    static final int GATHERED = 32 * 1024;

    private static final int FIRST_GATHERED = 4 * 1024;

    /// No offset is beyond it, so that sums stay what they are.
    private static final long OFFSET_MAX = 1L << 50;

    private sealed interface Step {
        /// @param count of the octets, from the first
        record Write(long offset, byte[] octets, int count) implements Step {}

        record Finish(long total, Consumer<Kept> done) implements Step {}

        record Discard() implements Step {}
    }

    private final FileBodyStore store;

    /// Known to the thread of the disk alone.
    private final DraftFile file;

    /// Guards itself and the next seven.
    private final Deque<Step> steps = new ArrayDeque<>();

    private long gatheredAt;
    private int gathered;
    private byte[] gathering = {};
    private long waiting;
    private boolean running;
    private boolean ended;
    private @Nullable Runnable resume;

    private volatile @Nullable String failure;

    /// What [#failure] is about.
    private volatile boolean tooMuch;

    FileDraft(FileBodyStore store, String account, long keepUntilMs) {
        this.store = store;
        this.file = new DraftFile(store, account, keepUntilMs);
    }

    // --- the caller ---

    @Override
    public boolean write(long offset, byte[] octets, int from, int count, Runnable more) {
        if (failure != null || count == 0) {
            return true;
        }
        synchronized (steps) {
            if (ended) {
                return true;
            }
            if (offset < 0 || offset > OFFSET_MAX) {
                failure = "octets at " + offset;
            } else if (waiting + PIECE + count > WAITING + OVERRUN) {
                failure = "its sender does not wait for the disk";
            }
            if (failure != null) {
                // what is queued is thrown away, and a caller that waits is told to go on
                return true;
            }
            gather(offset, octets, from, count);
            // who waits must not wait for what lies here
            if (waiting < WAITING || !handOver()) {
                return true;
            }
            resume = more;
            return false;
        }
    }

    /// Holding the lock.
    private void gather(long offset, byte[] octets, int from, int count) {
        if (offset != gatheredAt + gathered || gathered + count > GATHERED) {
            handOver();
        }
        if (gathered == 0) {
            gatheredAt = offset;
            waiting += PIECE;
        }
        int needed = gathered + count;
        if (needed > gathering.length) {
            int room = Math.max(FIRST_GATHERED, Math.min(GATHERED, 2 * gathering.length));
            gathering = Arrays.copyOf(gathering, Math.max(needed, room));
        }
        System.arraycopy(octets, from, gathering, gathered, count);
        gathered = needed;
        waiting += count;
        if (gathered >= GATHERED) {
            handOver();
        }
    }

    /// Holding the lock.
    ///
    /// @return false when the draft has failed
    private boolean handOver() {
        if (gathered == 0) {
            return true;
        }
        boolean large = gathered > gathering.length / 2;
        var write =
                new Step.Write(
                        gatheredAt,
                        large ? gathering : Arrays.copyOf(gathering, gathered),
                        gathered);
        gathered = 0;
        if (large) {
            gathering = new byte[Math.min(GATHERED, gathering.length)];
        }
        return queue(write);
    }

    @Override
    public @Nullable String failure() {
        return failure;
    }

    @Override
    public void finish(long total, Consumer<Kept> done) {
        String cause;
        synchronized (steps) {
            handOver();
            if (!ended && queue(new Step.Finish(total, done))) {
                ended = true;
                return;
            }
            cause = failure == null ? "it has ended already" : failure;
            ended = true;
        }
        store.tell(() -> done.accept(failed(cause)));
    }

    @Override
    public void discard() {
        synchronized (steps) {
            if (!ended) {
                ended = true;
                gathered = 0;
                // of a closed store the next start finds what is left
                queue(new Step.Discard());
            }
        }
    }

    /// Holding the lock.
    private boolean queue(Step step) {
        steps.add(step);
        if (!running) {
            running = store.run(this::work);
        }
        if (!running) {
            failure = FileBodyStore.CLOSED;
            steps.clear();
            waiting = 0;
        }
        return running;
    }

    // --- the disk ---

    private void work() {
        while (true) {
            Step step;
            synchronized (steps) {
                step = steps.poll();
                if (step == null) {
                    running = false;
                    return;
                }
            }
            switch (step) {
                case Step.Write write -> {
                    carryOut(write);
                    Runnable go = done(write.count());
                    if (go != null) {
                        store.tell(go);
                    }
                }
                case Step.Finish(var total, var done) -> {
                    Kept kept = keep(total);
                    store.tell(() -> done.accept(kept));
                }
                case Step.Discard() -> {
                    failure = "discarded";
                    file.drop();
                }
            }
        }
    }

    private @Nullable Runnable done(int octets) {
        synchronized (steps) {
            waiting -= PIECE + octets;
            if (waiting > WAITING / 2) {
                return null;
            }
            Runnable go = resume;
            resume = null;
            return go;
        }
    }

    private void carryOut(Step.Write write) {
        if (failure != null) {
            file.drop();
            return;
        }
        try {
            file.write(write.offset(), write.octets(), write.count());
        } catch (IOException | RuntimeException e) {
            fail(e);
            file.drop();
        }
    }

    private Kept keep(long total) {
        String failed = failure;
        if (failed == null) {
            try {
                return new Kept.Stored(file.publish(total));
            } catch (IOException | RuntimeException e) {
                failed = fail(e);
            }
        }
        file.drop();
        return failed(failed);
    }

    private String fail(Exception e) {
        String cause = e.toString();
        tooMuch = e instanceof BodyRoom.TooMuch;
        failure = cause;
        return cause;
    }

    private Kept failed(String cause) {
        return tooMuch ? new Kept.TooMuch(cause) : new Kept.Failed(cause);
    }
}
