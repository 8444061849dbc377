package org.fivegmc.msrp.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.fivegmc.msrp.session.MsrpEvents;

/// On a listening socket: when accepting fails, for want of descriptors as a rule, it rests for a
/// second instead of failing in a loop. What waits is in the backlog meanwhile.
final class AcceptPause extends ChannelInboundHandlerAdapter {
    private static final int PAUSE_MS = 1_000;

    private final MsrpEvents events;

    AcceptPause(MsrpEvents events) {
        this.events = events;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nothing waits for the end of a pause
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (context.channel().config().isAutoRead()) {
            context.channel().config().setAutoRead(false);
            context.channel()
                    .eventLoop()
                    .schedule(
                            () -> context.channel().config().setAutoRead(true),
                            PAUSE_MS,
                            TimeUnit.MILLISECONDS);
            events.connectionRefused(MsrpEvents.Refused.ACCEPT_FAILED);
        }
    }
}
