package org.fivegmc.fallback.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.fivegmc.fallback.answer.Meaning;
import org.fivegmc.fallback.spi.OutboundSms;
import org.fivegmc.fallback.spi.SubmitOutcome.Doubt;
import org.jspecify.annotations.Nullable;

/// One session with a center and its re-establishment (SMPP 3.4 clause 2.2; CMPP 3.0 clause 6).
/// Everything runs on the event loop of the gateway. What is said in which octets is the affair of
/// its [LinkSession].
///
/// | state | event | next | does |
/// |---|---|---|---|
/// | IDLE, WAITING | start, pause over | CONNECTING | resolves the name, connects to the next address |
/// | CONNECTING | connected | BINDING | sends the bind |
/// | CONNECTING | failed | WAITING | pause 0.5 s, doubled up to 30 s, with jitter |
/// | BINDING | bind accepted | BOUND | tells the owner |
/// | BINDING | account refused | WAITING | pause 60 s, alarm |
/// | BINDING | other error, timeout, closed | WAITING | pause as above |
/// | BOUND | closed, probes missed, broken framing, unbind of the peer | WAITING | every request becomes Unknown; pause as above |
/// | BOUND | stop | UNBINDING | sends the unbind |
/// | UNBINDING | response, timeout, closed | STOPPED | every request becomes Unknown |
/// | any other | stop | STOPPED | closes |
///
/// The doubling begins anew after a session has stood for [#STABLE].
///
/// What the center brings is answered when the owner's stage completes. With too much of it open
/// the socket is not read: TCP then slows the center down and nothing is refused. As responses
/// cannot be read meanwhile either, neither their time limit nor the keepalive runs, and nothing
/// new is submitted.
// what fails to be written or closed shows as the end of the channel
@SuppressWarnings("FutureReturnValueIgnored")
public final class Link {
    static final Duration STABLE = Duration.ofSeconds(5);

    enum State {
        IDLE,
        CONNECTING,
        BINDING,
        BOUND,
        UNBINDING,
        WAITING,
        STOPPED
    }

    private final int index;
    private final GatewaySettings settings;
    private final GatewayProtocol protocol;
    private final LinkSession session;
    private final EventLoop loop;
    private final LinkOwner owner;
    private final RequestWindow window;
    private final Keepalive keepalive;
    private final Backoff backoff;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private State state = State.IDLE;
    private @Nullable Channel channel;
    private long stateSince = System.nanoTime();
    private int attempts;
    private int lastSequence;
    private int undurable;
    private boolean reading = true;

    Link(
            int index,
            GatewaySettings settings,
            GatewayProtocol protocol,
            EventLoop loop,
            LinkOwner owner) {
        this.index = index;
        this.settings = settings;
        this.protocol = protocol;
        this.loop = loop;
        this.owner = owner;
        this.window = new RequestWindow(settings.limits().window());
        this.keepalive = new Keepalive(settings.timers());
        this.backoff =
                new Backoff(
                        settings.timers().reconnectMin(),
                        settings.timers().reconnectMax(),
                        RandomGenerator.getDefault());
        this.session = protocol.session(this);
    }

    int index() {
        return index;
    }

    boolean isBound() {
        return state == State.BOUND;
    }

    boolean canSubmit() {
        return state == State.BOUND && reading && protocol.submits() && window.hasRoom();
    }

    int inFlight() {
        return window.size();
    }

    int undurable() {
        return undurable;
    }

    void start() {
        if (state == State.IDLE || state == State.WAITING) {
            connect();
        }
    }

    /// Sends one unit; only when [#canSubmit]. The answer is called exactly once, and once more
    /// with [LinkAnswer.Late] when the response comes after its time.
    void submit(OutboundSms unit, Consumer<LinkAnswer> answer) {
        int sequence = nextSequence();
        long responseBy = System.nanoTime() + settings.timers().response().toNanos();
        window.open(sequence, answer, responseBy);
        send(session.submit(sequence, unit));
    }

