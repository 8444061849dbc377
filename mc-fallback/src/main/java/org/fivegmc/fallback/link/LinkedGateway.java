package org.fivegmc.fallback.link;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.fallback.link.Lanes.Pending;
import org.fivegmc.fallback.link.Lanes.Turn;
import org.fivegmc.fallback.spi.FallbackEvents;
import org.fivegmc.fallback.spi.GatewayCallbacks;
import org.fivegmc.fallback.spi.GatewayHealth;
import org.fivegmc.fallback.spi.OutboundSms;
import org.fivegmc.fallback.spi.SmsGateway;
import org.fivegmc.fallback.spi.SubmitOutcome;
import org.fivegmc.fallback.spi.SubmitOutcome.Reason;
import org.fivegmc.fallback.text.SplitRules;
import org.jspecify.annotations.Nullable;

/// An account at a short message center: some links, one rate, one circuit breaker. What is said in
/// which octets is the affair of its [GatewayProtocol].
///
/// One event loop of its own (thread `smpp-<id>` or `cmpp-<id>`) runs all of it, so nothing here
/// needs a lock; only the counts of waiting units and the published health are read by other
/// threads.
///
/// ```
/// submit -> [lane of the destination's link, queue of the class] -> share of the class
///        -> circuit breaker -> token bucket -> window of the link -> PDU
/// ```
///
/// The lane is chosen by hashing the destination over the bound links, so the units of one message,
/// and those of one class to one recipient, stay in order; what the center throttles goes back to
/// its place. When a link goes its lane moves to the others; when one comes, new units for some
/// destinations move to it.
// tasks guard themselves, and nobody waits for them
@SuppressWarnings("FutureReturnValueIgnored")
public class LinkedGateway implements SmsGateway {
    /// Pause proposed when the own queue is full.
    static final Duration BUSY_PAUSE = Duration.ofSeconds(1);

    private final GatewaySettings settings;
    private final GatewayProtocol protocol;
    private final GatewayCallbacks callbacks;
    private final FallbackEvents events;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final Lanes lanes;
    private final AimdRate rate;
    private final CircuitBreaker breaker;
    private final Deliveries deliveries;
    private final Answers answers;
    private final LinkHistory history = new LinkHistory();
    private final Waiting waiting;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile boolean accepting = true;
    private volatile GatewayHealth health;
    private boolean started;
    private boolean pumpScheduled;
    private @Nullable Long drainBy;
    private boolean leaving;

    /// A gateway that does nothing before [#start()].
    protected LinkedGateway(
            GatewaySettings settings,
            GatewayProtocol protocol,
            GatewayCallbacks callbacks,
            FallbackEvents events) {
        this.settings = settings;
        this.protocol = protocol;
        this.callbacks = callbacks;
        this.events = events;
        this.group =
                new MultiThreadIoEventLoopGroup(
                        1,
                        new DefaultThreadFactory(protocol.name() + "-" + settings.id(), true),
                        NioIoHandler.newFactory());
        this.loop = group.next();
        GatewayLimits limits = settings.limits();
        this.waiting = new Waiting(limits.pending());
        long now = System.nanoTime();
        this.rate =
                new AimdRate(limits.rate(), limits.burst(), settings.timers().throttlePause(), now);
        this.breaker = new CircuitBreaker(now);
        this.deliveries = new Deliveries(settings.id(), callbacks, history, events);
        this.answers = new Answers(settings, protocol, rate, breaker, deliveries, events);
        this.health =
                new GatewayHealth(GatewayHealth.State.DOWN, 0, limits.links(), limits.rate(), 0, 0);
        var owner = new Links();
        var links = new ArrayList<Link>();
        for (int i = 0; i < limits.links(); i++) {
            links.add(new Link(i, settings, protocol, loop, owner));
        }
        this.lanes = new Lanes(links);
    }

    @Override
    public String id() {
        return settings.id();
    }

    @Override
    public SplitRules splitRules() {
        return settings.splitRules();
    }

    @Override
    public GatewayHealth health() {
        return health;
    }

    @Override
    public void start() {
        onLoop(
                () -> {
                    if (started || !accepting) {
                        return;
                    }
                    started = true;
                    lanes.links().forEach(Link::start);
                    long step = settings.timers().step().toNanos();
                    loop.scheduleWithFixedDelay(
                            this::guardedTick, step, step, TimeUnit.NANOSECONDS);
                },
                () -> {});
    }

