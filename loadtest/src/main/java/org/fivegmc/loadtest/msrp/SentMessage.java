package org.fivegmc.loadtest.msrp;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.fivegmc.loadtest.observe.Observed;

/// A message under way. Any thread.
public final class SentMessage {
    private final Draft draft;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final Observed<Report> reports = new Observed<>();
    private int unanswered;
    private boolean written;

    SentMessage(Draft draft) {
        this.draft = draft;
    }

    /// A REPORT on it.
    ///
    /// @param range as written
    public record Report(int status, String range) {}

    public Draft draft() {
        return draft;
    }

    /// What became of it; empty when that is not known in time.
    public Optional<Outcome> outcome(Duration patience) {
        try {
            return Optional.of(
                    outcome.copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join());
        } catch (CompletionException _) {
            return Optional.empty();
        }
    }

    public Observed<Report> reports() {
        return reports;
    }

    synchronized void chunk() {
        unanswered++;
    }

    /// @param status 0 when the connection ended first
    synchronized void answered(int status) {
        unanswered--;
        if (status == 0) {
            over(new Outcome.Lost());
        } else if (status != 200) {
            over(new Outcome.Refused(status));
        } else if (written && unanswered == 0) {
            over(new Outcome.Answered());
        }
    }

    synchronized void written(boolean answersAskedFor) {
        written = true;
        if (!answersAskedFor) {
            over(new Outcome.Written());
        } else if (unanswered == 0) {
            over(new Outcome.Answered());
        }
    }

    void over(Outcome what) {
        outcome.complete(what);
    }

    boolean isOver() {
        return outcome.isDone();
    }

    void reported(int status, String range) {
        reports.add(new Report(status, range));
    }
}
