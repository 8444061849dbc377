package org.fivegmc.loadtest.msrp;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.fivegmc.loadtest.observe.Observed;
import org.jspecify.annotations.Nullable;

/// A session: sends messages, receives messages. Any thread; [#request] on the reading thread of
/// the connection alone.
public final class PeerSession {
    /// Messages received in part at a time; more are answered with 413.
    static final int MOST_OPEN = 64;

    private final SessionPlan plan;
    private final CountDownLatch bound = new CountDownLatch(1);
    private final Map<String, SentMessage> sent = new ConcurrentHashMap<>();
    private final Map<String, Incoming> open = new HashMap<>();
    private final Observed<ReceivedMessage> received;
    private final CompletableFuture<Void> torn = new CompletableFuture<>();
    private final AtomicInteger empty = new AtomicInteger();
    private final AtomicInteger files = new AtomicInteger();
    private final byte[] piece = new byte[16_384];
    private volatile @Nullable PeerConnection connection;

    PeerSession(SessionPlan plan, Consumer<ReceivedMessage> listener) {
        this.plan = plan;
        this.received = new Observed<>(Observed.MAX_ENTRIES, listener);
    }

    void bind(PeerConnection to) {
        connection = to;
        if (plan.manners().vanishing()
                instanceof Manners.Vanishing.At(var chunk, var part, var octets, var farewell)) {
            to.reader().stopAt(chunk, part, octets, () -> fall(farewell));
        }
        bound.countDown();
    }

    private void fall(Manners.Farewell farewell) {
        connection().fall(farewell);
        torn.complete(null);
    }

    /// Whether this side was lost as its manners have it.
    public boolean isTorn() {
        return torn.isDone();
    }

    /// Has something run when this side was lost as its manners have it; at once when it was.
    public void whenTorn(Runnable then) {
        CompletionStage<Void> stage = torn;
        stage.thenRun(then);
    }

    boolean isBound() {
        return connection != null;
    }

    public SessionPlan plan() {
        return plan;
    }

    /// Waits until the other side has come.
    public boolean awaitBound(Duration patience) throws InterruptedException {
        return bound.await(patience.toMillis(), TimeUnit.MILLISECONDS) && connection != null;
    }

    /// Nobody will come any more, and nobody is waited for.
    public void giveUp() {
        bound.countDown();
    }

    /// @throws IllegalStateException when there is none yet
    public PeerConnection connection() {
        PeerConnection there = connection;
        if (there == null) {
            throw new IllegalStateException("nobody has connected");
        }
        return there;
    }

    /// Messages that came, whole or not, in the order they ended.
    public Observed<ReceivedMessage> received() {
        return received;
    }

    /// SENDs without octets that came.
    public int emptyReceived() {
        return empty.get();
    }

    /// Sends a message. Several take turns, a chunk each.
    public SentMessage send(Draft draft) {
        SentMessage message = new SentMessage(draft);
        sent.put(draft.messageId(), message);
        Thread.ofVirtual()
                .name("msrp-peer-send")
                .start(new Sending(plan, connection(), message)::run);
        return message;
    }

    /// Sends a SEND without octets (RFC 4975 section 5.4); the status of the response, 0 when the
    /// connection ends first.
    public CompletableFuture<Integer> keepAlive() {
        var status = new CompletableFuture<Integer>();
        PeerConnection to = connection();
        List<String> headers = new ArrayList<>();
        headers.add("To-Path: " + plan.theirs());
        headers.add("From-Path: " + plan.ours());
        headers.add("Message-ID: " + to.newId());
        if (!plan.manners().emptyRange().isEmpty()) {
            headers.add("Byte-Range: " + plan.manners().emptyRange());
        }
        try {
            to.request(plan.manners(), "SEND", headers, status::complete);
        } catch (IOException _) {
            status.complete(0);
        }
        return status;
    }

    // ---- what comes in

