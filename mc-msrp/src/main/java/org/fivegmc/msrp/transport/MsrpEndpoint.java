package org.fivegmc.msrp.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.fivegmc.msrp.session.CloseReason;
import org.fivegmc.msrp.session.MsrpEvents;
import org.fivegmc.msrp.session.SessionOwner;
import org.fivegmc.wire.sdp.Agreement;
import org.fivegmc.wire.sdp.Fingerprint;
import org.fivegmc.wire.uri.MsrpUri;

/// Listeners, connections and sessions of MSRP. Any thread.
///
/// A session is made from what offer and answer have come to: [#expect] when the peer connects,
/// [#connect] when we do. From then on it belongs to its [SessionHandle].
// what fails to be written or closed shows as the end of the channel
@SuppressWarnings("FutureReturnValueIgnored")
public final class MsrpEndpoint implements AutoCloseable {
    private static final int BACKLOG = 1_024;
    private static final int SWEEP_MS = 250;

    private record Target(InetSocketAddress address, boolean secure) {}

    private final EndpointConfig config;
    private final EndpointLimits limits;
    private final MsrpEvents events;
    private final LongSupplier clockMs;
    private final boolean epoll;
    private final MultiThreadIoEventLoopGroup group;
    private final Map<EventLoop, MsrpLoop> loops = new ConcurrentHashMap<>();
    private final List<Channel> servers = new ArrayList<>();
    private final List<EndpointConfig.Listener> listeners = new ArrayList<>();
    private final Map<Target, MsrpConnection> byTarget = new ConcurrentHashMap<>();
    private final TlsSide tls;
    private final Sessions sessions;
    private final Admission admission;
    private final AtomicBoolean closed = new AtomicBoolean();

    private MsrpEndpoint(EndpointConfig config, MsrpEvents events, LongSupplier clockMs) {
        this.config = config;
        this.limits = config.limits();
        this.events = events;
        this.clockMs = clockMs;
        this.tls = new TlsSide(config.identity());
        this.sessions = new Sessions(limits, events);
        this.admission = new Admission(limits);
        this.epoll = config.preferEpoll() && Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.group =
                new MultiThreadIoEventLoopGroup(
                        config.loops(), new DefaultThreadFactory("msrp"), io);
        SplittableRandom random = new SplittableRandom();
        for (int i = 0; i < config.loops(); i++) {
            MsrpLoop loop = new MsrpLoop(group.next(), clockMs, random.split());
            loops.put(loop.eventLoop(), loop);
            loop.eventLoop()
                    .scheduleAtFixedRate(loop::sweep, SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS);
        }
        group.next()
                .scheduleAtFixedRate(
                        () -> sessions.sweep(clockMs.getAsLong()),
                        SWEEP_MS,
                        SWEEP_MS,
                        TimeUnit.MILLISECONDS);
    }

    /// Binds every listener.
    ///
    /// @throws EndpointStartException when one cannot be bound, or the keys are of no use
    public static MsrpEndpoint start(EndpointConfig config, MsrpEvents events) {
        return start(config, events, () -> System.nanoTime() / 1_000_000);
    }

    /// @param clockMs monotonic milliseconds
    static MsrpEndpoint start(EndpointConfig config, MsrpEvents events, LongSupplier clockMs) {
        MsrpEndpoint endpoint = new MsrpEndpoint(config, events, clockMs);
        try {
            config.listeners().forEach(endpoint::listen);
        } catch (RuntimeException e) {
            endpoint.close();
            throw e;
        }
        return endpoint;
    }