    @Override
    public void submit(OutboundSms unit, Consumer<SubmitOutcome> outcome) {
        long now = System.nanoTime();
        var one = new Pending(unit, outcome, now, now + saturated(unit.patience()));
        String obstacle =
                protocol.submits()
                        ? protocol.obstacle(unit)
                        : "account is bound for receiving only";
        if (!obstacle.isEmpty()) {
            settle(one, new SubmitOutcome.Rejected(SubmitOutcome.Rejected.NOT_SENT, obstacle));
        } else if (!accepting) {
            settle(one, retry(Reason.STOPPED, "gateway is stopping", BUSY_PAUSE));
        } else if (!waiting.enter(one.trafficClass())) {
            settle(one, retry(Reason.BUSY, "gateway busy", BUSY_PAUSE));
        } else {
            onLoop(
                    () -> enqueue(one),
                    () ->
                            settlePending(
                                    one, retry(Reason.STOPPED, "gateway is stopped", BUSY_PAUSE)));
        }
    }

    @Override
    public CompletionStage<Void> drainAndStop(Duration atMost) {
        accepting = false;
        long by = System.nanoTime() + saturated(atMost);
        onLoop(
                () -> {
                    if (drainBy == null) {
                        drainBy = by;
                        drain(System.nanoTime());
                    }
                },
                () -> {});
        return stopped.copy();
    }

    // --- queue

    private void enqueue(Pending one) {
        if (drainBy != null || !started) {
            String detail = started ? "gateway is stopping" : "gateway is not started";
            settlePending(one, retry(Reason.STOPPED, detail, BUSY_PAUSE));
            return;
        }
        long now = System.nanoTime();
        if (breaker.state(now, lanes.anyBound()) == CircuitBreaker.State.OPEN) {
            settlePending(one, circuitOpen(now));
            return;
        }
        lanes.add(one);
        pump();
    }

    private void pump() {
        long now = System.nanoTime();
        CircuitBreaker.State circuit = breaker.state(now, lanes.anyBound());
        if (circuit == CircuitBreaker.State.OPEN) {
            return;
        }
        while (circuit != CircuitBreaker.State.HALF_OPEN || lanes.inFlight() == 0) {
            Turn turn = lanes.next();
            if (turn == null) {
                return;
            }
            Pending one = turn.unit();
            boolean late = !hasTime(one, now);
            if (!late && !rate.take(now, one.unit().part().segments(), one.isContinuation())) {
                schedulePump(rate.untilFree(now));
                return;
            }
            lanes.take(turn);
            if (late) {
                expire(List.of(one));
            } else {
                write(turn.link(), one);
            }
        }
    }

    private void schedulePump(long nanos) {
        if (pumpScheduled) {
            return;
        }
        pumpScheduled = true;
        loop.schedule(
                () -> {
                    pumpScheduled = false;
                    pump();
                },
                Math.max(nanos, 1_000_000),
                TimeUnit.NANOSECONDS);
    }

    private void write(Link link, Pending one) {
        waiting.leave(one.trafficClass());
        long sentAt = System.nanoTime();
        link.submit(
                one.unit(),
                answer -> {
                    answered(one, answer, sentAt);
                    events.windowInUse(id(), link.index(), link.inFlight());
                });
        events.windowInUse(id(), link.index(), link.inFlight());
    }

    private void answered(Pending one, LinkAnswer answer, long sentAt) {
        long now = System.nanoTime();
        switch (answer) {
            case LinkAnswer.Answered answered -> {
                SubmitOutcome outcome = answers.outcome(answered, sentAt, now);
                boolean throttled =
                        outcome instanceof SubmitOutcome.Retry retry
                                && retry.reason() == Reason.THROTTLED;
                if (throttled && !leaving && hasTime(one, now)) {
                    waiting.again(one.trafficClass());
                    lanes.putBack(one);
                } else {
                    settle(one, outcome);
                }
            }
            case LinkAnswer.Unanswered(var doubt) -> {
                breaker.failure(now, now - sentAt);
                settle(one, new SubmitOutcome.Unknown(doubt));
            }
            case LinkAnswer.Late(var raw) -> {
                events.answeredLate(id(), Duration.ofNanos(now - sentAt));
                tell(one, answers.accepted(raw));
            }
        }
    }

    /// Whether a unit that is written now can be answered within its patience.
    private boolean hasTime(Pending one, long now) {
        return one.endBy() - now >= settings.timers().response().toNanos();
    }

    private void settlePending(Pending one, SubmitOutcome outcome) {
        waiting.leave(one.trafficClass());
        settle(one, outcome);
    }

    private void tell(Pending one, SubmitOutcome outcome) {
        try {
            one.outcome().accept(outcome);
        } catch (RuntimeException fault) {
            events.fault(id(), fault);
        }
    }

