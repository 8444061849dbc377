package org.fivegmc.loadtest.rich;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ReceivedReport;
import org.fivegmc.loadtest.handset.SentReport;
import org.fivegmc.loadtest.observe.Timeline;

/// Two handsets, A who writes and B, and their books. In each round they play every kind of scene
/// once, in an order of their own. A scene ends early when something is not answered; then both
/// register before the next one. One thread plays; all else is for any.
final class Pair implements AutoCloseable {
    static final Duration HOUR = Duration.ofHours(1);

    /// Between a scene that broke off and the next try.
    private static final Duration PAUSE = Duration.ofMillis(200);

    /// How often it is tried to have both registered when all is over.
    private static final int LAST_TRIES = 10;

    private final RichPlan plan;
    private final Gate gate;
    private final Random random;
    private final Handset a;
    private final Handset b;
    private final Lane there;
    private final Lane back;
    private final Queue<Upload> uploads = new ConcurrentLinkedQueue<>();
    private final AtomicInteger scenes = new AtomicInteger();
    private final AtomicInteger brokenOff = new AtomicInteger();
    private volatile boolean present;

    Pair(RichPlan plan, int number, Gate gate) {
        this.plan = plan;
        this.gate = gate;
        this.random = new Random(plan.seed() * 1_000_003 + number);
        this.a = handset(2 * number);
        this.b = handset(2 * number + 1);
        this.there = new Lane(numberOf(a) + " to " + numberOf(b));
        this.back = new Lane(numberOf(b) + " to " + numberOf(a));
    }

    private Handset handset(int user) {
        Handset handset = Handset.start(plan.profile(user), Timeline.unwritten());
        handset.keepLess();
        return handset;
    }

    static String numberOf(Handset handset) {
        return handset.profile().number();
    }

    Handset a() {
        return a;
    }

    Handset b() {
        return b;
    }

    /// The books of what A has sent.
    Lane there() {
        return there;
    }

    /// The books of what B has sent.
    Lane back() {
        return back;
    }

    Queue<Upload> uploads() {
        return uploads;
    }

    Gate gate() {
        return gate;
    }

    // ---- the play

    /// Plays until it is over, and one round at least; then both are registered, if the server lets
    /// them.
    void play() throws InterruptedException {
        Scenes scene = new Scenes(this, plan, random);
        List<Kind> kinds = new ArrayList<>(Arrays.asList(Kind.values()));
        if (plan.uploads().isEmpty()) {
            kinds.remove(Kind.FILE);
        }
        boolean first = true;
        while (first || goesOn()) {
            Collections.shuffle(kinds, random);
            for (Kind kind : kinds) {
                if ((first || goesOn()) && attempt(() -> scene.play(kind))) {
                    scenes.incrementAndGet();
                }
            }
            first = false;
        }
        for (int tries = 0; tries < LAST_TRIES && !present; tries++) {
            attempt(() -> {});
        }
    }

    private boolean goesOn() {
        return gate.goesOn() && !there.isFull() && !back.isFull();
    }

    /// A part of a play.
    private interface Part {
        void play() throws BrokenOffException, InterruptedException;
    }

    /// Has a part played between two who are registered; whether it came to its end.
    private boolean attempt(Part part) throws InterruptedException {
        gate.await();
        try {
            if (!present) {
                register(a);
                register(b);
                present = true;
            }
            part.play();
            return true;
        } catch (BrokenOffException _) {
            // The books have it.
        } catch (UncheckedIOException | CompletionException | IllegalStateException failed) {
            // No media to begin with, or a stack without a connection.
            there.answered(String.valueOf(failed.getMessage()), Lane.NO_ANSWER);
        }
        present = false;
        brokenOff.incrementAndGet();
        Thread.sleep(PAUSE);
        return false;
    }

    void register(Handset handset) throws BrokenOffException {
        needed("a registration", handset.register(HOUR).last().status());
    }

    void unregister(Handset handset) throws BrokenOffException {
        needed("a de-registration", handset.unregister().last().status());
    }

    /// The answer to a request without which the scene can not go on.
    void needed(String what, int status) throws BrokenOffException {
        there.answered(what, status);
        if (status / 100 != 2) {
            throw new BrokenOffException(status + " to " + what);
        }
    }

    /// Both register whatever they are; what comes of it the books say.
    void registerAgain() {
        a.register(HOUR);
        b.register(HOUR);
    }

    /// The server is gone: what waits for its answers has none.
    void loseServer() {
        a.loseServer();
        b.loseServer();
    }

    /// The server is back: what was sent to the one before has no answer.
    void regainServer() {
        a.abandonRequests();
        b.abandonRequests();
    }

    // ---- the books

    /// Scenes that came to their end.
    int scenes() {
        return scenes.get();
    }

    int brokenOff() {
        return brokenOff.get();
    }

    /// Fetches all files that were not had yet.
    void fetchFiles() throws InterruptedException {
        for (Upload upload : uploads) {
            if (!upload.isWhole()) {
                upload.fetch(b);
            }
        }
    }

    void judge(int kills, Verdict verdict) {
        there.judge(ends(a, b), kills, verdict);
        back.judge(ends(b, a), kills, verdict);
        int lost = (int) uploads.stream().filter(upload -> !upload.isWhole()).count();
        verdict.fault(Fault.FILE_LOST, lost, "%d files of %s".formatted(lost, numberOf(a)));
    }

    private static Lane.Ends ends(Handset from, Handset to) {
        return new Lane.Ends(
                came(to.messages().all()),
                came(to.repeated().all()),
                to.sentReports().matching(SentReport::accepted).stream()
                        .map(SentReport::about)
                        .collect(Collectors.toUnmodifiableSet()),
                to.sentReports().matching(report -> Lane.isForGood(report.status())).size(),
                from.reports().matching(report -> report.status().equals("delivered")).stream()
                        .map(ReceivedReport::about)
                        .toList(),
                from.revocations().all().stream()
                        .map(told -> new Lane.Result(told.about(), told.result().equals("success")))
                        .toList());
    }

    /// In the order in which they were there.
    private static List<Lane.Came> came(List<ReceivedMessage> messages) {
        return messages.stream()
                .sorted((one, other) -> Long.signum(one.arrivedNanos() - other.arrivedNanos()))
                .map(message -> new Lane.Came(message.imdnId(), message.sha256()))
                .toList();
    }

    @Override
    public void close() {
        a.close();
        b.close();
    }
}