    private void listen(EndpointConfig.Listener listener) {
        ChannelFuture bind =
                new ServerBootstrap()
                        .group(group)
                        .channel(
                                epoll
                                        ? EpollServerSocketChannel.class
                                        : NioServerSocketChannel.class)
                        .handler(new AcceptPause(events))
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        accept(channel, listener.secure());
                                    }
                                })
                        .bind(listener.bind())
                        .awaitUninterruptibly();
        Throwable cause = bind.cause();
        if (cause != null) {
            throw new EndpointStartException("cannot listen at " + listener.bind(), cause);
        }
        servers.add(bind.channel());
        listeners.add(
                new EndpointConfig.Listener(
                        (InetSocketAddress) bind.channel().localAddress(), listener.secure()));
    }

    private WriteBufferWaterMark waterMark() {
        return new WriteBufferWaterMark(limits.pendingOctets() / 2, limits.pendingOctets());
    }

    private void accept(Channel channel, boolean secure) {
        if (!admission.enter()) {
            events.connectionRefused(MsrpEvents.Refused.TOO_MANY_CONNECTIONS);
            channel.close();
            return;
        }
        if (!admission.enterUnmatched()) {
            admission.leave();
            events.connectionRefused(MsrpEvents.Refused.TOO_MANY_UNMATCHED);
            channel.close();
            return;
        }
        if (secure) {
            channel.pipeline().addLast(tls.server(limits.unmatchedMs()));
        }
        add(channel, secure, true, () -> {});
        events.connectionOpened(MsrpEvents.Direction.IN);
    }

    private MsrpConnection add(
            Channel channel, boolean secure, boolean unmatched, Runnable onGone) {
        MsrpLoop loop = loops.get(channel.eventLoop());
        if (loop == null) {
            throw new IllegalStateException("a loop of somebody else");
        }
        var connection =
                new MsrpConnection(
                        channel, loop, secure, unmatched, limits, events, sessions, admission,
                        onGone);
        loop.add(connection);
        channel.pipeline().addLast(connection);
        return connection;
    }

    /// A session whose peer connects to us.
    ///
    /// @return empty when there are too many sessions
    /// @throws IllegalArgumentException when the session-id is in use
    public Optional<SessionHandle> expect(SessionSpec spec) {
        return sessions.add(spec, clockMs.getAsLong());
    }

    /// A session for which we connect, over a connection there is to that address if it has room.
    /// Whether that works is told to the owner.
    ///
    /// @param target resolved already
    /// @return empty when there are too many sessions
    /// @throws IllegalArgumentException when the session-id is in use
    public Optional<SessionHandle> connect(SessionSpec spec, InetSocketAddress target) {
        Optional<SessionHandle> made = sessions.add(spec, clockMs.getAsLong());
        made.ifPresent(handle -> dial(handle, new Target(target, spec.secure())));
        return made;
    }

    private void dial(SessionHandle handle, Target to) {
        MsrpConnection open = byTarget.get(to);
        if (open == null) {
            open(handle, to);
        } else {
            open.execute(() -> {
                if (!open.adopt(handle)) {
                    open(handle, to);
                }
            });
        }
    }

    /// A session that is offered: the peer may connect as soon as it has our offer, before its
    /// answer is here. [#agreed] follows, or [SessionHandle#close].
    ///
    /// @param ours our URI in the offer
    /// @return empty when there are too many sessions
    /// @throws IllegalArgumentException when the session-id is in use
    public Optional<SessionHandle> offer(MsrpUri ours, SessionOwner owner) {
        return sessions.add(SessionSpec.offered(ours, owner), clockMs.getAsLong());
    }

    /// The offer is answered, and the peer connects.
    public void agreed(SessionHandle handle, Agreement agreement) {
        handle.agreed(SessionSpec.of(agreement, handle.spec().owner()));
    }

    /// The offer is answered, and we connect.
    ///
    /// @param target resolved already
    public void agreed(SessionHandle handle, Agreement agreement, InetSocketAddress target) {
        agreed(handle, agreement);
        dial(handle, new Target(target, agreement.secure()));
    }

    private void open(SessionHandle handle, Target target) {
        if (target.address().isUnresolved()) {
            handle.close(CloseReason.CONNECT_FAILED);
            return;
        }
        if (!admission.enter()) {
            events.connectionRefused(MsrpEvents.Refused.TOO_MANY_CONNECTIONS);
            handle.close(CloseReason.LIMIT);
            return;
        }
        new Bootstrap()
                .group(group)
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, limits.connectMs())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
                .handler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                if (target.secure()) {
                                    channel.pipeline().addLast(tls.client(limits.unmatchedMs()));
                                }
                            }
                        })
                .connect(target.address())
                .addListener((ChannelFuture connecting) -> {
                    if (!connecting.isSuccess()) {
                        admission.leave();
                        handle.close(CloseReason.CONNECT_FAILED);
                    } else if (target.secure()) {
                        Channel channel = connecting.channel();
                        channel.pipeline()
                                .get(SslHandler.class)
                                .handshakeFuture()
                                .addListener(done -> {
                                    if (done.isSuccess()) {
                                        opened(handle, target, channel);
                                    } else {
                                        channel.close();
                                        admission.leave();
                                        handle.close(CloseReason.HANDSHAKE);
                                    }
                                });
                    } else {
                        opened(handle, target, connecting.channel());
                    }
                });
    }

    private void opened(SessionHandle handle, Target target, Channel channel) {
        if (!channel.isActive()) {
            admission.leave();
            handle.close(CloseReason.CONNECT_FAILED);
            return;
        }
        MsrpConnection[] self = new MsrpConnection[1];
        MsrpConnection connection =
                add(channel, target.secure(), false, () -> byTarget.remove(target, self[0]));
        self[0] = connection;
        byTarget.put(target, connection);
        events.connectionOpened(MsrpEvents.Direction.OUT);
        connection.adopt(handle);
    }

    /// The listeners with the addresses they are really bound to.
    public List<EndpointConfig.Listener> listeners() {
        return List.copyOf(listeners);
    }

    /// Of our certificate, for descriptions.
    public Fingerprint fingerprint() {
        return config.identity().fingerprint();
    }

    /// Connections now, accepted and opened.
    public int connectionCount() {
        return admission.connections();
    }

    /// Accepted connections that serve no session yet.
    public int unmatchedCount() {
        return admission.unmatched();
    }

    /// Sessions now, those that wait included.
    public int sessionCount() {
        return sessions.count();
    }

    /// Stops listening, ends every session and connection; waits for it.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        servers.forEach(server -> server.close().awaitUninterruptibly());
        sessions.closeAll();
        for (MsrpLoop loop : loops.values()) {
            loop.eventLoop()
                    .submit(() -> loop.connections().forEach(c -> c.close(CloseReason.LOCAL)))
                    .awaitUninterruptibly();
        }
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
