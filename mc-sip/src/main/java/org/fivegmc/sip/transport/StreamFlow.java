package org.fivegmc.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLSession;
import org.fivegmc.sip.codec.Malformed;
import org.fivegmc.sip.codec.SipWriter;
import org.fivegmc.sip.codec.StreamFramer;
import org.jspecify.annotations.Nullable;

/// A TCP or TLS connection, accepted or opened.
///
/// ```
/// accepted/connected --(TLS: handshake)--> open --+-- peer closes, error --> closed PEER
///                                                 +-- idle, slow sender/reader, close() --> closed
///                                                 +-- lost framing --> answered, lingering --> closed
/// ```
@SuppressWarnings("FutureReturnValueIgnored") // what fails comes up in the pipeline
final class StreamFlow extends Flow {
    private static final byte[] CRLF = {'\r', '\n'};

    private final Channel channel;
    private final SipLoop loop;
    private final TransportLimits limits;
    private final SipEvents events;
    private final StreamFramer framer;
    private final String viaSentBy;
    private final Runnable onGone;
    private final boolean[] dirty = new boolean[1];
    private final long number = ThreadLocalRandom.current().nextLong();
    private long lastReadMs;
    private long partialSinceMs = -1;
    private @Nullable CloseReason reason;
    private @Nullable LingeringClose lingering;
    private boolean gone;

    StreamFlow(
            SipTransport transport,
            Channel channel,
            SipLoop loop,
            TransportLimits limits,
            SipEvents events,
            String viaSentBy,
            Runnable onGone) {
        super(
                transport,
                (InetSocketAddress) channel.localAddress(),
                (InetSocketAddress) channel.remoteAddress());
        this.channel = channel;
        this.loop = loop;
        this.limits = limits;
        this.events = events;
        this.framer = new StreamFramer(limits.sip(), loop.parser());
        this.viaSentBy = viaSentBy;
        this.onGone = onGone;
        this.lastReadMs = loop.nowMs();
        channel.attr(Transports.DIRTY).set(dirty);
    }

    Handler handler() {
        return new Handler();
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public boolean isOpen() {
        return channel.isActive() && reason == null;
    }

    @Override
    public boolean isCutOff() {
        return reason != null && reason != CloseReason.PEER;
    }

    @Override
    public SipLoop loop() {
        return loop;
    }

    @Override
    public boolean send(SipWriter message) {
        if (!channel.isActive() || reason != null) {
            return false;
        }
        if (!channel.isWritable()) {
            // many requests of one read leave many answers unflushed, which is not the peer's fault
            channel.flush();
            if (!channel.isWritable()) {
                close(CloseReason.SLOW_READER);
                return false;
            }
        }
        ByteBuf out = channel.alloc().directBuffer(message.length());
        message.copyTo(out);
        channel.write(out, channel.voidPromise());
        loop.markDirty(channel, dirty);
        return true;
    }

    @Override
    public Flow toPort(int port) {
        return this;
    }

    @Override
    public String viaSentBy() {
        return viaSentBy;
    }

    @Override
    public void close(CloseReason why) {
        if (!loop.inLoop()) {
            loop.execute(() -> close(why));
        } else if (reason == null) {
            reason = why;
            if (why == CloseReason.MALFORMED) {
                // it may still write what was refused, and shall read why
                lingering = LingeringClose.of(channel, limits);
                return;
            }
            // what was written before goes out first unless the peer does not read
            if (why != CloseReason.SLOW_READER) {
                channel.flush();
            }
            channel.close();
        } else if (why == CloseReason.LOCAL && lingering != null) {
            lingering.end();
        }
    }

    @Override
    public Optional<SSLSession> tls() {
        SslHandler ssl = channel.pipeline().get(SslHandler.class);
        return ssl == null ? Optional.empty() : Optional.of(ssl.engine().getSession());
    }

    void sweep(long nowMs) {
        if (partialSinceMs >= 0 && nowMs - partialSinceMs > limits.partialMessageMs()) {
            close(CloseReason.SLOW_SENDER);
        } else if (nowMs - lastReadMs > limits.idleMs()) {
            close(CloseReason.IDLE);
        }
    }

    private void gone() {
        if (!gone) {
            gone = true;
            CloseReason why = reason == null ? CloseReason.PEER : reason;
            reason = why;
            loop.remove(this);
            onGone.run();
            events.connectionClosed(transport(), why);
            loop.above().onClosed(this, why);
            loop.flush();
        }
    }

    private void read(ByteBuf in) {
        long now = loop.nowMs();
        lastReadMs = now;
        // a large read is fed in pieces, so that the framer never holds much more than one message
        while (in.isReadable() && reason == null) {
            int n = Math.min(in.readableBytes(), 16_384);
            int at = framer.reserve(n);
            in.readBytes(framer.array(), at, n);
            framer.advance(n);
            frames(now);
        }
    }

    private void frames(long now) {
        while (reason == null) {
            switch (framer.next()) {
                case StreamFramer.Received(Malformed m) -> {
                    partialSinceMs = -1;
                    loop.above().onMessage(this, m);
                    if (m.scope() == Malformed.Scope.CONNECTION) {
                        close(CloseReason.MALFORMED);
                    }
                }
                case StreamFramer.Received r -> {
                    partialSinceMs = -1;
                    loop.above().onMessage(this, r.parse());
                }
                case StreamFramer.Ping _ -> {
                    events.ping(transport());
                    send(loop.writer().bytes(CRLF));
                }
                case StreamFramer.Pong _ -> {
                    // only proves that the peer lives
                }
                case StreamFramer.Waiting _ -> {
                    if (!framer.isPartial() || framer.isOnlyLineBreak()) {
                        partialSinceMs = -1;
                    } else if (partialSinceMs < 0) {
                        partialSinceMs = now;
                    }
                    return;
                }
            }
        }
    }

    /// The Netty side of the flow.
    final class Handler extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ByteBuf in = (ByteBuf) msg;
            try {
                read(in);
            } finally {
                in.release();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            loop.flush();
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            gone();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent done && !done.isSuccess()) {
                close(CloseReason.HANDSHAKE);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            close(CloseReason.PEER);
        }
    }
}
