package org.fivegmc.fallback.inbound;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.fivegmc.core.storage.TenantKey;
import org.fivegmc.core.storage.TenantStore;
import org.fivegmc.fallback.spi.InboundAnswer;
import org.fivegmc.fallback.spi.InboundSms;
import org.fivegmc.fallback.spi.MessageTaker;

/// Where the parts of long messages wait for each other. A center may bring the second part only
/// when the first is answered, so each part is durable by itself.
///
/// ```
/// part -> its row -> answered
///              '- all there, or patience is over -> joined -> taker -> rows away, known for a while
/// ```
///
/// What the taker does not take now is offered again; its id is the same then. A part that comes
/// again, because its answer was lost, is known by its octets for [#KNOWN]. Thread-safe; the store
/// is written on virtual threads, one change at a time.
// what is handed over tells its end by itself
@SuppressWarnings("FutureReturnValueIgnored")
public final class PartBuffer implements AutoCloseable {

    /// How long the parts of a message that is over are known.
    static final Duration KNOWN = Duration.ofMinutes(10);

    private static final Duration TICK = Duration.ofMillis(250);

    /// @param parts that wait at a time; more have to come again. As many messages that are over
    ///   are known
    /// @param patience how long the first part waits for the last
    public record Limits(int parts, Duration patience) {}

    private final TenantStore store;
    private final Limits limits;
    private final MessageTaker taker;
    private final InstantSource clock;
    private final Consumer<Throwable> faults;
    private final Map<String, Gathering> open = new LinkedHashMap<>();
    private final Map<String, Gathering.Finished> over = new LinkedHashMap<>();

