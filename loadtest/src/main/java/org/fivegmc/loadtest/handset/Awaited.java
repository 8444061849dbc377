package org.fivegmc.loadtest.handset;

import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/// Who waits for the answers to a request. `last` is completed once, and never exceptionally; an
/// answer that comes later is dropped. `provisional` runs on the stack's thread.
record Awaited(CompletableFuture<Answer> last, IntConsumer provisional) {
    static Awaited onlyLast() {
        return new Awaited(new CompletableFuture<>(), _ -> {});
    }
}
