package org.fivegmc.core.center;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.fivegmc.core.channel.SmsChannel;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.PartOutcome;
import org.fivegmc.core.delivery.SmsPlan;
import org.fivegmc.core.message.Acceptance;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.MessageIdMint;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.message.Revocation;
import org.fivegmc.core.message.Shards;
import org.fivegmc.core.message.Submission;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.route.Recipient;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.core.storage.DedupKey;
import org.fivegmc.core.storage.GatewayMessageKey;
import org.fivegmc.core.storage.SmsPartRef;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.ChatbotBook;
import org.fivegmc.core.subscriber.Credentials;
import org.fivegmc.core.subscriber.Origin;
import org.fivegmc.core.subscriber.RegistrationResult;
import org.fivegmc.core.subscriber.RegistrationUpdate;
import org.fivegmc.core.subscriber.Subscriber;

/// The message center: accepts, stores, delivers. Every method may be called on any thread and
/// returns at once; answers come on shard writers after everything they tell is durable, so
/// callbacks must not block.
public final class MessageCenter {

    /// More than a lease or the patience with a gateway can lie ahead.
    private static final long RECOVERY_MARGIN_MS = 5_000;

    private static final long STOP_LIMIT_NANOS = 10_000_000_000L;

    private static final Acceptance UNKNOWN =
            new Acceptance.Refused(RefusalReason.UNKNOWN_RECIPIENT);

    private final CenterConfig config;
    private final ShardWriter[] writers;

    public MessageCenter(CenterConfig config, Services services) {
        this.config = config;
        this.writers = new ShardWriter[config.writers()];
        long startedMs = services.clock().millis();
        var takeUp = new TakeUp(writers.length);
        long ahead =
                Math.max(services.policy().attemptLeaseMs(), services.policy().unknownWaitMs());
        for (int i = 0; i < writers.length; i++) {
            writers[i] =
                    new ShardWriter(
                            i,
                            config,
                            services,
                            w ->
                                    desks(
                                            w,
                                            startedMs,
                                            startedMs + ahead + RECOVERY_MARGIN_MS,
                                            takeUp));
        }
    }

    private ShardWriter.Desks desks(
            ShardWriter writer, long startedMs, long recoverUpToMs, TakeUp takeUp) {
        var mint = new MessageIdMint(config.node() << 8 | writer.index());
        int[] shards =
                IntStream.range(0, Shards.COUNT)
                        .filter(s -> indexOf(s) == writer.index())
                        .toArray();
        var mailboxes = new Mailboxes(writer.store(), mint, shards);
        // what one turn touches must stay
        int turnMost = 4 * config.batchMax();
        var accounts =
                new Accounts(
                        writer.store(),
                        mailboxes,
                        Math.max(config.cachedUsersPerWriter(), turnMost),
                        turnMost,
                        startedMs,
                        writer.services.policy(),
                        mint,
                        writer.services.chatbots());
        var steps = new DeliverySteps(writer, this);
        var rows = new DeliveryRows(writer);
        var acceptance = new AcceptanceDesk(writer, accounts, steps, rows, mint);
        return new ShardWriter.Desks(
                accounts,
                mailboxes,
                acceptance,
                new MirrorDesk(writer, accounts, acceptance, steps, mint),
                steps,
                rows,
                new QueueDesk(writer, accounts, steps, rows),
                new DeliveryDesk(writer, accounts, steps, rows),
                new RegistrationDesk(writer, accounts),
                new ReceiptDesk(writer, this, shards),
                new TimerDesk(writer, shards, recoverUpToMs),
                new FlightDesk(writer, shards[0], s -> indexOf(s) == writer.index(), takeUp));
    }

    /// Who hears of faults of the program on shard writers, which go on working; before [#start()].
    /// Without one it is the JVM's default handler.
    public void onFault(Thread.UncaughtExceptionHandler handler) {
        for (ShardWriter writer : writers) {
            writer.onFault(handler);
        }
    }

    public void start() throws InterruptedException {
        for (ShardWriter writer : writers) {
            writer.start();
        }
    }

    /// Refuses new requests from now on; what was taken goes on.
    public void drain() {
        for (ShardWriter writer : writers) {
            writer.drain();
        }
    }