    void request(FrameHead head, FrameReader reader) throws IOException {
        switch (head.method()) {
            case "SEND" -> message(head, reader);
            case "REPORT" -> report(head);
            default -> connection().respond(plan.manners(), head, 501);
        }
    }

    private void report(FrameHead head) {
        SentMessage message = sent.get(head.header("Message-ID"));
        String status = head.header("Status");
        if (message != null && status.matches("000 [0-9]{3}.*")) {
            message.reported(Integer.parseInt(status.substring(4, 7)), head.header("Byte-Range"));
        }
    }

    private void message(FrameHead head, FrameReader reader) throws IOException {
        String id = head.header("Message-ID");
        int count = head.hasBody() ? reader.body(piece) : -1;
        Incoming message = open.get(id);
        if (count < 0 && message == null) {
            empty.incrementAndGet();
            answer(head);
            return;
        }
        if (message == null) {
            if (open.size() == MOST_OPEN) {
                connection().respond(plan.manners(), head, 413);
                return;
            }
            message = new Incoming(id, head.header("Content-Type"), file());
            open.put(id, message);
        }
        if (count >= 0) {
            message.chunk(head.header("Byte-Range"));
        }
        while (count >= 0) {
            message.octets(piece, count);
            if (plan.manners().vanishing()
                            instanceof Manners.Vanishing.Inside(long octets, var farewell)
                    && message.octets() >= octets) {
                fall(farewell);
                throw new FrameReader.Stopped();
            }
            count = reader.body(piece);
        }
        if (reader.flag() == '#') {
            open.remove(id);
            answer(head);
            received.add(message.close(ReceivedMessage.End.ABORTED));
        } else if (message.end(reader.flag())) {
            open.remove(id);
            complete(head, message);
        } else {
            answer(head);
        }
    }

    private void complete(FrameHead head, Incoming message) throws IOException {
        ReceivedMessage whole =
                message.close(
                        plan.manners().refuses()
                                ? ReceivedMessage.End.REFUSED
                                : ReceivedMessage.End.COMPLETE);
        try {
            switch (plan.manners().vanishing()) {
                case Manners.Vanishing.BeforeAnswer(var farewell) -> fall(farewell);
                case Manners.Vanishing.BeforeReport(var farewell) -> {
                    answer(head);
                    fall(farewell);
                }
                case Manners.Vanishing.Never _,
                        Manners.Vanishing.At _,
                        Manners.Vanishing.Inside _ -> {
                    answer(head);
                    if (head.header("Success-Report").equalsIgnoreCase("yes")) {
                        reportSuccess(head, message.total());
                    }
                }
            }
        } finally {
            received.add(whole);
        }
    }

    private void reportSuccess(FrameHead head, long total) throws IOException {
        connection()
                .request(
                        plan.manners(),
                        "REPORT",
                        List.of(
                                "To-Path: " + head.header("From-Path"),
                                "From-Path: " + plan.ours(),
                                "Message-ID: " + head.header("Message-ID"),
                                "Byte-Range: 1-" + total + "/" + total,
                                "Status: 000 200 OK"),
                        _ -> {});
    }

    private void answer(FrameHead head) throws IOException {
        switch (plan.manners().answering()) {
            case Manners.Answering.AtOnce(int status) ->
                    connection().respond(plan.manners(), head, status);
            case Manners.Answering.Never _ -> {}
            case Manners.Answering.Late(Duration after) ->
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    FrameWriter.rest(after);
                                    connection().respond(plan.manners(), head, 200);
                                } catch (IOException _) {
                                    // the connection has ended meanwhile, and that is told there
                                }
                            });
        }
    }

    private Optional<Path> file() {
        return plan.files()
                .map(directory ->
                        directory.resolve(plan.sessionId() + "-" + files.incrementAndGet()));
    }

    /// The connection is over.
    void cut() {
        open.values().forEach(message -> received.add(message.close(ReceivedMessage.End.CUT)));
        open.clear();
    }
}
