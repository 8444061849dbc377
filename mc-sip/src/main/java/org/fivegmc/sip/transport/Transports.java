package org.fivegmc.sip.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/// All sockets of a stack: binds the listeners, accepts, connects, and finds the flow to an
/// address.
///
/// Connections are confined to the loop Netty gave them; a connection we open to an address always
/// belongs to the loop that address hashes to, so two threads never open two to the same peer.
@SuppressWarnings("FutureReturnValueIgnored") // what fails comes up in the pipeline
public final class Transports implements Connector, AutoCloseable {
    static final AttributeKey<boolean[]> DIRTY = AttributeKey.valueOf("org.fivegmc.sip.dirty");

    static final int DATAGRAMS_PER_READ = 16;
    private static final int DATAGRAM_BUFFER = UdpSocket.MAX_DATAGRAM;
    private static final int SOCKET_BUFFER = 4 << 20;
    private static final int BACKLOG = 4_096;

    private record Endpoint(SipTransport transport, InetSocketAddress remote) {}

    private final TransportConfig config;
    private final SipEvents events;
    private final boolean epoll;
    private final MultiThreadIoEventLoopGroup group;
    private final List<SipLoop> loops;
    private final List<UdpSocket> udpSockets = new CopyOnWriteArrayList<>();
    private final List<Channel> servers = new ArrayList<>();
    private final List<ListenerConfig> bound = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicInteger connections = new AtomicInteger();
    private final Map<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();
    private final Map<Endpoint, StreamFlow> byPeer = new ConcurrentHashMap<>();
    // one map per loop, touched by that loop only
    private final List<Map<Endpoint, List<Consumer<Connecting>>>> pending = new ArrayList<>();

    private Transports(TransportConfig config, SipEvents events, LongSupplier clockMs) {
        this.config = config;
        this.events = events;
        this.epoll = config.preferEpoll() && Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.group =
                new MultiThreadIoEventLoopGroup(
                        config.loops(), new DefaultThreadFactory("sip"), io);
        List<SipLoop> made = new ArrayList<>();
        for (int i = 0; i < config.loops(); i++) {
            made.add(
                    new SipLoop(
                            i,
                            group.next(),
                            config.limits().sip(),
                            config.limits().loopQueue(),
                            clockMs));
            pending.add(new HashMap<>());
        }
        this.loops = List.copyOf(made);
    }

    /// Binds every listener.
    ///
    /// @param above makes what stands above each loop; it may connect as soon as something arrives
    /// @throws SipStartException when a listener cannot be bound
    public static Transports start(
            TransportConfig config,
            SipEvents events,
            LongSupplier clockMs,
            BiFunction<SipLoop, Connector, LoopHandler> above) {
        Transports t = new Transports(config, events, clockMs);
        try {
            for (SipLoop loop : t.loops) {
                loop.attach(above.apply(loop, t));
                loop.eventLoop().scheduleAtFixedRate(loop::sweep, 1, 1, TimeUnit.SECONDS);
            }
            for (ListenerConfig listener : config.listeners()) {
                t.listen(listener);
            }
        } catch (RuntimeException e) {
            t.close();
            throw e;
        }
        return t;
    }

