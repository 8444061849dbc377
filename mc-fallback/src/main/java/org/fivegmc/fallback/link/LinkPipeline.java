package org.fivegmc.fallback.link;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.flush.FlushConsolidationHandler;

/// The handlers of one connection of a link.
// nobody waits for the end of a connection that was left
@SuppressWarnings("FutureReturnValueIgnored")
final class LinkPipeline extends ChannelInitializer<SocketChannel> {
    private final GatewaySettings settings;
    private final LinkSession.Codec codec;
    private final Link link;
    private final int session;

    /// @param session which attempt of the link this connection belongs to
    LinkPipeline(GatewaySettings settings, LinkSession.Codec codec, Link link, int session) {
        this.settings = settings;
        this.codec = codec;
        this.link = link;
        this.session = session;
    }

    @Override
    protected void initChannel(SocketChannel on) {
        if (settings.security() instanceof LinkSecurity.Tls tls) {
            on.pipeline()
                    .addLast(
                            tls.context().newHandler(on.alloc(), settings.host(), settings.port()));
        }
        on.pipeline()
                .addLast(
                        new FlushConsolidationHandler(),
                        codec.decoder(),
                        // hands over one PDU at a time, so that autoRead=false holds from the
                        // next one on
                        new FlowControlHandler(),
                        codec.encoder(),
                        new Reader());
    }

    private final class Reader extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            link.read(session, message);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            link.ended(session, "closed by the peer");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (!link.ended(session, String.valueOf(cause.getMessage()))) {
                context.close();
            }
        }
    }
}
