package org.fivegmc.maap.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/// A listening address: event loops that frame requests, a virtual thread for each one that is
/// answered. Bodies of any size pass through in chunks, in both directions at the pace of the
/// slower side.
@SuppressWarnings("FutureReturnValueIgnored") // closing is best effort
public final class HttpListener implements AutoCloseable {
    static final int REQUEST_LINE = 4096;

    private static final int BACKLOG = 128;

    /// The kernel lets a writer know when a third of the buffer is free. One that it had let grow
    /// to megabytes would show nothing of a slow peer for longer than the idle time.
    private static final int SEND_BUFFER = 256 * 1024;

    /// What one read of a socket brings at most. It begins small and grows with what comes.
    static final int REQUEST_CHUNK = 128 * 1024;

    private static final int LEAST_CHUNK = 1024;
    private static final int FIRST_CHUNK = 2048;
    private static final int MAX_LOOPS = 4;
    private static final long LAST_WORDS_SECONDS = 5;

    private final HttpSettings settings;
    private final HttpEvents events;
    private final EventLoopGroup loops;
    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final ReadAhead readAhead = new ReadAhead();
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
    private final Channel listener;
    private volatile @Nullable HttpHandler handler;

    /// Binds at once; port 0 takes any free one, see [#address()]. Nobody is accepted before
    /// [#serve(HttpHandler)].
    public HttpListener(HttpSettings settings, HttpEvents events) throws IOException {
        this.settings = settings;
        this.events = events;
        int threads = Math.min(MAX_LOOPS, Runtime.getRuntime().availableProcessors());
        loops =
                new MultiThreadIoEventLoopGroup(
                        threads, new DefaultThreadFactory("content"), NioIoHandler.newFactory());
        var bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.AUTO_READ, false)
                        .childOption(ChannelOption.AUTO_READ, false)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER)
                        .childOption(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new AdaptiveRecvByteBufAllocator(
                                        LEAST_CHUNK, FIRST_CHUNK, REQUEST_CHUNK))
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {
                                        accept(channel);
                                    }
                                })
                        .bind(settings.address())
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            handlers.close();
            readAhead.close();
            throw new IOException(
                    "cannot listen on " + settings.address() + ": " + bound.cause().getMessage(),
                    bound.cause());
        }
        listener = bound.channel();
    }

    /// Begins to accept.
    public void serve(HttpHandler answering) {
        handler = answering;
        listener.config().setAutoRead(true);
    }

    private void accept(SocketChannel channel) {
        HttpHandler answering = handler;
        InetAddress peer = channel.remoteAddress().getAddress();
        int all = connections.incrementAndGet();
        int here = byAddress.merge(peer, 1, Integer::sum);
        channel.closeFuture()
                .addListener(_ -> {
                    events.connections(connections.decrementAndGet());
                    byAddress.computeIfPresent(peer, (_, n) -> n == 1 ? null : n - 1);
                });
        events.connections(all);
        if (answering == null
                || all > settings.connections()
                || here > settings.connectionsPerAddress()) {
            events.connectionRefused();
            channel.close();
            return;
        }
        open.add(channel);
        settings.tls().ifPresent(context -> channel.pipeline().addLast(tls(context)));
        var config =
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(REQUEST_LINE)
                        .setMaxHeaderSize(settings.headerBytes())
                        .setMaxChunkSize(REQUEST_CHUNK);
        channel.pipeline()
                .addLast(new HttpServerCodec(config))
                .addLast(
                        new HttpConnection(
                                settings, answering, events, handlers, underWay, readAhead, peer));
    }

    private static SslHandler tls(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        return new SslHandler(engine);
    }

    /// Where it really listens.
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /// Requests that are being answered.
    public int underWay() {
        return underWay.get();
    }

    /// Accepts no more connections; those that are open go on.
    public void stopListening() {
        listener.close().awaitUninterruptibly();
    }

    /// Stops listening, closes what is open and waits for running handlers to notice.
    @Override
    public void close() {
        stopListening();
        open.close().awaitUninterruptibly();
        handlers.shutdown();
        try {
            // an interrupt would close the file a handler is about to make safe
            if (!handlers.awaitTermination(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
                handlers.shutdownNow();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            handlers.shutdownNow();
        }
        handlers.close();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        readAhead.close();
    }
}