    /// Ends the session and all attempts.
    CompletionStage<Void> stop() {
        switch (state) {
            case BOUND -> {
                enter(State.UNBINDING);
                send(session.unbind(nextSequence()));
                after(settings.timers().unbind(), this::finish);
            }
            case UNBINDING, STOPPED -> {}
            case IDLE, CONNECTING, BINDING, WAITING -> finish();
        }
        return stopped;
    }

    /// Looks at all time limits; called by the owner in short steps.
    void tick(long now) {
        window.expire(now, reading);
        long inState = now - stateSince;
        switch (state) {
            case BINDING -> {
                if (inState >= settings.timers().bind().toNanos()) {
                    lose("no bind response");
                }
            }
            case BOUND -> {
                if (inState >= STABLE.toNanos()) {
                    backoff.reset();
                }
                if (reading) {
                    keepAlive(now);
                }
            }
            case IDLE, CONNECTING, UNBINDING, WAITING, STOPPED -> {}
        }
    }

    private void keepAlive(long now) {
        switch (keepalive.check(now)) {
            case NOTHING -> {}
            case PROBE -> send(session.probe(nextSequence()));
            case CLOSE -> lose("no answer to " + protocol.probe());
        }
    }

    // --- what the protocol has read

    /// Whether a bind waits for its response.
    public boolean binding() {
        return state == State.BINDING;
    }

    /// Writes a PDU; nothing if there is no connection.
    public void send(Object pdu) {
        Channel to = channel;
        if (to != null) {
            to.writeAndFlush(pdu);
        }
    }

    /// The bind was accepted.
    public void bound() {
        enter(State.BOUND);
        owner.bound(this);
    }

    /// The bind was refused for the account: a person has to mend it.
    public void accountRefused(int status) {
        lose("bind refused", settings.timers().credentialsRetry());
        owner.refused(this, status);
    }

    /// A submission was answered.
    public void answered(int sequence, int status, String messageId) {
        if (window.close(sequence, new LinkAnswer.Answered(status, messageId))) {
            owner.room(this);
        } else if (!window.closeLate(sequence, protocol.meaning(status) == Meaning.OK, messageId)) {
            owner.malformed("response to no request");
        }
    }

    /// The response to a request could not be read.
    public void unreadable(int sequence) {
        if (window.close(sequence, new LinkAnswer.Unanswered(Doubt.MALFORMED_RESPONSE))) {
            owner.room(this);
        }
    }

    /// The center brings something.
    ///
    /// @param delivery makes sense of it; may throw
    /// @param response the PDU to answer with
    public void deliver(Supplier<Delivery> delivery, Function<DeliveryAnswer, Object> response) {
        Channel on = channel;
        if (on == null || state == State.BINDING) {
            owner.malformed("delivery out of place");
            return;
        }
        undurable++;
        if (undurable >= settings.limits().undurable() && reading) {
            reading = false;
            on.config().setAutoRead(false);
        }
        CompletableFuture<DeliveryAnswer> answered =
                owner.delivered(delivery)
                        .toCompletableFuture()
                        .copy()
                        .orTimeout(settings.timers().callback().toNanos(), TimeUnit.NANOSECONDS);
        int during = attempts;
        answered.exceptionally(_ -> DeliveryAnswer.AGAIN)
                .thenAccept(answer -> onLoop(() -> delivered(during, answer, response)));
    }

    private void delivered(
            int during, DeliveryAnswer answer, Function<DeliveryAnswer, Object> response) {
        if (answer == DeliveryAnswer.AGAIN) {
            owner.deliveryRefused();
        }
        Channel on = channel;
        if (on == null || during != attempts) {
            return;
        }
        undurable--;
        send(response.apply(answer));
        // half, so that the socket is not switched for every single one
        if (!reading && undurable <= settings.limits().undurable() / 2) {
            long now = System.nanoTime();
            reading = true;
            keepalive.read(now);
            window.prolong(now + settings.timers().response().toNanos());
            on.config().setAutoRead(true);
            owner.room(this);
        }
    }

