package org.fivegmc.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/// Ends a connection whose peer may still be writing, so that it can read what it was told. A
/// kernel that closes a socket with unread octets resets the connection, and a reset takes away
/// what its peer has not read yet (RFC 9112 section 9.6 has the same trouble).
///
/// ```
/// answer, farewell of TLS, FIN --> octets are thrown away --+-- peer closes, too many octets, too long --> closed
/// ```
///
/// What comes is thrown away as it is, before TLS would look at it. On the loop of the connection.
@SuppressWarnings("FutureReturnValueIgnored") // what fails comes up in the pipeline
final class LingeringClose extends ChannelInboundHandlerAdapter {
    private final Channel channel;
    private long left;

    private LingeringClose(Channel channel, long octets) {
        this.channel = channel;
        this.left = octets;
    }

    /// Begins; what was written before goes out first.
    static LingeringClose of(Channel channel, TransportLimits limits) {
        var closing = new LingeringClose(channel, limits.lingerBytes());
        channel.flush();
        SslHandler ssl = channel.pipeline().get(SslHandler.class);
        ChannelFuture said =
                ssl == null ? channel.writeAndFlush(Unpooled.EMPTY_BUFFER) : ssl.closeOutbound();
        var timeout =
                channel.eventLoop()
                        .schedule(closing::end, limits.lingerMs(), TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(_ -> timeout.cancel(false));
        // shut down at once, it would take with it what the peer has yet to read
        said.addListener(_ -> ((DuplexChannel) channel).shutdownOutput());
        channel.pipeline().addFirst(closing);
        return closing;
    }

    void end() {
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        left -= in.readableBytes();
        in.release();
        if (left < 0) {
            end();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end();
    }
}
