package org.fivegmc.loadtest.handset;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// A chat that is being opened. Threads: any.
public final class Calling {
    private final OutgoingCall call;
    private final CompletableFuture<ChatOutcome> outcome;

    Calling(OutgoingCall call, CompletableFuture<ChatOutcome> outcome) {
        this.call = call;
        this.outcome = outcome;
    }

    /// Whether the other side has said 180 or the like within a time.
    public boolean awaitRinging(Duration patience) {
        try {
            int status =
                    call.ringing()
                            .copy()
                            .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                            .join();
            return status >= 180;
        } catch (CompletionException _) {
            return false;
        }
    }

    /// Gives it up; the outcome tells how that went.
    public void cancel() {
        call.cancel();
    }

    /// Waits for the end of the attempt, which [ChatOptions#patience] limits.
    public ChatOutcome outcome() {
        return outcome.join();
    }
}
