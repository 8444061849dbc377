package org.fivegmc.sip.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;

/// On a listening socket: when accepting fails, for want of descriptors as a rule, it rests for a
/// moment. What waits is in the backlog meanwhile, and what is open goes on; without the rest the
/// loop would do nothing but fail.
///
/// The failure ends here and reaches no log: where there are no descriptors even a log may fail,
/// and an error in a log must not end a loop.
final class AcceptPause extends ChannelInboundHandlerAdapter {
    static final int PAUSE_MS = 1_000;

    private final SipTransport transport;
    private final SipEvents events;

    AcceptPause(SipTransport transport, SipEvents events) {
        this.transport = transport;
        this.events = events;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nothing waits for the end of a pause
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!ctx.channel().config().isAutoRead()) {
            return;
        }
        ctx.channel().config().setAutoRead(false);
        ctx.channel()
                .eventLoop()
                .schedule(
                        () -> ctx.channel().config().setAutoRead(true),
                        PAUSE_MS,
                        TimeUnit.MILLISECONDS);
        try {
            events.connectionRefused(transport, RefuseReason.ACCEPT_FAILED);
        } catch (RuntimeException | LinkageError _) {
            // classes are files, too
        }
    }
}
