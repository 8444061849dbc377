package org.fivegmc.maap.quota;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import org.fivegmc.maap.tenant.Quota;
import org.jspecify.annotations.Nullable;

/// The counts of one chatbot, one provider, or of all. Thread-safe.
///
/// Days and months are counted here and not by a bucket: they are those of the calendar, have to
/// survive a restart, and are known before anybody sets a limit.
final class Account {

    private final TimeMeter meter;
    private Usage usage;
    private boolean changed;
    private long perSecond;
    private @Nullable Bucket bucket;

    Account(Usage usage, TimeMeter meter) {
        this.usage = usage;
        this.meter = meter;
    }

    /// Counts, or counts nothing and says for which period it is too much.
    synchronized Optional<Period> take(Quota quota, int recipients, LocalDate today) {
        Usage after = usage.on(today).plus(recipients);
        if (quota.perMonth() > 0 && after.month() > quota.perMonth()) {
            return Optional.of(Period.MONTH);
        }
        if (quota.perDay() > 0 && after.day() > quota.perDay()) {
            return Optional.of(Period.DAY);
        }
        if (quota.perSecond() > 0 && !bucket(quota.perSecond()).tryConsume(recipients)) {
            return Optional.of(Period.SECOND);
        }
        usage = after;
        changed = true;
        return Optional.empty();
    }

    synchronized void giveBack(int recipients, LocalDate today) {
        usage = usage.on(today).minus(recipients);
        changed = true;
        if (bucket != null) {
            bucket.addTokens(recipients);
        }
    }

    /// Another limit begins with a full bucket.
    private Bucket bucket(long limit) {
        Bucket known = bucket;
        if (known == null || perSecond != limit) {
            known =
                    Bucket.builder()
                            .addLimit(l ->
                                    l.capacity(limit).refillGreedy(limit, Duration.ofSeconds(1)))
                            .withCustomTimePrecision(meter)
                            .build();
            bucket = known;
            perSecond = limit;
        }
        return known;
    }

    synchronized Usage usage(LocalDate today) {
        return usage.on(today);
    }

    /// What has to be saved, if anything has; it counts as saved from then on.
    synchronized Optional<Usage> unsaved() {
        if (!changed) {
            return Optional.empty();
        }
        changed = false;
        return Optional.of(usage);
    }

    synchronized void notSaved() {
        changed = true;
    }
}
