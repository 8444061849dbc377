package org.fivegmc.fallback.smpp;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.fivegmc.fallback.receipt.ReceiptParser;
import org.fivegmc.fallback.smpp.pdu.ShortMessage;
import org.fivegmc.fallback.smpp.pdu.SmppStatus;
import org.fivegmc.fallback.spi.FallbackEvents;
import org.fivegmc.fallback.spi.GatewayCallbacks;
import org.fivegmc.fallback.spi.GatewayHealth;
import org.fivegmc.fallback.spi.GatewayReceipt;
import org.fivegmc.fallback.spi.InboundSms;
import org.fivegmc.fallback.spi.OutboundSms;
import org.fivegmc.fallback.spi.SmsGateway;
import org.fivegmc.fallback.spi.SubmitOutcome;
import org.fivegmc.fallback.spi.SubmitOutcome.Reason;
import org.fivegmc.fallback.text.SplitRules;
import org.jspecify.annotations.Nullable;

/// A short message center account: some links, one rate, one circuit breaker.
///
/// One event loop of its own (thread `smpp-<id>`) runs all of it, so nothing here needs a lock;
/// only the count of pending units and the published health are read by other threads.
///
/// ```
/// submit -> [lane of the destination's link] -> circuit breaker -> token bucket -> window of the link -> submit_sm
/// ```
///
/// The lane is chosen by hashing the destination over the bound links, so the units of one message,
/// and of one recipient, stay in order; what the center throttles goes back to its place. When a
/// link goes its lane moves to the others; when one comes, new units for some destinations move to
/// it.
// tasks guard themselves, and nobody waits for them
@SuppressWarnings("FutureReturnValueIgnored")
public final class SmppGateway implements SmsGateway {
    /// Pause proposed when the own queue is full.
    static final Duration BUSY_PAUSE = Duration.ofSeconds(1);

    /// Longest message id that is kept; SMPP allows 65 octets, and a receipt's text some more.
    static final int ID_MAX = 200;

    /// Pause proposed after an error of the center.
    static final Duration TRANSIENT_PAUSE = Duration.ofSeconds(2);

    /// Pause proposed when the center refuses everything.
    static final Duration DOWN_PAUSE = Duration.ofSeconds(30);

    private static final class Lane {
        final SmppLink link;
        final Deque<Pending> queue = new ArrayDeque<>();

        Lane(SmppLink link) {
            this.link = link;
        }
    }

    private record Pending(
            OutboundSms unit, Consumer<SubmitOutcome> outcome, long submittedAt, long endBy) {}

    private final SmppGatewayConfig config;
    private final GatewayCallbacks callbacks;
    private final FallbackEvents events;
    private final SubmitBuilder builder;
    private final DeliverReader reader;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final List<Lane> lanes = new ArrayList<>();
    private final AimdRate rate;
    private final CircuitBreaker breaker;
    private final AtomicInteger pending = new AtomicInteger();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile boolean accepting = true;
    private volatile GatewayHealth health;
    private boolean started;
    private boolean pumpScheduled;
    private int nextLane;
    private @Nullable Long drainBy;
    private boolean leaving;

    /// A gateway that does nothing before [#start()].
    public SmppGateway(
            SmppGatewayConfig config, GatewayCallbacks callbacks, FallbackEvents events) {
        this.config = config;
        this.callbacks = callbacks;
        this.events = events;
        this.builder = new SubmitBuilder(config.splitRules().concatenation());
        this.reader = new DeliverReader(config.id(), config.dialect());
        this.group =
                new MultiThreadIoEventLoopGroup(
                        1,
                        new DefaultThreadFactory("smpp-" + config.id(), true),
                        NioIoHandler.newFactory());
        this.loop = group.next();
        SmppLimits limits = config.limits();
        long now = System.nanoTime();
        this.rate =
                new AimdRate(limits.rate(), limits.burst(), config.timers().throttlePause(), now);
        this.breaker = new CircuitBreaker(now);
        this.health =
                new GatewayHealth(GatewayHealth.State.DOWN, 0, limits.links(), limits.rate(), 0, 0);
        var owner = new Links();
        for (int i = 0; i < limits.links(); i++) {
            lanes.add(new Lane(new SmppLink(i, config, loop, owner)));
        }
    }

    @Override
    public String id() {
        return config.id();
    }

