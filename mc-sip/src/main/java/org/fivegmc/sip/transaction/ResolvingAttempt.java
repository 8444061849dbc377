package org.fivegmc.sip.transaction;

import org.jspecify.annotations.Nullable;

/// A request whose target is being looked up; a cancel in the meantime is passed on.
final class ResolvingAttempt implements SentRequest {
    private @Nullable Attempt attempt;
    private boolean cancelled;

    synchronized void found(Attempt a) {
        attempt = a;
        if (cancelled) {
            a.cancel();
        }
    }

    @Override
    public synchronized void cancel() {
        cancelled = true;
        if (attempt != null) {
            attempt.cancel();
        }
    }
}