    private void settle(Pending one, SubmitOutcome outcome) {
        tell(one, outcome);
        events.submitted(id(), outcome, Duration.ofNanos(System.nanoTime() - one.submittedAt()));
    }

    private static SubmitOutcome retry(Reason reason, String detail, Duration after) {
        return new SubmitOutcome.Retry(reason, detail, after);
    }

    private SubmitOutcome circuitOpen(long now) {
        return retry(
                Reason.CIRCUIT_OPEN,
                "circuit breaker is open",
                Duration.ofNanos(breaker.untilFree(now)));
    }

    // --- time

    /// A periodic task that throws is never run again, and with it all time limits would be gone.
    private void guardedTick() {
        try {
            tick();
        } catch (RuntimeException fault) {
            events.fault(id(), fault);
        }
    }

    private void tick() {
        long now = System.nanoTime();
        for (Link link : lanes.links()) {
            link.tick(now);
        }
        expire(lanes.taken(one -> !hasTime(one, now)));
        if (breaker.state(now, lanes.anyBound()) == CircuitBreaker.State.OPEN) {
            flush(circuitOpen(now));
        }
        if (drainBy != null) {
            drain(now);
        }
        pump();
        publishHealth();
    }

    private void expire(List<Pending> late) {
        for (Pending one : late) {
            settlePending(one, retry(Reason.OUT_OF_PATIENCE, "not sent in time", Duration.ZERO));
        }
    }

    private void flush(SubmitOutcome outcome) {
        lanes.taken(_ -> true).forEach(one -> settlePending(one, outcome));
    }

    private void drain(long now) {
        Long by = drainBy;
        boolean quiet =
                waiting.all() == 0
                        && lanes.inFlight() == 0
                        && lanes.links().stream().allMatch(link -> link.undurable() == 0);
        if (by == null || (!quiet && now - by < 0) || leaving) {
            return;
        }
        leaving = true;
        flush(retry(Reason.STOPPED, "gateway is stopping", BUSY_PAUSE));
        var links =
                lanes.links().stream()
                        .map(link -> link.stop().toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(links)
                .whenComplete((_, _) -> {
                    publishHealth();
                    stopped.complete(null);
                    group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
                });
    }

    private void publishHealth() {
        int bound = lanes.bound();
        GatewayHealth.State state = state(bound);
        GatewayHealth before = health;
        health =
                new GatewayHealth(
                        state, bound, lanes.size(), rate.rate(), waiting.all(), lanes.inFlight());
        for (TrafficClass one : TrafficClass.values()) {
            events.waiting(id(), one, waiting.of(one));
        }
        if (before.state() != state || before.boundLinks() != bound) {
            try {
                callbacks.onHealth(id(), health);
            } catch (RuntimeException fault) {
                events.fault(id(), fault);
            }
        }
    }

    private GatewayHealth.State state(int bound) {
        if (!accepting) {
            return GatewayHealth.State.STOPPED;
        }
        if (bound == 0) {
            return GatewayHealth.State.DOWN;
        }
        return switch (breaker.state(System.nanoTime(), true)) {
            case OPEN -> GatewayHealth.State.CIRCUIT_OPEN;
            case HALF_OPEN -> GatewayHealth.State.DEGRADED;
            case CLOSED ->
                    bound < lanes.size() ? GatewayHealth.State.DEGRADED : GatewayHealth.State.UP;
        };
    }

    private void onLoop(Runnable task, Runnable otherwise) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException _) {
            otherwise.run();
        }
    }

    private static long saturated(Duration duration) {
        Duration most = Duration.ofDays(365);
        return duration.compareTo(most) > 0 ? most.toNanos() : duration.toNanos();
    }

    /// What the links tell.
    private final class Links implements LinkOwner {
        @Override
        public void bound(Link link) {
            history.bound();
            events.linkUp(id(), link.index());
            lanes.moveFromUnbound();
            publishHealth();
            pump();
        }

        @Override
        public void lost(Link link, String reason) {
            history.lost();
            events.linkDown(id(), link.index(), reason);
            lanes.moveFrom(link);
            publishHealth();
            pump();
        }

        @Override
        public void refused(Link link, int status) {
            events.bindRefused(id(), link.index(), status);
        }

        @Override
        public void room(Link link) {
            pump();
        }

        @Override
        public CompletionStage<DeliveryAnswer> delivered(Supplier<Delivery> reading) {
            return deliveries.take(reading);
        }

        @Override
        public void deliveryRefused() {
            events.deliveryRefused(id());
        }

        @Override
        public void malformed(String rule) {
            events.malformed(id(), rule);
        }
    }
}
