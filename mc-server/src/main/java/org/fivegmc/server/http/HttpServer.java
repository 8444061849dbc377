package org.fivegmc.server.http;

import io.netty.bootstrap.ServerBootstrap;
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
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.fivegmc.server.config.HostPort;

/// The HTTP side of the server: one event loop that frames requests, a virtual thread for each one
/// that is answered.
///
/// Requests of one connection are answered one after the other; reading stops while one is being
/// answered.
@SuppressWarnings("FutureReturnValueIgnored") // closing is best effort
public final class HttpServer implements AutoCloseable {
    private static final int BACKLOG = 128;
    private static final int CHUNK = 8192;

    private final EventLoopGroup loop;
    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel listener;

    /// Thrown when the address cannot be bound.
    public static final class BindException extends RuntimeException {
        private static final long serialVersionUID = 1;

        BindException(HostPort address, Throwable cause) {
            super("cannot listen on " + address + ": " + cause.getMessage(), cause);
        }
    }

    /// Binds at once; port 0 takes any free one, see [#address()].
    public HttpServer(HostPort address, Router router, HttpLimits limits) {
        loop =
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("http"), NioIoHandler.newFactory());
        var permits = new Semaphore(limits.concurrent());
        var bootstrap =
                new ServerBootstrap()
                        .group(loop)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {
                                        // The only thread that adds is this one loop, so the limit
                                        // cannot be overrun.
                                        if (open.size() >= limits.connections()) {
                                            channel.close();
                                            return;
                                        }
                                        open.add(channel);
                                        assemble(channel, router, limits, permits);
                                    }
                                });
        var bound =
                bootstrap
                        .bind(new InetSocketAddress(address.host(), address.port()))
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            handlers.close();
            throw new BindException(address, bound.cause());
        }
        listener = bound.channel();
    }

    private void assemble(
            SocketChannel channel, Router router, HttpLimits limits, Semaphore permits) {
        var config =
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(limits.requestLine())
                        .setMaxHeaderSize(limits.headers())
                        .setMaxChunkSize(CHUNK);
        channel.pipeline()
                .addLast(new HttpServerCodec(config))
                .addLast(new HttpServerKeepAliveHandler())
                .addLast(new FlowControlHandler())
                .addLast(new HttpObjectAggregator(limits.body()))
                .addLast(new HttpExchange(router, limits, permits, handlers));
    }

    /// Where it really listens.
    public HostPort address() {
        var local = (InetSocketAddress) listener.localAddress();
        return new HostPort(local.getAddress().getHostAddress(), local.getPort());
    }

    /// Stops listening, closes what is open and waits for running handlers to notice.
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        open.close().awaitUninterruptibly();
        handlers.shutdownNow();
        handlers.close();
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
