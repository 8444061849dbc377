package org.fivegmc.fallback.smpp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.fivegmc.fallback.smpp.pdu.Pdu;
import org.fivegmc.fallback.smpp.pdu.ShortMessage;
import org.fivegmc.fallback.smpp.pdu.SmppFrameDecoder;
import org.fivegmc.fallback.smpp.pdu.SmppPduEncoder;
import org.fivegmc.fallback.smpp.pdu.SmppRead;
import org.fivegmc.fallback.smpp.pdu.SmppStatus;
import org.fivegmc.fallback.spi.SubmitOutcome.Doubt;
import org.jspecify.annotations.Nullable;

/// One SMPP session and its re-establishment (SMPP 3.4 clause 2.2). Everything runs on the event
/// loop of the gateway.
///
/// | state | event | next | does |
/// |---|---|---|---|
/// | IDLE, WAITING | start, pause over | CONNECTING | resolves the name, connects to the next address |
/// | CONNECTING | connected | BINDING | sends bind |
/// | CONNECTING | failed | WAITING | pause 0.5 s, doubled up to 30 s, with jitter |
/// | BINDING | bind response 0 | BOUND | tells the owner |
/// | BINDING | account refused | WAITING | pause 60 s, alarm |
/// | BINDING | other error, timeout, closed | WAITING | pause as above |
/// | BOUND | closed, two misses of enquire_link, broken framing, unbind of the peer | WAITING | every request becomes Unknown; pause as above |
/// | BOUND | stop | UNBINDING | sends unbind |
/// | UNBINDING | response, timeout, closed | STOPPED | every request becomes Unknown |
/// | any other | stop | STOPPED | closes |
///
/// The doubling begins anew after a session has stood for [#STABLE].
///
/// A deliver_sm is answered when the owner's stage completes. With too many of them open the socket
/// is not read: TCP then slows the center down and nothing is refused. As responses cannot be read
/// meanwhile either, neither their time limit nor the keepalive runs, and nothing new is submitted.
// what fails to be written or closed shows as the end of the channel
@SuppressWarnings("FutureReturnValueIgnored")
final class SmppLink {
    static final Duration STABLE = Duration.ofSeconds(5);
    private static final int INTERFACE_VERSION = 0x34;

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
    private final SmppGatewayConfig config;
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

    SmppLink(int index, SmppGatewayConfig config, EventLoop loop, LinkOwner owner) {
        this.index = index;
        this.config = config;
        this.loop = loop;
        this.owner = owner;
        this.window = new RequestWindow(config.limits().window());
        this.keepalive = new Keepalive(config.timers());
        this.backoff =
                new Backoff(
                        config.timers().reconnectMin(),
                        config.timers().reconnectMax(),
                        RandomGenerator.getDefault());
    }

    int index() {
        return index;
    }

    boolean isBound() {
        return state == State.BOUND;
    }

    boolean canSubmit() {
        return state == State.BOUND && reading && submits() && window.hasRoom();
    }

