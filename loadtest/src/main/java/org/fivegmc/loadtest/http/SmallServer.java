package org.fivegmc.loadtest.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Answers requests on one Netty loop, on 127.0.0.1. What it is given to answer with runs there and
/// must not block.
@SuppressWarnings("FutureReturnValueIgnored") // what fails comes up in the pipeline
public final class SmallServer implements AutoCloseable {
    /// Octets of a body; larger ones are refused with 413.
    private static final int MAX_BODY = 1 << 20;

    /// Says what becomes of a request.
    @FunctionalInterface
    public interface Handler {
        Answer answer(FullHttpRequest request);
    }

    /// @param json the body, or empty for none
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Answer(int status, byte[] json) {}

    private final EventLoopGroup loop;
    private final Channel channel;

    private SmallServer(EventLoopGroup loop, Channel channel) {
        this.loop = loop;
        this.channel = channel;
    }

    /// @param port 0 for any
    public static SmallServer start(int port, Handler handler) throws InterruptedException {
        boolean epoll = Epoll.isAvailable();
        EventLoopGroup loop =
                new MultiThreadIoEventLoopGroup(
                        1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loop)
                        .channel(
                                epoll
                                        ? EpollServerSocketChannel.class
                                        : NioServerSocketChannel.class)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel peer) {
                                        peer.pipeline()
                                                .addLast(
                                                        new HttpServerCodec(),
                                                        new HttpObjectAggregator(MAX_BODY),
                                                        new Requests(handler));
                                    }
                                })
                        .bind(InetAddress.getLoopbackAddress(), port)
                        .await();
        if (!bound.isSuccess()) {
            loop.shutdownGracefully();
            throw new IllegalStateException("port " + port + " can not be listened on");
        }
        return new SmallServer(loop, bound.channel());
    }

    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /// Until it is closed.
    public void await() throws InterruptedException {
        channel.closeFuture().sync();
    }

    @Override
    public void close() {
        channel.close();
        loop.shutdownGracefully();
    }

    private static final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {
        private final Handler handler;

        private Requests(Handler handler) {
            this.handler = handler;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            Answer answer = handler.answer(request);
            FullHttpResponse response =
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1,
                            HttpResponseStatus.valueOf(answer.status()),
                            Unpooled.wrappedBuffer(answer.json()));
            if (answer.status() != HttpResponseStatus.NO_CONTENT.code()) {
                response.headers()
                        .set(HttpHeaderNames.CONTENT_TYPE, "application/json;charset=UTF-8")
                        .setInt(HttpHeaderNames.CONTENT_LENGTH, answer.json().length);
            }
            ChannelFuture written = context.writeAndFlush(response);
            if (!HttpUtil.isKeepAlive(request)) {
                written.addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
