package org.fivegmc.loadtest.bench.row;

import java.time.Duration;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.peer.Pause;

/// What the engine rewrites after many changes came at once, which is not what rows measure that
/// come after.
final class Compaction {
    private static final int MOST_MINUTES = 15;
    private static final int POLL_MILLIS = 2_000;
    private static final int STEADY_POLLS = 8;
    private static final String PENDING = "mc_rocksdb_compaction_pending_bytes";

    private Compaction() {}

    /// Until the engine has nothing left to rewrite and the size stands still.
    static void awaitEnd(Stage stage, Center center) {
        stage.say("waiting for compaction");
        long end = System.nanoTime() + Duration.ofMinutes(MOST_MINUTES).toNanos();
        long size = -1;
        int steady = 0;
        while (steady < STEADY_POLLS && System.nanoTime() < end) {
            long now = center.dataBytes();
            boolean still = now == size && center.metric(PENDING) == 0;
            steady = still ? steady + 1 : 0;
            size = now;
            Pause.millis(POLL_MILLIS);
        }
    }
}
