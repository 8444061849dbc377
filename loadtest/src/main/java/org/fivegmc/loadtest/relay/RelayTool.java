package org.fivegmc.loadtest.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.IntSupplier;

/// `./5gmc load relay`: passes the octets of every connection on to a port of this machine, and
/// back, with one Netty loop and what Netty has for it. It ends with its process.
@SuppressWarnings("FutureReturnValueIgnored") // what fails comes up in the pipeline
public final class RelayTool {
    private static final String USAGE =
            """
            usage: ./5gmc load relay --listen PORT --to PORT

            Passes the octets of every connection to PORT on 127.0.0.1 on to another, and back. One
            thread. Ends on SIGTERM.
            """;

    private RelayTool() {}

    public static int run(List<String> args, PrintStream out) throws InterruptedException {
        if (args.contains("--help")) {
            out.print(USAGE);
            return 0;
        }
        int listen;
        int to;
        try {
            listen = port(args, "--listen");
            to = port(args, "--to");
        } catch (IllegalArgumentException wrong) {
            out.println("load relay: " + wrong.getMessage());
            out.print(USAGE);
            return 2;
        }
        Channel server = start(listen, () -> to);
        out.println("relaying");
        server.closeFuture().sync();
        return 0;
    }

    private static int port(List<String> args, String name) {
        int at = args.indexOf(name);
        if (at < 0 || at + 1 == args.size() || !args.get(at + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException(name + " wants a port");
        }
        return Integer.parseInt(args.get(at + 1));
    }

    /// Starts one in this process.
    ///
    /// @param listen 0 for any port
    /// @param to asked for each connection
    public static Channel start(int listen, IntSupplier to) throws InterruptedException {
        boolean epoll = Epoll.isAvailable();
        EventLoopGroup loops =
                new MultiThreadIoEventLoopGroup(
                        1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        return new ServerBootstrap()
                .group(loops)
                .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel near) {
                                connect(
                                        near,
                                        new InetSocketAddress(
                                                InetAddress.getLoopbackAddress(), to.getAsInt()),
                                        epoll);
                            }
                        })
                .bind(InetAddress.getLoopbackAddress(), listen)
                .sync()
                .channel();
    }

    private static void connect(Channel near, InetSocketAddress target, boolean epoll) {
        ChannelFuture connecting =
                new Bootstrap()
                        .group(near.eventLoop())
                        .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .handler(new Passing(near))
                        .connect(target);
        near.pipeline().addLast(new Passing(connecting.channel()));
        connecting.addListener(
                (ChannelFutureListener)
                        done -> {
                            if (done.isSuccess()) {
                                near.config().setAutoRead(true);
                            } else {
                                near.close();
                            }
                        });
    }

    /// Reads no faster than the other side takes.
    private static final class Passing extends ChannelInboundHandlerAdapter {
        private final Channel other;

        private Passing(Channel other) {
            this.other = other;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object octets) {
            other.write(octets, other.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            other.flush();
            if (!other.isWritable()) {
                context.channel().config().setAutoRead(false);
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            other.config().setAutoRead(context.channel().isWritable());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            other.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