    /// Gatherings whose reference the handset has used again.
    private final List<Gathering> outdated = new ArrayList<>();

    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("sms-parts").factory());
    private int waiting;
    private long lastStamp;

    /// Reads what waits; nothing happens before [#start()].
    ///
    /// @param faults hears of what the program or the store does not do
    public PartBuffer(
            TenantStore store,
            Limits limits,
            MessageTaker taker,
            InstantSource clock,
            Consumer<Throwable> faults) {
        this.store = store;
        this.limits = limits;
        this.taker = taker;
        this.clock = clock;
        this.faults = faults;
        store.scan((key, value) -> {
            if (key.kind() == TenantKey.Kind.SMS_PART) {
                read(value);
            }
        });
    }

    private synchronized void read(byte[] value) {
        try {
            switch (PartRows.read(value)) {
                case PartRows.Row.Part(var firstAtMs, var part) -> {
                    Gathering gathering = open.get(Gathering.name(part));
                    if (gathering == null || gathering.firstAtMs() != firstAtMs) {
                        if (gathering != null) {
                            outdated.add(gathering);
                        }
                        gathering = new Gathering(part, firstAtMs);
                        open.put(gathering.name(), gathering);
                    }
                    gathering.add(part);
                    waiting++;
                    lastStamp = Math.max(lastStamp, firstAtMs);
                }
                case PartRows.Row.Over(var finished) -> over.put(finished.name(), finished);
            }
        } catch (IOException e) {
            faults.accept(e); // it stays where it is
        }
    }

    /// Begins to look after what waits.
    public void start() {
        timer.scheduleWithFixedDelay(
                this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Parts that wait, those that are being handed over included.
    public synchronized int waiting() {
        return waiting;
    }

    /// Completes when the part is durable, and with what the taker says when it is the last one.
    CompletionStage<InboundAnswer> take(InboundSms part) {
        return CompletableFuture.supplyAsync(() -> keep(part), workers)
                .thenCompose(Function.identity());
    }

    private CompletionStage<InboundAnswer> keep(InboundSms part) {
        Gathering whole;
        synchronized (this) {
            String name = Gathering.name(part);
            Gathering.Finished earlier = over.get(name);
            if (earlier != null && earlier.had(part)) {
                return CompletableFuture.completedFuture(InboundAnswer.TAKEN);
            }
            Optional<Gathering> gathering = fitting(name, part);
            int sequence = part.number().sequence();
            if (gathering.isPresent() && gathering.get().at(sequence).isPresent()) {
                return CompletableFuture.completedFuture(InboundAnswer.TAKEN);
            }
            if (waiting >= limits.parts()) {
                throw new IllegalStateException(
                        waiting + " parts of messages wait already, the limit");
            }
            Gathering at = gathering.orElseGet(() -> new Gathering(part, stamp()));
            store.put(at.key(sequence), PartRows.part(at.firstAtMs(), part));
            waiting++;
            at.add(part);
            open.put(name, at);
            if (!at.isWhole()) {
                return CompletableFuture.completedFuture(InboundAnswer.TAKEN);
            }
            at.leaving(true);
            whole = at;
        }
        // it is durable: what the taker can't take now is offered again
        return handOver(whole).exceptionally(_ -> InboundAnswer.TAKEN);
    }

    /// The time, but another one for each message: rows and ids are named by it.
    private long stamp() {
        lastStamp = Math.max(clock.millis(), lastStamp + 1);
        return lastStamp;
    }

    /// The message the part belongs to, if it has begun. Another text in the place of this part is
    /// another message with the same reference.
    private Optional<Gathering> fitting(String name, InboundSms part) {
        Gathering gathering = open.get(name);
        if (gathering == null) {
            return Optional.empty();
        }
        boolean other =
                gathering
                        .at(part.number().sequence())
                        .filter(p -> !p.octets().equals(part.octets()))
                        .isPresent();
        if (other) {
            open.remove(name);
            outdated.add(gathering);
            return Optional.empty();
        }
        return Optional.of(gathering);
    }

    private void tick() {
        try {
            due(clock.millis()).forEach(this::handOver);
            forget(clock.millis());
        } catch (RuntimeException e) {
            faults.accept(e); // the next time may do better
        }
    }

    /// What is to leave now.
    private synchronized List<Gathering> due(long now) {
        var due = new ArrayList<>(outdated);
        for (Gathering gathering : open.values()) {
            if (gathering.isWhole()
                    || now - gathering.firstAtMs() >= limits.patience().toMillis()) {
                due.add(gathering);
            }
        }
        due.removeIf(Gathering::leaving);
        due.forEach(gathering -> gathering.leaving(true));
        return due;
    }

    private synchronized void forget(long now) {
        var gone = new ArrayList<Gathering.Finished>();
        for (Gathering.Finished finished : over.values()) {
            if (over.size() - gone.size() <= limits.parts()
                    && now - finished.finishedAtMs() < KNOWN.toMillis()) {
                break; // the others are younger
            }
            gone.add(finished);
        }
        if (!gone.isEmpty()) {
            store.change(Map.of(), gone.stream().map(Gathering.Finished::key).toList());
            gone.forEach(finished -> over.remove(finished.name(), finished));
        }
    }

    private CompletionStage<InboundAnswer> handOver(Gathering gathering) {
        InboundSms joined;
        int parts;
        synchronized (this) {
            joined = gathering.joined();
            parts = gathering.size();
        }
        return taken(joined, parts)
                .whenCompleteAsync((_, fault) -> end(gathering, fault == null), workers);
    }

    private CompletionStage<InboundAnswer> taken(InboundSms joined, int parts) {
        try {
            return taker.take(joined, parts);
        } catch (RuntimeException e) {
            faults.accept(e);
            return CompletableFuture.failedFuture(e);
        }
    }

    private synchronized void end(Gathering gathering, boolean settled) {
        gathering.leaving(false);
        if (!settled) {
            return;
        }
        Gathering.Finished finished = gathering.finished(clock.millis());
        Collection<TenantKey> gone = keys(gathering);
        Gathering.Finished earlier = over.get(finished.name());
        if (earlier != null && !earlier.key().equals(finished.key())) {
            gone.add(earlier.key());
        }
        try {
            store.change(Map.of(finished.key(), PartRows.finished(finished)), gone);
        } catch (RuntimeException e) {
            faults.accept(e);
            return; // it is handed over again, and known there
        }
        open.remove(gathering.name(), gathering);
        outdated.remove(gathering);
        waiting -= gathering.size();
        over.remove(finished.name());
        over.put(finished.name(), finished);
    }

    private static Collection<TenantKey> keys(Gathering gathering) {
        var keys = new ArrayList<TenantKey>();
        gathering.sequences().forEach(sequence -> keys.add(gathering.key(sequence)));
        return keys;
    }

    /// What waits is found at the next start.
    @Override
    public void close() {
        timer.shutdownNow();
        workers.close();
    }
}
