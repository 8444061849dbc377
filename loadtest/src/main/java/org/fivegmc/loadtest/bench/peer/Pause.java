package org.fivegmc.loadtest.bench.peer;

/// Waiting on the thread of a row.
public final class Pause {
    private Pause() {}

    /// Throws [IllegalStateException] when interrupted: the bench is being ended.
    public static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    public static void seconds(double seconds) {
        millis(Math.round(seconds * 1e3));
    }
}