    @Override
    public SplitRules splitRules() {
        return config.splitRules();
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
                    lanes.forEach(lane -> lane.link.start());
                    long step = config.timers().step().toNanos();
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
                config.account().mode().submits()
                        ? builder.obstacle(unit)
                        : "account is bound for receiving only";
        if (!obstacle.isEmpty()) {
            settle(one, new SubmitOutcome.Rejected(SubmitOutcome.Rejected.NOT_SENT, obstacle));
        } else if (!accepting) {
            settle(one, retry(Reason.STOPPED, "gateway is stopping", BUSY_PAUSE));
        } else if (pending.incrementAndGet() > config.limits().pending()) {
            pending.decrementAndGet();
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
        if (breaker.state(now, anyBound()) == CircuitBreaker.State.OPEN) {
            settlePending(one, circuitOpen(now));
            return;
        }
        lane(one.unit()).queue.add(one);
        pump();
    }

    /// Highest random weight over the links that can submit; over all if none can.
    private Lane lane(OutboundSms unit) {
        int key = unit.destination().digits().hashCode();
        Lane best = lanes.getFirst();
        int bestWeight = Integer.MIN_VALUE;
        boolean any = anyBound();
        for (Lane lane : lanes) {
            int weight = mix(key * 31 + lane.link.index());
            if ((!any || lane.link.isBound()) && weight >= bestWeight) {
                best = lane;
                bestWeight = weight;
            }
        }
        return best;
    }

    private static int mix(int value) {
        int mixed = (value ^ (value >>> 16)) * 0x85ebca6b;
        mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
        return mixed ^ (mixed >>> 16);
    }

    private void pump() {
        long now = System.nanoTime();
        CircuitBreaker.State circuit = breaker.state(now, anyBound());
        if (circuit == CircuitBreaker.State.OPEN) {
            return;
        }
        int idle = 0;
        while (idle < lanes.size()) {
            if (circuit == CircuitBreaker.State.HALF_OPEN && inFlight() > 0) {
                return;
            }
            Lane lane = lanes.get(nextLane);
            nextLane = (nextLane + 1) % lanes.size();
            expire(lane, now);
            Pending head = lane.queue.peek();
            if (head == null || !lane.link.canSubmit()) {
                idle++;
                continue;
            }
            boolean continuation = head.unit().part().number().sequence() > 1;
            if (!rate.take(now, head.unit().part().segments(), continuation)) {
                schedulePump(rate.untilFree(now));
                return;
            }
            lane.queue.remove();
            idle = 0;
            write(lane.link, head);
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

    private void write(SmppLink link, Pending one) {
        pending.decrementAndGet();
        long sentAt = System.nanoTime();
        link.submit(
                builder.build(one.unit()),
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
                SubmitOutcome outcome = outcome(answered, sentAt, now);
                boolean throttled =
                        outcome instanceof SubmitOutcome.Retry retry
                                && retry.reason() == Reason.THROTTLED;
                if (throttled && !leaving && hasTime(one, now)) {
                    putBack(one);
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
                tell(one, accepted(raw));
            }
        }
    }

    private SubmitOutcome accepted(String raw) {
        return new SubmitOutcome.Accepted(raw, usableId(config.dialect().submitId(raw)));
    }

    /// To the place it had: what was submitted later to the same destination must not overtake it.
    private void putBack(Pending one) {
        pending.incrementAndGet();
        Deque<Pending> queue = lane(one.unit()).queue;
        var earlier = new ArrayDeque<Pending>();
        for (Pending head = queue.peek();
                head != null && head.submittedAt() - one.submittedAt() < 0;
                head = queue.peek()) {
            earlier.push(queue.remove());
        }
        queue.addFirst(one);
        earlier.forEach(queue::addFirst);
    }

    /// Whether a unit that is written now can be answered within its patience.
    private boolean hasTime(Pending one, long now) {
        return one.endBy() - now >= config.timers().response().toNanos();
    }

    private SubmitOutcome outcome(LinkAnswer.Answered answered, long sentAt, long now) {
        long latency = now - sentAt;
        int status = answered.status();
        return switch (SmppStatus.meaning(status)) {
            case OK -> {
                breaker.success(now, latency);
                rate.accepted(now);
                yield accepted(answered.messageId());
            }
            case THROTTLED -> {
                breaker.success(now, latency);
                if (rate.throttled(now, sentAt)) {
                    events.throttled(id(), rate.rate());
                }
                yield retry(
                        Reason.THROTTLED,
                        SmppStatus.describe(status),
                        config.timers().throttlePause());
            }
            case TRANSIENT -> {
                breaker.failure(now, latency);
                yield retry(Reason.TRANSIENT, SmppStatus.describe(status), TRANSIENT_PAUSE);
            }
            case PERMANENT -> {
                breaker.success(now, latency);
                yield new SubmitOutcome.Rejected(status, SmppStatus.describe(status));
            }
            case GATEWAY_DOWN -> {
                breaker.failure(now, latency);
                yield retry(Reason.GATEWAY_DOWN, SmppStatus.describe(status), DOWN_PAUSE);
            }
        };
    }

    private void settlePending(Pending one, SubmitOutcome outcome) {
        pending.decrementAndGet();
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
        for (Lane lane : lanes) {
            lane.link.tick(now);
            expire(lane, now);
        }
        if (breaker.state(now, anyBound()) == CircuitBreaker.State.OPEN) {
            flush(circuitOpen(now));
        }
        if (drainBy != null) {
            drain(now);
        }
        pump();
        publishHealth();
    }

    private void expire(Lane lane, long now) {
        List<Pending> late = new ArrayList<>();
        lane.queue.removeIf(one -> !hasTime(one, now) && late.add(one));
        for (Pending one : late) {
            settlePending(one, retry(Reason.OUT_OF_PATIENCE, "not sent in time", Duration.ZERO));
        }
    }

    private void flush(SubmitOutcome outcome) {
        for (Lane lane : lanes) {
            List<Pending> all = new ArrayList<>(lane.queue);
            lane.queue.clear();
            all.forEach(one -> settlePending(one, outcome));
        }
    }

    private void drain(long now) {
        Long by = drainBy;
        boolean quiet =
                pending.get() == 0
                        && inFlight() == 0
                        && lanes.stream().allMatch(lane -> lane.link.undurable() == 0);
        if (by == null || (!quiet && now - by < 0) || leaving) {
            return;
        }
        leaving = true;
        flush(retry(Reason.STOPPED, "gateway is stopping", BUSY_PAUSE));
        var links =
                lanes.stream()
                        .map(lane -> lane.link.stop().toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(links)
                .whenComplete((_, _) -> {
                    publishHealth();
                    stopped.complete(null);
                    group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
                });
    }

    private void publishHealth() {
        int bound = (int) lanes.stream().filter(lane -> lane.link.isBound()).count();
        GatewayHealth.State state = state(bound);
        GatewayHealth before = health;
        health =
                new GatewayHealth(
                        state, bound, lanes.size(), rate.rate(), pending.get(), inFlight());
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

    /// An id that is longer than anything SMPP allows can't be a key; the unit, or the receipt,
    /// counts without it.
    private String usableId(String messageId) {
        if (messageId.length() <= ID_MAX) {
            return messageId;
        }
        events.malformed(id(), "message id too long");
        return "";
    }

    private GatewayReceipt usable(GatewayReceipt receipt) {
        return receipt.messageId().length() <= ID_MAX
                ? receipt
                : receipt.withMessageId(usableId(receipt.messageId()));
    }

    private boolean anyBound() {
        return lanes.stream().anyMatch(lane -> lane.link.isBound());
    }

    private int inFlight() {
        return lanes.stream().mapToInt(lane -> lane.link.inFlight()).sum();
    }

    private void move(Lane from) {
        List<Pending> all = new ArrayList<>(from.queue);
        from.queue.clear();
        all.forEach(one -> lane(one.unit()).queue.add(one));
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
        public void bound(SmppLink link) {
            events.linkUp(id(), link.index());
            for (Lane lane : lanes) {
                if (!lane.link.isBound()) {
                    move(lane);
                }
            }
            publishHealth();
            pump();
        }

        @Override
        public void lost(SmppLink link, String reason) {
            events.linkDown(id(), link.index(), reason);
            if (anyBound()) {
                move(lanes.get(link.index()));
            }
            publishHealth();
            pump();
        }

        @Override
        public void refused(SmppLink link, int status) {
            events.bindRefused(id(), link.index(), status);
        }

        @Override
        public void room(SmppLink link) {
            pump();
        }

        @Override
        public CompletionStage<SmppStatus> delivered(ShortMessage message) {
            try {
                boolean receipt =
                        message.isReceipt()
                                || config.receiptsByText() && ReceiptParser.looksLikeOne(message);
                if (receipt) {
                    GatewayReceipt told = usable(reader.receipt(message));
                    events.receipt(id(), told.receipt().state());
                    return callbacks.onReceipt(told).thenApply(_ -> SmppStatus.OK);
                }
                events.inbound(id());
                InboundSms inbound = reader.inbound(message);
                return callbacks
                        .onInbound(inbound)
                        .thenApply(answer ->
                                switch (answer) {
                                    case TAKEN -> SmppStatus.OK;
                                    case REFUSED -> refused(inbound);
                                });
            } catch (RuntimeException fault) {
                events.fault(id(), fault);
                return CompletableFuture.failedFuture(fault);
            }
        }

        private SmppStatus refused(InboundSms message) {
            events.inboundRefused(message);
            return SmppStatus.APPLICATION_REJECTED;
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
