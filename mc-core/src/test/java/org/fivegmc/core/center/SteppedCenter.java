package org.fivegmc.core.center;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryPolicy;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Acceptance;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.Failure;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.message.Shards;
import org.fivegmc.core.message.Submission;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.route.Recipient;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.core.route.RoutePlanner;
import org.fivegmc.core.route.RouteQuery;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.core.storage.GatewayMessageKey;
import org.fivegmc.core.storage.MemoryShardStore;
import org.fivegmc.core.storage.RecordingBodyStore;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.core.subscriber.RegistrationResult;
import org.fivegmc.core.subscriber.RegistrationUpdate;
import org.fivegmc.core.subscriber.RegistrationUpdate.Change;

/// A message center whose turns run on the test's thread, on a store in memory, between recording
/// channels: nothing happens by itself, everything can be repeated.
public final class SteppedCenter {

    public static final UserAddress ALICE = Msisdn.of("+8613800000001");
    public static final UserAddress BOB = Msisdn.of("+8613800000002");
    public static final UserAddress CAROL = Msisdn.of("+8613800000003");

    private static final int TURNS_MAX = 10_000;

    public final ManualClock clock = new ManualClock();
    public final RecordingRcsChannel rcs = new RecordingRcsChannel();
    public final RecordingSmsChannel sms = new RecordingSmsChannel();
    public final RecordingBodyStore bodies = new RecordingBodyStore();
    public final List<TrailEvent> events = new ArrayList<>();

    /// How long after acceptance an offline user gets an SMS; [RoutePlan#NO_DEADLINE] for never.
    public long fallbackAfterMs = RoutePlan.NO_DEADLINE;

    /// What the planner says about leaving RCS once it was tried.
    boolean fallbackAllowed = true;

    private CenterConfig config;
    private final DeliveryPolicy policy;
    private final MemoryShardStore.Rows rows = new MemoryShardStore.Rows();
    private final List<MemoryShardStore> stores = new ArrayList<>();
    private MessageCenter center;

    public SteppedCenter() {
        this(CenterConfig.DEFAULT.withWriters(2), DeliveryPolicy.DEFAULT);
    }

    public SteppedCenter(CenterConfig config, DeliveryPolicy policy) {
        this.config = config;
        this.policy = policy;
        this.center = open();
    }

    private MessageCenter open() {
        stores.clear();
        for (int i = 0; i < config.writers(); i++) {
            stores.add(new MemoryShardStore(rows));
        }
        var opened =
                new MessageCenter(
                        config,
                        new Services(
                                stores::get,
                                bodies,
                                planner(),
                                rcs,
                                sms,
                                new PlainReports(),
                                events::add,
                                policy,
                                clock));
        opened.open();
        return opened;
    }

    private RoutePlanner planner() {
        return new RoutePlanner() {
            @Override
            public RoutePlan plan(RouteQuery query) {
                return SteppedCenter.this.plan(query);
            }

            @Override
            public boolean allowsFallback(RouteQuery query) {
                return fallbackAllowed;
            }
        };
    }

    private RoutePlan plan(RouteQuery query) {
        boolean report = query.purpose().isReport();
        if (!(query.recipient() instanceof Recipient.Known known)) {
            return report
                    ? new RoutePlan.Reject(
                            RouteReason.REPORT_TO_STRANGER, RefusalReason.UNKNOWN_RECIPIENT)
                    : new RoutePlan.FallBack(RouteReason.NOT_A_SUBSCRIBER);
        }
        List<Binding> there = known.subscriber().live(query.nowMs());
        List<Binding> live =
                there.stream().filter(b -> !hasRefused(b.capabilities(), query.sender())).toList();
        if (!there.isEmpty() && live.isEmpty()) {
            return query.fallback() instanceof FallbackOffer.None
                    ? new RoutePlan.Fail(RouteReason.NO_CAPABLE_DEVICE, Failure.NOT_CAPABLE)
                    : new RoutePlan.FallBack(RouteReason.NO_CAPABLE_DEVICE);
        }
        if (!live.isEmpty()) {
            return new RoutePlan.DeliverRcs(
                    RouteReason.REGISTERED_AND_CAPABLE,
                    live,
                    report || fallbackAfterMs == RoutePlan.NO_DEADLINE
                            ? RoutePlan.NO_DEADLINE
                            : query.acceptedAtMs() + fallbackAfterMs);
        }
        if (!query.mayWait()) {
            return query.fallback() instanceof FallbackOffer.None
                    ? new RoutePlan.Fail(RouteReason.NOT_KEPT, Failure.OFFLINE)
                    : new RoutePlan.FallBack(RouteReason.NOT_KEPT);
        }
        if (report || fallbackAfterMs == RoutePlan.NO_DEADLINE) {
            return new RoutePlan.Hold(RouteReason.OFFLINE, RoutePlan.NO_DEADLINE);
        }
        long deadline = query.acceptedAtMs() + fallbackAfterMs;
        return deadline <= query.nowMs()
                ? new RoutePlan.FallBack(RouteReason.OFFLINE_DEADLINE_PASSED)
                : new RoutePlan.Hold(RouteReason.OFFLINE, deadline);
    }

