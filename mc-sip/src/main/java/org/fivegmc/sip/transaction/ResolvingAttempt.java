package org.fivegmc.sip.transaction;

import org.jspecify.annotations.Nullable;

/// A request whose target is being looked up; a cancel in the meantime is passed on.
final class ResolvingAttempt implements SentRequest {
    private @Nullable Attempt attempt;
    private @Nullable String cancelled;

    synchronized void found(Attempt a) {
        attempt = a;
        if (cancelled != null) {
            a.cancel(cancelled);
        }
    }

    @Override
    public synchronized void cancel(String reason) {
        cancelled = reason;
        if (attempt != null) {
            attempt.cancel(reason);
        }
    }
}