    /// Refuses new work, brings what is queued to its end and returns.
    public void stop() throws InterruptedException {
        drain();
        // What one writer does may be the work of another: none ends before all are idle.
        long limit = System.nanoTime() + STOP_LIMIT_NANOS;
        while (isBusy() && System.nanoTime() < limit) {
            LockSupport.parkNanos(this, 1_000_000);
        }
        for (ShardWriter writer : writers) {
            writer.stop();
        }
    }

    private boolean isBusy() {
        for (ShardWriter writer : writers) {
            if (writer.isBusy()) {
                return true;
            }
        }
        return false;
    }

    /// Instead of [#start()]: turns run when [#runOneTurn()] is called, on the caller's thread.
    void open() {
        for (ShardWriter writer : writers) {
            writer.open();
        }
    }

    /// One turn of every writer.
    ///
    /// @return whether there is more to do even if no time passes
    boolean runOneTurn() {
        boolean more = false;
        for (ShardWriter writer : writers) {
            writer.runOneTurn();
        }
        for (ShardWriter writer : writers) {
            more |= writer.hasWork();
        }
        return more;
    }

    private int indexOf(int shard) {
        return Shards.group(shard) % writers.length;
    }

    ShardWriter writer(UserAddress user) {
        return writers[indexOf(Shards.of(user))];
    }

    private ShardWriter writer(GatewayMessageKey key) {
        return writers[indexOf(key.shard())];
    }

    /// Whether every shard writer runs.
    public boolean isAlive() {
        for (ShardWriter writer : writers) {
            if (!writer.isAlive()) {
                return false;
            }
        }
        return true;
    }