    /// The peer sent something unreadable or out of place.
    public void malformed(String rule) {
        owner.malformed(rule);
    }

    /// The unbind was answered.
    public void unbound() {
        if (state == State.UNBINDING) {
            finish();
        }
    }

    // --- connecting

    private void connect() {
        enter(State.CONNECTING);
        int attempt = ++attempts;
        // the JDK's resolver blocks
        Thread.ofVirtual()
                .name(protocol.name() + "-resolve-" + settings.id())
                .start(() -> {
                    try {
                        InetAddress[] all = InetAddress.getAllByName(settings.host());
                        InetAddress one = all[(attempt - 1) % all.length];
                        onLoop(() -> connect(attempt, one));
                    } catch (UnknownHostException _) {
                        onLoop(() -> connectFailed(attempt, "unknown host " + settings.host()));
                    }
                });
    }

    private void connect(int attempt, InetAddress address) {
        if (attempt != attempts || state != State.CONNECTING) {
            return;
        }
        var bootstrap =
                new Bootstrap()
                        .group(loop)
                        .channel(NioSocketChannel.class)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                (int) settings.timers().connect().toMillis())
                        .handler(new LinkPipeline(settings, session.codec(), this, attempt));
        var connecting = bootstrap.connect(address, settings.port());
        channel = connecting.channel();
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                connected(attempt);
            } else {
                connectFailed(attempt, String.valueOf(done.cause().getMessage()));
            }
        });
    }

    private void connected(int attempt) {
        if (attempt != attempts || state != State.CONNECTING) {
            return;
        }
        enter(State.BINDING);
        reading = true;
        undurable = 0;
        keepalive.read(System.nanoTime());
        send(session.bind(nextSequence()));
    }

    private void connectFailed(int attempt, String reason) {
        if (attempt == attempts && state == State.CONNECTING) {
            lose(reason);
        }
    }

    // --- leaving

    /// Gives the connection up and comes back after a pause.
    public void lose(String reason) {
        lose(reason, backoff.pause());
    }

    private void lose(String reason, Duration pause) {
        boolean wasBound = state == State.BOUND;
        if (state == State.UNBINDING) {
            finish();
            return;
        }
        enter(State.WAITING);
        closeChannel();
        window.closeAll(Doubt.LINK_LOST);
        int attempt = attempts;
        after(
                pause,
                () -> {
                    if (state == State.WAITING && attempt == attempts) {
                        connect();
                    }
                });
        if (wasBound) {
            owner.lost(this, reason);
        }
    }

    private void finish() {
        if (state == State.STOPPED) {
            return;
        }
        enter(State.STOPPED);
        closeChannel();
        window.closeAll(Doubt.STOPPED);
        stopped.complete(null);
    }

    private void closeChannel() {
        Channel old = channel;
        channel = null;
        if (old != null) {
            old.close();
        }
    }

    // --- what the connection tells

    /// Whether what a channel reports is about the present session; channels report their end after
    /// we left them too.
    private boolean present(int attempt) {
        return attempt == attempts && channel != null && state != State.CONNECTING;
    }

    void read(int attempt, Object message) {
        if (present(attempt)) {
            keepalive.read(System.nanoTime());
            session.read(message);
        }
    }

    /// Whether that was the present connection.
    boolean ended(int attempt, String reason) {
        if (!present(attempt)) {
            return false;
        }
        lose(reason);
        return true;
    }

    // --- small things

    private void enter(State next) {
        state = next;
        stateSince = System.nanoTime();
    }

    private int nextSequence() {
        do {
            lastSequence = lastSequence == Integer.MAX_VALUE ? 1 : lastSequence + 1;
        } while (window.contains(lastSequence));
        return lastSequence;
    }

    private void after(Duration pause, Runnable task) {
        loop.schedule(task, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException _) {
            // the gateway has stopped; there is nobody left to tell
        }
    }
}