    boolean submits() {
        return config.account().mode().submits();
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

    /// Sends one message; only when [#canSubmit]. The answer is called exactly once, and once more
    /// with [LinkAnswer.Late] when the response comes after its time.
    void submit(ShortMessage message, Consumer<LinkAnswer> answer) {
        int sequence = nextSequence();
        long responseBy = System.nanoTime() + config.timers().response().toNanos();
        window.open(sequence, answer, responseBy);
        send(new Pdu.SubmitSm(sequence, message));
    }

    /// Ends the session and all attempts.
    CompletionStage<Void> stop() {
        switch (state) {
            case BOUND -> {
                enter(State.UNBINDING);
                send(new Pdu.Unbind(nextSequence()));
                after(config.timers().unbind(), this::finish);
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
                if (inState >= config.timers().bind().toNanos()) {
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
            case ENQUIRE -> send(new Pdu.EnquireLink(nextSequence()));
            case CLOSE -> lose("no answer to enquire_link");
        }
    }

    // --- connecting

    private void connect() {
        enter(State.CONNECTING);
        int attempt = ++attempts;
        // the JDK's resolver blocks
        Thread.ofVirtual()
                .name("smpp-resolve-" + config.id())
                .start(() -> {
                    try {
                        InetAddress[] all = InetAddress.getAllByName(config.host());
                        InetAddress one = all[(attempt - 1) % all.length];
                        onLoop(() -> connect(attempt, one));
                    } catch (UnknownHostException _) {
                        onLoop(() -> connectFailed(attempt, "unknown host " + config.host()));
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
                                (int) config.timers().connect().toMillis())
                        .handler(new Pipeline(attempt));
        var connecting = bootstrap.connect(address, config.port());
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
        SmppAccount account = config.account();
        send(
                new Pdu.Bind(
                        account.mode(),
                        nextSequence(),
                        account.systemId(),
                        account.password(),
                        account.systemType(),
                        INTERFACE_VERSION));
    }

    private void connectFailed(int attempt, String reason) {
        if (attempt == attempts && state == State.CONNECTING) {
            lose(reason);
        }
    }

    // --- leaving

    private void lose(String reason) {
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

    // --- reading

    private void read(SmppRead read) {
        keepalive.read(System.nanoTime());
        switch (read) {
            case Pdu pdu -> pdu(pdu);
            case SmppRead.UnknownCommand unknown -> {
                owner.malformed("unknown command");
                if (!unknown.response()) {
                    send(
                            new Pdu.GenericNack(
                                    SmppStatus.INVALID_COMMAND_ID.code(), unknown.sequence()));
                }
            }
            case SmppRead.Malformed malformed -> {
                owner.malformed(malformed.rule());
                if (!malformed.response()) {
                    send(
                            new Pdu.GenericNack(
                                    SmppStatus.INVALID_COMMAND_LENGTH.code(),
                                    malformed.sequence()));
                } else if (window.close(
                        malformed.sequence(),
                        new LinkAnswer.Unanswered(Doubt.MALFORMED_RESPONSE))) {
                    owner.room(this);
                }
            }
            case SmppRead.BrokenFraming _ -> {
                owner.malformed("command_length");
                send(new Pdu.GenericNack(SmppStatus.INVALID_COMMAND_LENGTH.code(), 0));
                lose("broken framing");
            }
        }
    }

    private void pdu(Pdu pdu) {
        switch (pdu) {
            case Pdu.BindResp resp -> bindResponse(resp);
            case Pdu.SubmitSmResp resp ->
                    answered(resp.sequence(), resp.status(), resp.messageId());
            case Pdu.GenericNack nack -> answered(nack.sequence(), nack.status(), "");
            case Pdu.DeliverSm deliver -> deliver(deliver);
            case Pdu.EnquireLink enquire -> send(new Pdu.EnquireLinkResp(0, enquire.sequence()));
            case Pdu.EnquireLinkResp _ -> {}
            case Pdu.Unbind unbind -> {
                send(new Pdu.UnbindResp(0, unbind.sequence()));
                lose("unbound by the peer");
            }
            case Pdu.UnbindResp _ -> {
                if (state == State.UNBINDING) {
                    finish();
                }
            }
            case Pdu.Bind _, Pdu.SubmitSm _, Pdu.DeliverSmResp _ -> {
                owner.malformed("PDU in the wrong direction");
                send(new Pdu.GenericNack(SmppStatus.INVALID_COMMAND_ID.code(), pdu.sequence()));
            }
        }
    }

    private void bindResponse(Pdu.BindResp resp) {
        if (state != State.BINDING) {
            owner.malformed("bind response out of place");
        } else if (resp.status() == 0) {
            enter(State.BOUND);
            owner.bound(this);
        } else if (SmppStatus.refusesCredentials(resp.status())) {
            lose("bind refused", config.timers().credentialsRetry());
            owner.refused(this, resp.status());
        } else {
            lose("bind: " + SmppStatus.describe(resp.status()));
        }
    }

    private void answered(int sequence, int status, String messageId) {
        if (window.close(sequence, new LinkAnswer.Answered(status, messageId))) {
            owner.room(this);
        } else if (!window.closeLate(sequence, status == 0, messageId)) {
            owner.malformed("response to no request");
        }
    }

    private void deliver(Pdu.DeliverSm deliver) {
        Channel on = channel;
        if (on == null || state == State.BINDING) {
            owner.malformed("deliver_sm out of place");
            return;
        }
        undurable++;
        if (undurable >= config.limits().undurable() && reading) {
            reading = false;
            on.config().setAutoRead(false);
        }
        CompletableFuture<SmppStatus> answered =
                owner.delivered(deliver.message())
                        .toCompletableFuture()
                        .copy()
                        .orTimeout(config.timers().callback().toNanos(), TimeUnit.NANOSECONDS);
        int session = attempts;
        answered.exceptionally(_ -> SmppStatus.APPLICATION_TEMPORARY)
                .thenAccept(status -> onLoop(() -> delivered(session, deliver.sequence(), status)));
    }

    private void delivered(int session, int sequence, SmppStatus status) {
        if (status == SmppStatus.APPLICATION_TEMPORARY) {
            owner.deliveryRefused();
        }
        Channel on = channel;
        if (on == null || session != attempts) {
            return;
        }
        undurable--;
        send(new Pdu.DeliverSmResp(status.code(), sequence));
        // half, so that the socket is not switched for every single one
        if (!reading && undurable <= config.limits().undurable() / 2) {
            long now = System.nanoTime();
            reading = true;
            keepalive.read(now);
            window.prolong(now + config.timers().response().toNanos());
            on.config().setAutoRead(true);
            owner.room(this);
        }
    }

    // --- small things

    private void enter(State next) {
        state = next;
        stateSince = System.nanoTime();
    }

    private void send(Pdu pdu) {
        Channel to = channel;
        if (to != null) {
            to.writeAndFlush(pdu);
        }
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

    /// Whether what a channel reports is about the present session; channels report their end after
    /// we left them too.
    private boolean present(int session) {
        return session == attempts && channel != null && state != State.CONNECTING;
    }

    private final class Pipeline extends ChannelInitializer<SocketChannel> {
        private final int session;

        Pipeline(int session) {
            this.session = session;
        }

        @Override
        protected void initChannel(SocketChannel on) {
            if (config.security() instanceof SmppSecurity.Tls tls) {
                on.pipeline()
                        .addLast(
                                tls.context().newHandler(on.alloc(), config.host(), config.port()));
            }
            on.pipeline()
                    .addLast(
                            new FlushConsolidationHandler(),
                            new SmppFrameDecoder(config.limits().maxPdu()),
                            // hands over one PDU at a time, so that autoRead=false holds from the
                            // next one on
                            new FlowControlHandler(),
                            new SmppPduEncoder(),
                            new Reader(session));
        }
    }

    private final class Reader extends ChannelInboundHandlerAdapter {
        private final int session;

        Reader(int session) {
            this.session = session;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (present(session) && message instanceof SmppRead read) {
                read(read);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (present(session)) {
                lose("closed by the peer");
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (present(session)) {
                lose(String.valueOf(cause.getMessage()));
            } else {
                context.close();
            }
        }
    }
}