    /// Whether every shard writer has come by within that time. A turn waits for its commit, so
    /// patience is longer than the store's.
    public boolean isAlive(Duration patience) {
        for (ShardWriter writer : writers) {
            if (!writer.isAlive(patience)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the store refuses commits at the moment.
    public boolean isDegraded() {
        for (ShardWriter writer : writers) {
            if (writer.isDegraded()) {
                return true;
            }
        }
        return false;
    }

    public int writers() {
        return writers.length;
    }

    /// Tasks that wait for this writer or are in its turn.
    ///
    /// @param writer 0..[#writers()]-1
    public int queued(int writer) {
        return writers[writer].depth();
    }

    /// How full the fullest writer's queue is, 0..1.
    public double load() {
        int deepest = 0;
        for (ShardWriter writer : writers) {
            deepest = Math.max(deepest, writer.depth());
        }
        return (double) deepest / config.queueCapacity();
    }

    // --- from the edges ---

    /// The body a payload refers to is the center's from [Acceptance.Accepted] on, and deleted with
    /// the message. After [Acceptance.Duplicate] and [Acceptance.Refused] the caller deletes it,
    /// but for [RefusalReason#STORE_UNAVAILABLE]: a commit in doubt may show after all, so that
    /// body is left to its time.
    ///
    /// @param reply gets the answer once
    public void submit(Submission submission, Consumer<Acceptance> reply) {
        long since = System.nanoTime();
        var task =
                new Request(
                        w -> w.desks().acceptance().submit(submission, since, reply),
                        reason -> reply.accept(new Acceptance.Refused(reason)),
                        submission.payload().size());
        writer(submission.recipient()).offer(task);
    }

    /// The same of what a device has sent: when it says that a message was displayed, the other
    /// devices of its user are told, too, as far as they are registered and whatever becomes of the
    /// report. The answer waits until that is durable as well.
    ///
    /// @param origin which device of the sender
    public void submit(Submission submission, Origin origin, Consumer<Acceptance> reply) {
        if (config.mirrorDisplayed() && MirrorDesk.concerns(submission)) {
            submit(
                    submission,
                    answer -> {
                        if (isForNow(answer)) {
                            reply.accept(answer); // the device will say it again
                        } else {
                            mirror(submission, origin, () -> reply.accept(answer));
                        }
                    });
        } else {
            submit(submission, reply);
        }
    }

    private static boolean isForNow(Acceptance answer) {
        return answer instanceof Acceptance.Refused(RefusalReason reason) && reason.isTemporary();
    }

    /// Never refused for want of room: there is at most one for each report that was taken from a
    /// queue. When the store does not work, the report goes before.
    private void mirror(Submission report, Origin origin, Runnable done) {
        ShardWriter writer = writer(report.sender());
        var task =
                new Request(
                        w -> {
                            w.desks().mirrors().mirror(report, origin);
                            w.afterCommit(done);
                        },
                        reason -> {
                            writer.notMirrored(reason);
                            done.run();
                        },
                        report.payload().size());
        writer.enqueue(task);
    }

    /// Takes a report on a message whose sender hides, from a recipient who does not know to whom
    /// it goes. The recipient's other devices are not told: it would name the sender.
    ///
    /// @param reporter who got the message, proven
    /// @param about its id
    /// @param report makes the report, once the sender is known
    /// @param reply gets the answer once: [RefusalReason#UNKNOWN_RECIPIENT] when no such message is
    ///   known
    public void reportToHidden(
            UserAddress reporter,
            ImdnMessageId about,
            Function<UserAddress, Submission> report,
            Consumer<Acceptance> reply) {
        DedupKey key = DedupKey.hidden(reporter, about);
        var task =
                new Request(
                        w -> {
                            Optional<UserAddress> sender = w.desks().acceptance().hiddenSender(key);
                            w.afterCommit(() ->
                                    sender.ifPresentOrElse(
                                            to -> submit(report.apply(to), reply),
                                            () -> reply.accept(UNKNOWN)));
                        },
                        reason -> reply.accept(new Acceptance.Refused(reason)));
        writer(reporter).offer(task);
    }

    /// Takes a message back: compared and set by the one thread that also begins attempts at
    /// devices and decides for SMS.
    ///
    /// @param sender who wants it back, proven
    /// @param recipient whom the message was sent to
    /// @param reply gets the answer once
    public void revoke(
            UserAddress sender,
            UserAddress recipient,
            ImdnMessageId imdnId,
            Consumer<Revocation> reply) {
        var task =
                new Request(
                        w -> {
                            Revocation answer =
                                    w.desks().deliveries().revoke(sender, recipient, imdnId);
                            w.afterCommit(() -> reply.accept(answer));
                        },
                        reason -> reply.accept(new Revocation.Unavailable(reason)));
        writer(recipient).offer(task);
    }

    /// The id under which this was accepted before, as long as that is remembered. Fails with
    /// [Unavailable].
    public CompletableFuture<Optional<MessageId>> acceptedBefore(
            UserAddress sender, UserAddress recipient, ImdnMessageId imdnId) {
        DedupKey key = DedupKey.content(recipient, sender, imdnId);
        return ask(recipient, w -> w.desks().acceptance().acceptedBefore(key));
    }

    /// What the SMS channel wanted to be known when `user` answers the latest SMS from `sender`;
    /// empty when there was none, or too long ago. Fails with [Unavailable].
    public CompletableFuture<Optional<byte[]>> smsMemory(UserAddress user, UserAddress sender) {
        DedupKey key = DedupKey.memory(user, sender);
        return ask(
                user,
                w ->
                        w.overlay().get(key) instanceof SmsChannel.Memory memory
                                ? Optional.of(memory.octets())
                                : w.store().memory(key, w.nowMs()));
    }

    /// @param reply gets the answer once
    public void register(RegistrationUpdate update, Consumer<RegistrationResult> reply) {
        var task =
                new Request(
                        w -> w.desks().registrations().update(update, reply),
                        reason -> reply.accept(new RegistrationResult.Unavailable(reason)));
        writer(update.user()).offer(task);
    }

    /// [ChatbotBook] tells something else of a chatbot than before: what waits for it is looked at.
    public void chatbotChanged(ChatbotAddress chatbot) {
        writer(chatbot).enqueue(new News(w -> w.desks().registrations().chatbotChanged(chatbot)));
    }

    /// What is known of a user, for authentication and capability queries. Fails with
    /// [Unavailable].
    public CompletableFuture<Optional<Subscriber>> subscriber(UserAddress user) {
        return ask(
                user,
                w ->
                        w.desks().accounts().withoutInbox(user).recipient
                                        instanceof Recipient.Known(var subscriber)
                                ? Optional.of(subscriber)
                                : Optional.empty());
    }

    void attempted(
            UserAddress user, MessageId id, int attempt, Binding device, AttemptOutcome outcome) {
        writer(user)
                .enqueue(
                        new News(w ->
                                w.desks()
                                        .deliveries()
                                        .attempted(user, id, attempt, device, outcome)));
    }

    void partAccepted(SmsPartRef part, GatewayMessageKey key, long forgetAtMs) {
        // Nothing else ties the gateway's id to the delivery: the receipt would find nothing.
        writer(key)
                .enqueue(new News(w -> w.desks().receipts().accepted(part, key, forgetAtMs), true));
    }

    void partEnded(UserAddress user, MessageId id, int part, PartOutcome outcome) {
        writer(user)
                .enqueue(new News(w -> w.desks().deliveries().partEnded(user, id, part, outcome)));
    }

    /// A receipt from a gateway.
    ///
    /// @param done gets true once it is durable, false when the gateway should send it again
    public void receipt(InboundReceipt receipt, Consumer<Boolean> done) {
        var task =
                new Request(
                        w -> w.desks().receipts().arrived(receipt, false, done),
                        _ -> done.accept(false));
        writer(receipt.key()).offer(task);
    }

    void receiptFor(SmsPartRef part, boolean delivered, String cause, Consumer<Boolean> done) {
        writer(part.recipient())
                .enqueue(
                        new News(w -> {
                            w.desks().deliveries().receipt(part, delivered, cause);
                            w.afterCommit(() -> done.accept(true));
                        }));
    }

    /// A receipt that was parked is with its delivery.
    void parkedReceiptTold(GatewayMessageKey key) {
        writer(key).enqueue(new News(w -> w.desks().receipts().told(key)));
    }

    /// A receipt that an earlier process parked may belong to what is known now.
    void matchParkedReceipt(GatewayMessageKey key) {
        writer(key).enqueue(new News(w -> w.desks().receipts().match(key)));
    }

    /// Asks one candidate after the other whether a part with this reference went to them.
    void receiptByAddress(InboundReceipt receipt, int candidate, Consumer<Boolean> done) {
        if (candidate >= receipt.addresses().size()) {
            writer(receipt.key())
                    .enqueue(new News(w -> w.desks().receipts().arrived(receipt, true, done)));
            return;
        }
        UserAddress user = receipt.addresses().get(candidate);
        writer(user)
                .enqueue(
                        new News(w -> {
                            Optional<SmsPartRef> part =
                                    w.desks().deliveries().searched(user, receipt);
                            if (part.isPresent()) {
                                w.desks()
                                        .deliveries()
                                        .receipt(part.get(), receipt.delivered(), receipt.cause());
                                w.afterCommit(() -> done.accept(true));
                            } else {
                                w.afterCommit(() -> receiptByAddress(receipt, candidate + 1, done));
                            }
                        }));
    }

    /// Submits a report of the network to the sender of `about`. Whatever the answer is, short of a
    /// busy or broken store, the report is settled.
    void submitReport(Message about, Submission report, ReportKind kind) {
        submit(
                report,
                acceptance -> {
                    boolean later =
                            acceptance instanceof Acceptance.Refused(var reason)
                                    && (reason == RefusalReason.OVERLOAD
                                            || reason == RefusalReason.DRAINING
                                            || reason == RefusalReason.STORE_UNAVAILABLE);
                    if (!later) {
                        writer(about.recipient())
                                .enqueue(
                                        new News(w ->
                                                w.desks()
                                                        .deliveries()
                                                        .reportStored(
                                                                about.recipient(),
                                                                about.id(),
                                                                kind)));
                    }
                });
    }

    // --- for operators ---

    public CompletableFuture<Boolean> provision(
            UserAddress user, boolean rcs, Credentials credentials) {
        return ask(
                user,
                w -> {
                    w.desks().registrations().provision(user, rcs, credentials);
                    return true;
                });
    }

    /// @return whether there was such a user
    public CompletableFuture<Boolean> removeSubscriber(UserAddress user) {
        return ask(user, w -> w.desks().registrations().remove(user));
    }

    /// Undelivered messages to this user that were accepted after `after`, oldest first.
    public CompletableFuture<List<Delivery>> inbox(UserAddress user, MessageId after, int limit) {
        return ask(
                user,
                w -> {
                    var rows = new ArrayList<Delivery>();
                    w.store()
                            .inbox(
                                    user,
                                    after,
                                    row ->
                                            row.message().id().equals(after)
                                                    || (rows.size() < limit && rows.add(row)));
                    return List.copyOf(rows);
                });
    }

    public CompletableFuture<Optional<Delivery>> delivery(UserAddress user, MessageId id) {
        return ask(
                user,
                w ->
                        Optional.ofNullable(
                                w.desks().rows().find(w.desks().accounts().get(user), id)));
    }

    /// What became of a search for a stored message.
    public sealed interface Found {

        record Stored(Delivery delivery) implements Found {}

        /// @param looked how many stored messages were looked at
        record Nothing(int looked) implements Found {}

        /// There are more than it may take to look at.
        record GaveUp(int looked) implements Found {}
    }

    /// Stored messages looked at before a search gives up.
    static final int SEARCH_MAX = 1_000_000;

    /// The stored message with this id, whoever it is for. Looks at every stored message, page by
    /// page: for a person who asks. Fails with [Unavailable].
    public CompletableFuture<Found> find(MessageId id) {
        return find(id, SEARCH_MAX);
    }

    CompletableFuture<Found> find(MessageId id, int most) {
        return new MessageSearch(id, most, List.of(writers), this::indexOf).begin();
    }

    /// @return number of messages removed
    public CompletableFuture<Integer> purge(UserAddress user) {
        return ask(user, w -> w.desks().deliveries().purge(user));
    }

    /// Which way a submission would go, with what that rests on.
    ///
    /// @param rule the name of the planner's rule behind it
    /// @param sms how it would leave by SMS, where the plan says so
    public record Explanation(
            RoutePlan plan, String rule, Optional<Subscriber> subscriber, Optional<SmsPlan> sms) {}

    /// Which way this submission would go now; nothing is stored.
    public CompletableFuture<Explanation> explain(Submission submission) {
        return ask(
                submission.recipient(),
                w -> {
                    Message message =
                            Message.of(
                                    new MessageId(0, 0),
                                    submission,
                                    w.nowMs(),
                                    w.nowMs() + config.lifetimeMs());
                    Account account = w.desks().accounts().withoutInbox(submission.recipient());
                    RoutePlan plan = w.desks().steps().plan(account, message);
                    return new Explanation(
                            plan,
                            w.desks().steps().rule(account, message),
                            account.recipient instanceof Recipient.Known(var subscriber)
                                    ? Optional.of(subscriber)
                                    : Optional.empty(),
                            plan instanceof RoutePlan.FallBack(var why)
                                    ? Optional.of(w.services.sms().prepare(message, why))
                                    : Optional.empty());
                });
    }

    /// The user's writer can't answer now.
    public static final class Unavailable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final RefusalReason reason;

        Unavailable(RefusalReason reason) {
            super(reason.text());
            this.reason = reason;
        }

        public RefusalReason reason() {
            return reason;
        }
    }

    private <T> CompletableFuture<T> ask(UserAddress user, Function<ShardWriter, T> question) {
        var answer = new CompletableFuture<T>();
        var task =
                new Request(
                        w -> {
                            T value = question.apply(w);
                            w.afterCommit(() -> answer.complete(value));
                        },
                        reason -> answer.completeExceptionally(new Unavailable(reason)));
        writer(user).offer(task);
        return answer;
    }

    /// Every subscriber, shard by shard; for start-up and lists, not for the hot path.
    public CompletableFuture<List<Subscriber>> subscribers(int limit) {
        var parts = new ArrayList<CompletableFuture<List<Subscriber>>>();
        for (ShardWriter writer : writers) {
            var part = new CompletableFuture<List<Subscriber>>();
            parts.add(part);
            writer.enqueue(
                    new Request(
                            w -> {
                                var found = new ArrayList<Subscriber>();
                                for (int s = 0; s < Shards.COUNT && found.size() < limit; s++) {
                                    if (indexOf(s) == w.index()) {
                                        w.store()
                                                .subscribers(
                                                        s,
                                                        x -> found.add(x) && found.size() < limit);
                                    }
                                }
                                w.afterCommit(() -> part.complete(found));
                            },
                            reason -> part.completeExceptionally(new Unavailable(reason))));
        }
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(
                        _ -> parts.stream().flatMap(p -> p.join().stream()).limit(limit).toList());
    }
}
