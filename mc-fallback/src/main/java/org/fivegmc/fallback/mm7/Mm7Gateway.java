package org.fivegmc.fallback.mm7;

import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.fivegmc.fallback.link.Backoff;
import org.fivegmc.fallback.link.CircuitBreaker;
import org.fivegmc.fallback.mms.MmsComposer;
import org.fivegmc.fallback.spi.FallbackEvents;
import org.fivegmc.fallback.spi.GatewayCallbacks;
import org.fivegmc.fallback.spi.GatewayHealth;
import org.fivegmc.fallback.spi.MmsGateway;
import org.fivegmc.fallback.spi.OutboundMms;
import org.fivegmc.fallback.spi.SubmitOutcome;
import org.fivegmc.fallback.spi.SubmitOutcome.Reason;

/// An account at an MMSC that speaks MM7.
///
/// Each message has a virtual thread, which fetches its files, makes it fit, waits for its turn and
/// posts it:
///
/// ```
/// submit -> pending -> [composed, in the window] -> rate -> circuit breaker -> POST
/// ```
///
/// The link of other gateways is here whether the MMSC takes TCP connections: a prober looks at the
/// start, and whenever a connection has failed, until one succeeds. There is no order between
/// messages. An answer that comes after its time is not waited for: its connection is closed.
@SuppressWarnings("FutureReturnValueIgnored") // the prober ends with the gateway
public final class Mm7Gateway implements MmsGateway {
    private static final Duration BUSY_PAUSE = Duration.ofSeconds(1);
    private static final Duration PROBE_MIN = Duration.ofMillis(500);
    private static final Duration PROBE_MAX = Duration.ofSeconds(30);

    private final Mm7GatewayConfig config;
    private final GatewayCallbacks callbacks;
    private final FallbackEvents events;
    private final InstantSource clock;
    private final Mm7Client client;
    private final Mm7Writer writer;
    private final Mm7Inbox inbox;
    private final MmsComposer composer;
    private final Turnstile turnstile;
    private final Semaphore window;
    private final AtomicInteger pending = new AtomicInteger();
    private final ExecutorService threads;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile boolean accepting = true;
    private volatile GatewayHealth.State told = GatewayHealth.State.DOWN;

