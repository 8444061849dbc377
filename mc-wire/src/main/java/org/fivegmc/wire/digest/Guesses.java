package org.fivegmc.wire.digest;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts wrong passwords for one user from one address, so that nobody tries them all. A user's
/// other addresses are not concerned: else anybody could lock anybody out. Thread-safe.
///
/// @param <U> what stands for a user
public final class Guesses<U> {

    /// Wrong passwords in [#WINDOW_MS]; after these, nothing is checked until it has passed.
    public static final int MAX_WRONG = 10;

    public static final long WINDOW_MS = 60_000;

    /// Users with addresses remembered; above, those whose time has passed go, else any.
    static final int MAX_REMEMBERED = 10_000;

    private record Guesser<U>(U user, InetAddress from) {}

    private record Wrong(int count, long sinceMs) {}

    private final Map<Guesser<U>, Wrong> wrong = new ConcurrentHashMap<>();
    private final InstantSource clock;

    public Guesses(InstantSource clock) {
        this.clock = clock;
    }

    public boolean isTooMany(U user, InetAddress from) {
        if (wrong.isEmpty()) {
            return false;
        }
        Wrong so = wrong.get(new Guesser<>(user, from));
        return so != null && so.count() >= MAX_WRONG && !isOver(so);
    }

    private boolean isOver(Wrong so) {
        return clock.millis() - so.sinceMs() >= WINDOW_MS;
    }

    public void wrong(U user, InetAddress from) {
        if (wrong.size() >= MAX_REMEMBERED) {
            makeRoom();
        }
        wrong.merge(
                new Guesser<>(user, from),
                new Wrong(1, clock.millis()),
                (before, first) ->
                        isOver(before) ? first : new Wrong(before.count() + 1, before.sinceMs()));
    }

    public void right(U user, InetAddress from) {
        if (!wrong.isEmpty()) {
            wrong.remove(new Guesser<>(user, from));
        }
    }

    private void makeRoom() {
        wrong.values().removeIf(this::isOver);
        if (wrong.size() >= MAX_REMEMBERED) {
            Iterator<Guesser<U>> any = wrong.keySet().iterator();
            if (any.hasNext()) {
                any.next();
                any.remove();
            }
        }
    }

    int size() {
        return wrong.size();
    }
}