    private void listen(ListenerConfig listener) {
        if (listener.transport() == SipTransport.UDP) {
            InetSocketAddress at = listener.bind();
            // NIO cannot share a port between sockets
            for (SipLoop loop : epoll ? loops : loops.subList(0, 1)) {
                at = bindUdp(listener, at, loop);
            }
            bound.add(new ListenerConfig(listener.transport(), at, listener.advertised()));
            return;
        }
        if (listener.transport() == SipTransport.TLS && config.tls().isEmpty()) {
            throw new SipStartException(
                    "a TLS listener without keys",
                    new IllegalArgumentException(listener.toString()));
        }
        ServerBootstrap b =
                new ServerBootstrap()
                        .group(group)
                        .channel(
                                epoll
                                        ? EpollServerSocketChannel.class
                                        : NioServerSocketChannel.class)
                        .handler(new AcceptPause(listener.transport(), events))
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                        .childOption(
                                ChannelOption.WRITE_BUFFER_WATER_MARK,
                                waterMark(config.limits().pendingBytes()))
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel ch) {
                                        accept(ch, listener);
                                    }
                                });
        Channel server = await(b.bind(listener.bind()), listener.toString());
        servers.add(server);
        bound.add(
                new ListenerConfig(
                        listener.transport(),
                        (InetSocketAddress) server.localAddress(),
                        listener.advertised()));
    }

    private static WriteBufferWaterMark waterMark(int high) {
        return new WriteBufferWaterMark(high / 2, high);
    }

    private static Channel await(ChannelFuture f, String what) {
        f.awaitUninterruptibly();
        Throwable cause = f.cause();
        if (cause != null) {
            throw new SipStartException(
                    "cannot listen: " + what + ": " + cause.getMessage(), cause);
        }
        return f.channel();
    }

    private InetSocketAddress bindUdp(ListenerConfig listener, InetSocketAddress at, SipLoop loop) {
        Bootstrap b =
                new Bootstrap()
                        .group(loop.eventLoop())
                        .channel(epoll ? EpollDatagramChannel.class : NioDatagramChannel.class)
                        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                        .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
                        .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
                        .option(
                                ChannelOption.WRITE_BUFFER_WATER_MARK,
                                waterMark(config.limits().udpPendingBytes()))
                        .handler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel ch) {
                                        // the handler comes after the bind, when the address is
                                        // known
                                    }
                                });
        if (epoll) {
            // several datagrams per recvmmsg: the buffer is cut into pieces of this size
            b.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, DATAGRAM_BUFFER)
                    .option(
                            ChannelOption.RECVBUF_ALLOCATOR,
                            new FixedRecvByteBufAllocator(DATAGRAM_BUFFER * DATAGRAMS_PER_READ));
            if (config.loops() > 1) {
                b.option(EpollChannelOption.SO_REUSEPORT, true);
            }
        } else {
            b.option(
                    ChannelOption.RECVBUF_ALLOCATOR,
                    new FixedRecvByteBufAllocator(DATAGRAM_BUFFER));
        }
        b.option(ChannelOption.AUTO_READ, false);
        Channel ch = await(b.bind(at), listener.toString());
        InetSocketAddress local = (InetSocketAddress) ch.localAddress();
        UdpSocket socket = new UdpSocket(ch, loop, events, local, via(listener, local));
        udpSockets.add(socket);
        ch.pipeline().addLast(socket);
        ch.config().setAutoRead(true);
        return local;
    }

    private static String via(ListenerConfig listener, InetSocketAddress local) {
        return "SIP/2.0/"
                + listener.transport()
                + " "
                + (listener.advertised().isEmpty() ? hostPort(local) : listener.advertised());
    }

    /// Address and port as URIs and Via write them.
    public static String hostPort(InetSocketAddress a) {
        return host(a.getAddress(), true) + ":" + a.getPort();
    }

    /// The numeric address without scope.
    public static String host(InetAddress a, boolean brackets) {
        String text = a.getHostAddress();
        if (!(a instanceof Inet6Address)) {
            return text;
        }
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return brackets ? "[" + plain + "]" : plain;
    }

    private void accept(Channel ch, ListenerConfig listener) {
        InetSocketAddress remote = (InetSocketAddress) ch.remoteAddress();
        if (remote == null) {
            // gone before it was looked at
            ch.close();
            return;
        }
        InetAddress address = remote.getAddress();
        if (connections.incrementAndGet() > config.limits().connections()) {
            connections.decrementAndGet();
            refuse(ch, listener, RefuseReason.TOO_MANY_CONNECTIONS);
            return;
        }
        if (perAddress.merge(address, 1, Integer::sum) > config.limits().connectionsPerAddress()) {
            leave(address);
            connections.decrementAndGet();
            refuse(ch, listener, RefuseReason.TOO_MANY_FROM_ADDRESS);
            return;
        }
        SipLoop loop = loopOf(ch.eventLoop());
        Endpoint peer = new Endpoint(listener.transport(), remote);
        StreamFlow[] self = new StreamFlow[1];
        StreamFlow flow =
                new StreamFlow(
                        listener.transport(),
                        ch,
                        loop,
                        config.limits(),
                        events,
                        via(listener, (InetSocketAddress) ch.localAddress()),
                        () -> {
                            leave(address);
                            connections.decrementAndGet();
                            byPeer.remove(peer, self[0]);
                        });
        self[0] = flow;
        if (listener.transport() == SipTransport.TLS) {
            ch.pipeline().addLast(ssl(config.tls().orElseThrow().server()));
        } else if (config.lent().test(address)) {
            // over TLS the peer's name would have to be proved first
            byPeer.put(peer, flow);
        }
        loop.add(flow);
        ch.pipeline().addLast(flow.handler());
        events.connectionOpened(listener.transport(), SipEvents.Direction.IN);
    }

    private SslHandler ssl(SSLEngine engine) {
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(config.limits().connectMs());
        return handler;
    }

    private void leave(InetAddress address) {
        perAddress.computeIfPresent(address, (_, n) -> n == 1 ? null : n - 1);
    }

    private void refuse(Channel ch, ListenerConfig listener, RefuseReason reason) {
        events.connectionRefused(listener.transport(), reason);
        ch.close();
    }

    private SipLoop loopOf(EventLoop e) {
        for (SipLoop loop : loops) {
            if (loop.eventLoop().equals(e)) {
                return loop;
            }
        }
        throw new IllegalStateException("a loop of somebody else");
    }

    public List<SipLoop> loops() {
        return loops;
    }

    /// The listeners with the addresses they are really bound to.
    public List<ListenerConfig> listeners() {
        return List.copyOf(bound);
    }

    /// The loop that sends to an address when no flow says otherwise.
    public SipLoop loopFor(InetSocketAddress remote) {
        return loops.get(Math.floorMod(remote.hashCode(), loops.size()));
    }

    /// A UDP flow to an address, or null when no listener speaks its family. Prefers the socket of
    /// the loop given.
    public @Nullable Flow udpFlow(SipLoop loop, InetSocketAddress remote) {
        UdpSocket other = null;
        for (UdpSocket s : udpSockets) {
            InetAddress at = s.local().getAddress();
            boolean family =
                    at.getClass().equals(remote.getAddress().getClass())
                            || (at instanceof Inet6Address && at.isAnyLocalAddress());
            if (family && s.loop().equals(loop)) {
                return new UdpFlow(s, remote);
            }
            if (family) {
                other = s;
            }
        }
        return other == null ? null : new UdpFlow(other, remote);
    }

    @Override
    public void connect(
            SipTransport transport,
            InetSocketAddress remote,
            String host,
            int timeoutMs,
            Consumer<Connecting> done) {
        Endpoint peer = new Endpoint(transport, remote);
        StreamFlow open = byPeer.get(peer);
        if (open != null && open.isOpen()) {
            if (open.loop().inLoop()) {
                done.accept(new Connecting.Connected(open));
            } else if (!open.loop().execute(() -> done.accept(new Connecting.Connected(open)))) {
                done.accept(new Connecting.Failed("queue full"));
            }
            return;
        }
        SipLoop loop = loopFor(remote);
        if (loop.inLoop()) {
            open(loop, peer, host, timeoutMs, done);
        } else if (!loop.execute(() -> open(loop, peer, host, timeoutMs, done))) {
            done.accept(new Connecting.Failed("queue full"));
        }
    }

    private void open(
            SipLoop loop, Endpoint peer, String host, int timeoutMs, Consumer<Connecting> done) {
        StreamFlow known = byPeer.get(peer);
        if (known != null && known.isOpen()) {
            done.accept(new Connecting.Connected(known));
            return;
        }
        Map<Endpoint, List<Consumer<Connecting>>> waiting = pending.get(loop.index());
        List<Consumer<Connecting>> queue = waiting.get(peer);
        if (queue != null) {
            queue.add(done);
            return;
        }
        if (connections.incrementAndGet() > config.limits().connections()) {
            connections.decrementAndGet();
            done.accept(new Connecting.Failed("too many connections"));
            return;
        }
        if (peer.transport() == SipTransport.TLS && config.tls().isEmpty()) {
            connections.decrementAndGet();
            done.accept(new Connecting.Failed("TLS is not configured"));
            return;
        }
        List<Consumer<Connecting>> callers = new ArrayList<>();
        callers.add(done);
        waiting.put(peer, callers);
        new Bootstrap()
                .group(loop.eventLoop())
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.min(timeoutMs, config.limits().connectMs()))
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        waterMark(config.limits().pendingBytes()))
                .handler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel ch) {
                                if (peer.transport() == SipTransport.TLS) {
                                    ch.pipeline()
                                            .addLast(
                                                    ssl(
                                                            config.tls()
                                                                    .orElseThrow()
                                                                    .client(
                                                                            host,
                                                                            peer.remote()
                                                                                    .getPort())));
                                }
                            }
                        })
                .connect(peer.remote())
                .addListener((ChannelFuture f) -> {
                    if (!f.isSuccess()) {
                        failed(loop, peer, f.cause());
                    } else if (peer.transport() == SipTransport.TLS) {
                        f.channel()
                                .pipeline()
                                .get(SslHandler.class)
                                .handshakeFuture()
                                .addListener(h -> {
                                    if (h.isSuccess()) {
                                        opened(loop, peer, f.channel());
                                    } else {
                                        f.channel().close();
                                        failed(loop, peer, h.cause());
                                    }
                                });
                    } else {
                        opened(loop, peer, f.channel());
                    }
                });
    }

    private void failed(SipLoop loop, Endpoint peer, Throwable cause) {
        connections.decrementAndGet();
        answer(loop, peer, new Connecting.Failed(String.valueOf(cause.getMessage())));
    }

    private void opened(SipLoop loop, Endpoint peer, Channel ch) {
        InetSocketAddress local = (InetSocketAddress) ch.localAddress();
        StreamFlow[] self = new StreamFlow[1];
        StreamFlow flow =
                new StreamFlow(
                        peer.transport(),
                        ch,
                        loop,
                        config.limits(),
                        events,
                        viaFor(peer.transport(), local),
                        () -> {
                            connections.decrementAndGet();
                            byPeer.remove(peer, self[0]);
                        });
        self[0] = flow;
        byPeer.put(peer, flow);
        loop.add(flow);
        ch.pipeline().addLast(flow.handler());
        events.connectionOpened(peer.transport(), SipEvents.Direction.OUT);
        answer(loop, peer, new Connecting.Connected(flow));
    }

    private void answer(SipLoop loop, Endpoint peer, Connecting result) {
        List<Consumer<Connecting>> callers = pending.get(loop.index()).remove(peer);
        if (callers != null) {
            callers.forEach(c -> c.accept(result));
        }
        loop.flush();
    }

    /// Via of a connection we opened: the listener peers can call back, where there is one (RFC
    /// 3261 section 18.1.1).
    private String viaFor(SipTransport transport, InetSocketAddress local) {
        for (ListenerConfig l : bound) {
            InetAddress at = l.bind().getAddress();
            if (l.transport() == transport && at.getClass().equals(local.getAddress().getClass())) {
                return at.isAnyLocalAddress() && l.advertised().isEmpty()
                        ? "SIP/2.0/"
                                + transport
                                + " "
                                + hostPort(
                                        new InetSocketAddress(
                                                local.getAddress(), l.bind().getPort()))
                        : via(l, l.bind());
            }
        }
        return "SIP/2.0/" + transport + " " + hostPort(local);
    }

    /// Whether every loop comes by.
    public boolean isAlive() {
        for (SipLoop loop : loops) {
            if (!loop.isAlive()) {
                return false;
            }
        }
        return true;
    }

    /// Whether every listener is open.
    public boolean isListening() {
        return !closed.get()
                && servers.stream().allMatch(Channel::isActive)
                && udpSockets.stream().allMatch(s -> s.channel().isActive());
    }

    /// Whether epoll is in use.
    public boolean isEpoll() {
        return epoll;
    }

    /// Connections now, accepted and opened.
    public int connectionCount() {
        return connections.get();
    }

    /// Stops listening, closes every connection and ends the loops; waits for it.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        servers.forEach(s -> s.close().awaitUninterruptibly());
        for (SipLoop loop : loops) {
            loop.eventLoop()
                    .submit(() -> loop.connections().forEach(c -> c.close(CloseReason.LOCAL)))
                    .awaitUninterruptibly();
        }
        udpSockets.forEach(s -> s.channel().close().awaitUninterruptibly());
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
