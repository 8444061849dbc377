package org.fivegmc.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import org.fivegmc.sip.codec.SipParse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One bound UDP socket on one loop: each datagram is parsed in an array of the loop, and what was
/// understood copied out of it.
final class UdpSocket extends ChannelInboundHandlerAdapter {
    /// What an IPv4 datagram carries at most.
    static final int MAX_PAYLOAD = 65_507;

    /// What a socket may give us: IPv6 carries a little more.
    static final int MAX_DATAGRAM = 65_536;

    private static final Logger LOG = LoggerFactory.getLogger(UdpSocket.class);

    private final Channel channel;
    private final SipLoop loop;
    private final SipEvents events;
    private final boolean[] dirty = new boolean[1];
    private final InetSocketAddress local;
    private final String viaSentBy;
    private final AlikeDatagrams alike;
    private int read;

    UdpSocket(
            Channel channel,
            SipLoop loop,
            SipEvents events,
            InetSocketAddress local,
            String viaSentBy) {
        this.channel = channel;
        this.loop = loop;
        this.events = events;
        this.local = local;
        this.viaSentBy = viaSentBy;
        this.alike = new AlikeDatagrams(channel);
        channel.attr(Transports.DIRTY).set(dirty);
    }

    Channel channel() {
        return channel;
    }

    SipLoop loop() {
        return loop;
    }

    SipEvents events() {
        return events;
    }

    AlikeDatagrams alike() {
        return alike;
    }

    boolean[] dirty() {
        return dirty;
    }

    InetSocketAddress local() {
        return local;
    }

    String viaSentBy() {
        return viaSentBy;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        DatagramPacket packet = (DatagramPacket) msg;
        read++;
        try {
            ByteBuf content = packet.content();
            int n = content.readableBytes();
            // keep-alives of handsets behind NATs: CRLF, a single NUL, nothing at all
            if (n <= 4) {
                events.ping(SipTransport.UDP);
                return;
            }
            byte[] bytes = loop.datagram();
            content.readBytes(bytes, 0, n);
            UdpFlow flow = new UdpFlow(this, packet.sender());
            if (!loop.above().isRefused(flow, bytes, n)) {
                SipParse parse = loop.parser().parseDatagram(bytes, n);
                loop.above().onMessage(flow, parse);
            }
        } finally {
            packet.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // a read that was not full has emptied the socket
        loop.left(read < Transports.DATAGRAMS_PER_READ ? 0 : ReceiveBuffer.fill(channel));
        read = 0;
        alike.write();
        loop.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // ICMP errors of single peers come up here; the socket lives on
        LOG.debug("UDP {}: {}", local, cause.toString());
    }
}
