package org.fivegmc.loadtest.observe;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/// What every actor of a run did and saw, with times. Threads: any.
public final class Timeline {
    /// Which way a line points, seen from the actor it names.
    public enum Direction {
        OUT,
        IN,
        NOTE
    }

    /// One line: `what` is a short readable phrase, never a whole message.
    public record Entry(Instant at, String actor, Direction direction, String what) {}

    private final InstantSource clock;
    private final Observed<Entry> entries;

    public Timeline(InstantSource clock, Consumer<? super Entry> listener) {
        this.clock = clock;
        this.entries = new Observed<>(Observed.MAX_ENTRIES, listener);
    }

    /// A timeline of which nothing is kept, as of a run over hours.
    public static Timeline unwritten() {
        Timeline timeline = silent();
        timeline.entries.keepNothing();
        return timeline;
    }

    /// A timeline nobody watches live.
    public static Timeline silent() {
        return new Timeline(InstantSource.system(), _ -> {});
    }

    public void out(String actor, String what) {
        entries.add(new Entry(clock.instant(), actor, Direction.OUT, what));
    }

    public void in(String actor, String what) {
        entries.add(new Entry(clock.instant(), actor, Direction.IN, what));
    }

    public void note(String actor, String what) {
        entries.add(new Entry(clock.instant(), actor, Direction.NOTE, what));
    }

    public List<Entry> entries() {
        return entries.all();
    }
}