    private static boolean hasRefused(Capabilities can, UserAddress sender) {
        return can.isRefuted()
                || sender instanceof ChatbotAddress && can.source() == Capabilities.Source.EVIDENCE;
    }

    public MessageCenter center() {
        return center;
    }

    /// Runs turns until only time or the outside could bring more.
    public void settle() {
        int turns = 0;
        while (center.runOneTurn()) {
            if (++turns > TURNS_MAX) {
                throw new AssertionError("the center does not come to rest");
            }
        }
    }

    public void pass(long ms) {
        clock.advance(ms);
        settle();
    }

    /// The process dies without a word and starts again on the same rows.
    public void restart() {
        crash();
        settle();
    }

    /// The same, set up anew.
    public void restart(CenterConfig changed) {
        config = changed;
        restart();
    }

    /// The same, and the new process has not run a turn yet.
    public void crash() {
        rcs.forgetOpen();
        clock.advance(1);
        center = open();
    }

    /// Runs turns until they have made `commits` commits; there the process dies, before anything
    /// that the last one lets out is let out, and starts again. Less if nothing is left to do.
    ///
    /// @return whether it died
    public boolean dieAfterCommits(int commits) {
        return dieAfterCommits(commits, 0);
    }

    /// @param awayMs time until the process starts again
    public boolean dieAfterCommits(int commits, long awayMs) {
        var left = new AtomicInteger(commits);
        stores.forEach(s ->
                s.afterCommit(() -> {
                    if (left.decrementAndGet() == 0) {
                        throw new Death();
                    }
                }));
        try {
            settle();
            stores.forEach(s -> s.afterCommit(() -> {}));
            return false;
        } catch (Death _) {
            clock.advance(awayMs);
            restart();
            return true;
        }
    }

    /// Nothing in a writer survives it.
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /// Receipts that wait for what they belong to.
    public List<GatewayMessageKey> parked() {
        var found = new ArrayList<GatewayMessageKey>();
        for (int shard = 0; shard < Shards.COUNT; shard++) {
            stores.getFirst().parkedReceipts(shard, null, Integer.MAX_VALUE, found::add);
        }
        return found;
    }

    /// The next commits of every writer fail.
    public void failNextCommits(int count, StorageException.Kind kind) {
        stores.forEach(s -> s.failNextCommits(count, kind));
    }

    /// Every writer's store.
    public List<MemoryShardStore> stores() {
        return List.copyOf(stores);
    }

    /// The rows of all of them.
    public MemoryShardStore.Rows rows() {
        return rows;
    }

    public long commits() {
        return stores.stream().mapToLong(MemoryShardStore::commits).sum();
    }

    // --- what edges do ---

    public static Submission submission(UserAddress from, UserAddress to, String id, int asked) {
        return new Submission(
                from,
                to,
                new ImdnMessageId(id),
                Purpose.CONTENT,
                new Dispositions(asked),
                FallbackOffer.RENDERED,
                Payload.of("text/plain", id.getBytes(StandardCharsets.UTF_8)),
                0,
                /* hidden= */ false,
                Handling.USUAL);
    }

    /// Submits without running turns.
    public CompletableFuture<Acceptance> offer(Submission submission) {
        var answer = new CompletableFuture<Acceptance>();
        center.submit(
                submission,
                a -> {
                    if (!answer.complete(a)) {
                        throw new AssertionError("answered twice");
                    }
                });
        return answer;
    }

    public Acceptance submit(Submission submission) {
        CompletableFuture<Acceptance> answer = offer(submission);
        settle();
        return answer.getNow(new Acceptance.Refused(RefusalReason.NOTHING_REPORTED));
    }

    public Acceptance submit(UserAddress from, UserAddress to, String id) {
        return submit(submission(from, to, id, 0));
    }

    public Binding device(String name) {
        return new Binding(
                new DeviceId(name),
                new Capabilities(Capabilities.PAGER),
                clock.millis(),
                clock.millis() + 30L * 24 * 3_600_000,
                name.getBytes(StandardCharsets.UTF_8));
    }

    public RegistrationResult change(UserAddress user, Change change) {
        var answer = new CompletableFuture<RegistrationResult>();
        center.register(new RegistrationUpdate(user, true, change), answer::complete);
        settle();
        return answer.getNow(new RegistrationResult.UnknownUser());
    }

    public RegistrationResult register(UserAddress user, String... devices) {
        return change(user, new Change.Bind(List.of(devices).stream().map(this::device).toList()));
    }

    public void unregister(UserAddress user) {
        change(user, new Change.UnbindAll());
    }

    public List<Delivery> inbox(UserAddress user) {
        CompletableFuture<List<Delivery>> rowsOf =
                center.inbox(user, Account.OLDEST, Integer.MAX_VALUE);
        settle();
        return Optional.ofNullable(rowsOf.getNow(List.of())).orElseThrow();
    }

    public List<String> sent() {
        return rcs.all().stream().map(RecordingRcsChannel.Attempt::imdnId).toList();
    }

    public <T extends TrailEvent> List<T> events(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
