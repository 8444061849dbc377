package org.fivegmc.loadtest.msrp;

import java.io.IOException;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/// A connection and the sessions on it. One virtual thread reads; whoever writes a frame holds a
/// lock until it is whole.
public final class PeerConnection implements AutoCloseable {
    private static final String ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int ID_LENGTH = 20;

    private final Socket raw;
    private final Optional<String> fingerprint;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final Function<String, Optional<PeerSession>> expected;
    private final SecureRandom random = new SecureRandom();
    // fair: else one who writes chunk after chunk takes it again before a waiting one wakes
    private final ReentrantLock writing = new ReentrantLock(true);
    private final Map<String, PeerSession> sessions = new ConcurrentHashMap<>();
    private final Map<String, IntConsumer> unanswered = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean closing;
    private volatile boolean deaf;
    private volatile boolean mute;
    private volatile Optional<String> fault = Optional.empty();

    /// @param raw the socket of TCP
    /// @param stream the same, or what TLS has made of it
    /// @param fingerprint of the other side's certificate
    PeerConnection(
            Socket raw,
            Socket stream,
            Optional<String> fingerprint,
            Function<String, Optional<PeerSession>> expected)
            throws IOException {
        this.raw = raw;
        this.fingerprint = fingerprint;
        this.expected = expected;
        this.reader = new FrameReader(stream.getInputStream());
        this.writer = new FrameWriter(stream.getOutputStream());
    }

    static PeerConnection toThem(Socket raw, Socket stream, Optional<String> fingerprint)
            throws IOException {
        return new PeerConnection(raw, stream, fingerprint, _ -> Optional.empty());
    }

    void start() {
        Thread.ofVirtual().name("msrp-peer").start(this::read);
    }

    /// A session on this connection. The other side learns of it with the first request.
    public PeerSession session(SessionPlan plan) {
        return session(plan, _ -> {});
    }

    PeerSession session(SessionPlan plan, Consumer<ReceivedMessage> received) {
        PeerSession session = new PeerSession(plan, received);
        take(session);
        return session;
    }

    private void take(PeerSession session) {
        sessions.put(session.plan().sessionId(), session);
        session.bind(this);
    }

    private void read() {
        try {
            Optional<FrameHead> head = reader.next();
            while (head.isPresent() && !deaf) {
                frame(head.get());
                head = deaf ? Optional.empty() : reader.next();
            }
        } catch (FrameReader.Stopped _) {
            // as it was told to
        } catch (IOException | NumberFormatException e) {
            if (!closing) {
                fault = Optional.of(e.toString());
            }
        } finally {
            if (deaf) {
                // the socket is open still, and nobody minds it
                awaitClosed();
            }
            close();
            unanswered.forEach((id, waiting) -> {
                if (unanswered.remove(id) != null) {
                    waiting.accept(0);
                }
            });
            sessions.values().forEach(PeerSession::cut);
            over.countDown();
        }
    }

    private void awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void frame(FrameHead head) throws IOException {
        if (head.status() != 0) {
            skipBody();
            IntConsumer waiting = unanswered.remove(head.id());
            if (waiting != null) {
                waiting.accept(head.status());
            }
            return;
        }
        PeerSession session = sessions.get(head.sessionId());
        if (session == null) {
            Optional<PeerSession> found = expected.apply(head.sessionId());
            int refused = refusal(found);
            if (refused != 0) {
                skipBody();
                respond(Manners.GOOD, head, refused);
                return;
            }
            session = found.get();
            take(session);
        }
        session.request(head, reader);
        skipBody();
    }

    /// Why a session is not served here (RFC 4975 section 7.3), 0 when it is.
    private int refusal(Optional<PeerSession> found) {
        if (found.isEmpty()) {
            return 481;
        }
        if (!isOf(found.get().plan())) {
            return 403;
        }
        return found.get().isBound() ? 506 : 0;
    }

    private boolean isOf(SessionPlan plan) {
        return plan.fingerprint().isEmpty()
                || fingerprint.filter(plan.fingerprint().get()::equalsIgnoreCase).isPresent();
    }

    private void skipBody() throws IOException {
        byte[] away = new byte[1_024];
        while (reader.body(away) >= 0) {
            // nobody wants it
        }
    }

    /// Sends the response to a request.
    void respond(Manners manners, FrameHead request, int status) throws IOException {
        String asked = request.header("Failure-Report");
        if (asked.equalsIgnoreCase("no") || (asked.equalsIgnoreCase("partial") && status == 200)) {
            return;
        }
        whole(() -> {
            String from = request.header("From-Path");
            int blank = from.indexOf(' ');
            writer.head(
                    manners,
                    "MSRP " + request.id() + " " + status + (status == 200 ? " OK" : ""),
                    List.of(
                            "To-Path: " + (blank < 0 ? from : from.substring(0, blank)),
                            "From-Path: " + request.header("To-Path")));
            writer.endLine(manners, request.id(), '$', false);
        });
    }

    /// Sends a request without a body.
    ///
    /// @param answered given the status, or 0 when the connection ends first
    void request(Manners manners, String method, List<String> headers, IntConsumer answered)
            throws IOException {
        String id = newId();
        await(id, answered);
        whole(() -> {
            writer.head(manners, "MSRP " + id + " " + method, headers);
            writer.endLine(manners, id, '$', false);
        });
    }

    void await(String id, IntConsumer answered) {
        unanswered.put(id, answered);
        if (over.getCount() == 0 && unanswered.remove(id) != null) {
            answered.accept(0);
        }
    }

    String newId() {
        var id = new StringBuilder();
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
        }
        return id.toString();
    }

    FrameReader reader() {
        return reader;
    }

    FrameWriter writer() {
        return writer;
    }

    /// Something to do with the socket.
    interface Writing {
        void run() throws IOException;
    }

    /// Runs it while nobody else writes; not at all when nothing is written any more.
    void whole(Writing frame) throws IOException {
        writing.lock();
        try {
            if (!mute) {
                frame.run();
            }
        } finally {
            writing.unlock();
        }
    }

    /// Writes octets as they are, to be worse than the rest of this package can be.
    public void raw(byte[] octets) throws IOException {
        whole(() -> {
            writer.octets(Manners.GOOD, octets, octets.length);
            writer.flush();
        });
    }

    /// Tears the connection: no last frame, no farewell of TLS.
    public void vanish() {
        close();
    }

    /// Tears it with a reset, so that the other side loses what it has not read.
    public void reset() {
        try {
            raw.setSoLinger(true, 0);
        } catch (IOException _) {
            // it is closed already
        }
        close();
    }

    /// Nothing that comes is read any more, but for what the reading thread has begun.
    void deafen() {
        deaf = true;
    }

    /// Is lost: nothing is read or written any more. The socket stays as it is until [#close], or
    /// is reset.
    public void fall(Manners.Farewell farewell) {
        deaf = true;
        mute = true;
        switch (farewell) {
            case SILENCE -> {}
            case RESET -> reset();
        }
    }

    /// Whether this side has ended it.
    boolean isClosing() {
        return closing;
    }

    public boolean isOver() {
        return over.getCount() == 0;
    }

    /// Whether the connection is over within a time.
    public boolean awaitOver(Duration patience) throws InterruptedException {
        return over.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Why the connection ended, unless we or the other side closed it between two frames.
    public Optional<String> fault() {
        return fault;
    }

    @Override
    public void close() {
        closing = true;
        closed.countDown();
        try {
            raw.close();
        } catch (IOException _) {
            // it is gone either way
        }
    }
}