    /// A gateway that does nothing before [#start()].
    public Mm7Gateway(
            Mm7GatewayConfig config,
            GatewayCallbacks callbacks,
            FallbackEvents events,
            InstantSource clock) {
        this.config = config;
        this.callbacks = callbacks;
        this.events = events;
        this.clock = clock;
        client = new Mm7Client(config);
        writer = new Mm7Writer(config.account());
        inbox = new Mm7Inbox(config, callbacks, events);
        composer = new MmsComposer(config.limits());
        turnstile = new Turnstile(config.rate(), System.nanoTime());
        window = new Semaphore(config.requests(), /* fair= */ true);
        threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("mm7-" + config.id() + "-", 0).factory());
    }

    /// Takes what the MMSC posts.
    public Mm7Inbox inbox() {
        return inbox;
    }

    @Override
    public String id() {
        return config.id();
    }

    @Override
    public int maxOctets() {
        return config.limits().maxOctets();
    }

    @Override
    public void start() {
        threads.execute(this::probe);
    }

    @Override
    public void submit(OutboundMms message, Consumer<SubmitOutcome> outcome) {
        var one = new One(message, outcome, System.nanoTime());
        if (!accepting) {
            one.settle(retry(Reason.STOPPED, "gateway is stopping", BUSY_PAUSE));
        } else if (pending.incrementAndGet() > config.pending()) {
            pending.decrementAndGet();
            one.settle(retry(Reason.BUSY, "gateway busy", BUSY_PAUSE));
        } else {
            try {
                threads.execute(() -> run(one));
            } catch (RejectedExecutionException _) {
                pending.decrementAndGet();
                one.settle(retry(Reason.STOPPED, "gateway is stopped", BUSY_PAUSE));
            }
        }
    }

    /// One message with what its caller wants to hear.
    private final class One {
        private final OutboundMms message;
        private final Consumer<SubmitOutcome> outcome;
        private final long submittedAt;

        One(OutboundMms message, Consumer<SubmitOutcome> outcome, long submittedAt) {
            this.message = message;
            this.outcome = outcome;
            this.submittedAt = submittedAt;
        }

        /// Until when a request can be begun and still be answered within the patience.
        long lastMoment() {
            return submittedAt + message.patience().minus(config.response()).toNanos();
        }

        void settle(SubmitOutcome result) {
            try {
                outcome.accept(result);
            } catch (RuntimeException fault) {
                events.fault(id(), fault);
            }
            events.submitted(id(), result, Duration.ofNanos(System.nanoTime() - submittedAt));
        }
    }

    private void run(One one) {
        SubmitOutcome outcome = retry(Reason.TRANSIENT, "a fault of this server", BUSY_PAUSE);
        boolean inWindow = false;
        try {
            long left = one.lastMoment() - System.nanoTime();
            inWindow = window.tryAcquire(Math.max(0, left), TimeUnit.NANOSECONDS);
            outcome = inWindow ? composed(one) : tooLate();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            outcome = retry(Reason.STOPPED, "gateway is stopping", BUSY_PAUSE);
        } catch (RuntimeException fault) {
            events.fault(id(), fault);
        } finally {
            if (inWindow) {
                window.release();
                windowInUse();
            }
            pending.decrementAndGet();
            one.settle(outcome);
            tellHealth();
        }
    }

    private SubmitOutcome composed(One one) throws InterruptedException {
        windowInUse();
        return switch (composer.compose(one.message.pages().get())) {
            case MmsComposer.Composed.Refused(var why) ->
                    new SubmitOutcome.Rejected(SubmitOutcome.Rejected.NOT_SENT, why);
            case MmsComposer.Composed.Done(var document) -> {
                String envelope =
                        writer.submit(
                                one.message,
                                UUID.randomUUID().toString(),
                                RelatedBody.contentId(),
                                clock.instant());
                yield admitted(one, RelatedBody.of(envelope, document));
            }
        };
    }

    private SubmitOutcome admitted(One one, RelatedBody body) throws InterruptedException {
        while (true) {
            long now = System.nanoTime();
            if (now - one.lastMoment() > 0) {
                return tooLate();
            }
            switch (turnstile.enter(now)) {
                case Turnstile.Entry.Admitted() -> {
                    return posted(body);
                }
                case Turnstile.Entry.Closed(var nanos) -> {
                    return retry(
                            Reason.CIRCUIT_OPEN,
                            "circuit breaker is open",
                            Duration.ofNanos(nanos));
                }
                case Turnstile.Entry.Wait(var nanos) ->
                        TimeUnit.NANOSECONDS.sleep(Math.max(1_000_000, nanos));
            }
        }
    }

    private SubmitOutcome posted(RelatedBody body) {
        long sentAt = System.nanoTime();
        boolean settled = false;
        try {
            SubmitOutcome outcome = outcome(client.post(body), sentAt);
            settled = true;
            return outcome;
        } finally {
            if (!settled) {
                turnstile.leave(false, sentAt, System.nanoTime());
            }
        }
    }

    private SubmitOutcome outcome(Mm7Client.Posted posted, long sentAt) {
        long now = System.nanoTime();
        return switch (posted) {
            case Mm7Client.Posted.Answered(var judged) -> {
                if (!judged.alarm().isEmpty()) {
                    events.accountRefused(id(), judged.alarm());
                }
                SubmitOutcome outcome = judged.outcome();
                turnstile.leave(isWork(outcome), sentAt, now);
                if (outcome instanceof SubmitOutcome.Retry retry
                        && retry.reason() == Reason.THROTTLED
                        && turnstile.throttled(now, sentAt)) {
                    events.throttled(id(), turnstile.rate());
                }
                yield outcome;
            }
            case Mm7Client.Posted.InDoubt(var doubt) -> {
                turnstile.leave(false, sentAt, now);
                yield new SubmitOutcome.Unknown(doubt);
            }
            case Mm7Client.Posted.NotSent(var cause) -> {
                turnstile.leave(false, sentAt, now);
                lost(cause);
                yield retry(Reason.GATEWAY_DOWN, cause, BUSY_PAUSE);
            }
        };
    }

    /// Whether the MMSC did its work, be it by refusing this message.
    private static boolean isWork(SubmitOutcome outcome) {
        return switch (outcome) {
            case SubmitOutcome.Accepted _, SubmitOutcome.Rejected _ -> true;
            case SubmitOutcome.Retry retry -> retry.reason() == Reason.THROTTLED;
            case SubmitOutcome.Unknown _ -> false;
        };
    }

    private static SubmitOutcome tooLate() {
        return retry(Reason.OUT_OF_PATIENCE, "not sent in time", Duration.ZERO);
    }

    private static SubmitOutcome retry(Reason reason, String detail, Duration after) {
        return new SubmitOutcome.Retry(reason, detail, after);
    }

    private void windowInUse() {
        events.windowInUse(id(), 0, config.requests() - window.availablePermits());
    }

    // --- the link

    private void lost(String cause) {
        if (turnstile.reachable(false, System.nanoTime())) {
            events.linkDown(id(), 0, cause);
            try {
                threads.execute(this::probe);
            } catch (RejectedExecutionException _) {
                // stopped
            }
        }
        tellHealth();
    }

    /// Until the MMSC takes a connection.
    private void probe() {
        var backoff = new Backoff(PROBE_MIN, PROBE_MAX, ThreadLocalRandom.current());
        String last = "";
        while (accepting) {
            String why = client.unreachable();
            if (why.isEmpty()) {
                if (turnstile.reachable(true, System.nanoTime())) {
                    events.linkUp(id(), 0);
                }
                tellHealth();
                return;
            }
            if (!why.equals(last)) {
                events.malformed(id(), "no connection: " + why);
                last = why;
            }
            try {
                Thread.sleep(backoff.pause());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public GatewayHealth health() {
        boolean reachable = turnstile.isReachable();
        int inFlight = turnstile.inFlight();
        return new GatewayHealth(
                state(reachable),
                reachable ? 1 : 0,
                1,
                turnstile.rate(),
                Math.max(0, pending.get() - inFlight),
                inFlight);
    }

    private GatewayHealth.State state(boolean reachable) {
        if (!accepting) {
            return GatewayHealth.State.STOPPED;
        }
        if (!reachable) {
            return GatewayHealth.State.DOWN;
        }
        CircuitBreaker.State circuit = turnstile.circuit(System.nanoTime());
        return switch (circuit) {
            case OPEN -> GatewayHealth.State.CIRCUIT_OPEN;
            case HALF_OPEN -> GatewayHealth.State.DEGRADED;
            case CLOSED -> GatewayHealth.State.UP;
        };
    }

    private void tellHealth() {
        GatewayHealth health = health();
        if (health.state() != told) {
            told = health.state();
            try {
                callbacks.onHealth(id(), health);
            } catch (RuntimeException fault) {
                events.fault(id(), fault);
            }
        }
    }

    /// What was sent and has no answer by then is unknown.
    @Override
    public CompletionStage<Void> drainAndStop(Duration atMost) {
        accepting = false;
        Thread.ofVirtual()
                .name("mm7-" + id() + "-stop")
                .start(() -> {
                    threads.shutdown();
                    try {
                        if (!threads.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                            threads.shutdownNow();
                            threads.awaitTermination(1, TimeUnit.SECONDS);
                        }
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                        threads.shutdownNow();
                    }
                    client.close();
                    tellHealth();
                    stopped.complete(null);
                });
        return stopped.copy();
    }
}
