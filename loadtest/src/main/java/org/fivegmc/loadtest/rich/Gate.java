package org.fivegmc.loadtest.rich;

/// Tells the pairs when to play: not while the server is known to be away, and no more when it is
/// over. Threads: any.
final class Gate {
    private boolean open = true;
    private boolean over;

    /// The server is gone.
    synchronized void shut() {
        open = false;
    }

    /// The server is back.
    synchronized void open() {
        open = true;
        notifyAll();
    }

    /// No scene begins any more.
    synchronized void end() {
        over = true;
        notifyAll();
    }

    synchronized boolean isOpen() {
        return open;
    }

    synchronized boolean goesOn() {
        return !over;
    }

    /// Returns when the server is there.
    synchronized void await() throws InterruptedException {
        while (!open) {
            wait();
        }
    }
}
