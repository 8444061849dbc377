package org.fivegmc.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;
import org.fivegmc.sip.codec.SipWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Datagrams of equal length to one peer, collected while a socket is read and handed to the kernel
/// as one, which cuts them apart (Linux, `UDP_SEGMENT`): the way through the network stack is most
/// of what a short answer costs.
///
/// Where the kernel or the network device can't, they leave one by one. Confined to the loop.
@SuppressWarnings("FutureReturnValueIgnored") // what fails comes up in the pipeline
final class AlikeDatagrams {
    /// Longer ones might not fit in a frame of the path, and are not cut.
    static final int MAX_OCTETS = 1_200;

    private static final Logger LOG = LoggerFactory.getLogger(AlikeDatagrams.class);

    private final Channel channel;
    private boolean segmented;
    private @Nullable ByteBuf collected;
    private @Nullable InetSocketAddress to;
    private int each;

    AlikeDatagrams(Channel channel) {
        this(
                channel,
                channel instanceof EpollDatagramChannel
                        && EpollDatagramChannel.isSegmentedDatagramPacketSupported());
    }

    /// @param segmented whether the channel takes several datagrams as one
    AlikeDatagrams(Channel channel, boolean segmented) {
        this.channel = channel;
        this.segmented = segmented;
    }

    /// Takes one.
    ///
    /// @return false when it is none of this kind
    boolean add(SipWriter message, InetSocketAddress remote) {
        int octets = message.length();
        if (!segmented || octets > MAX_OCTETS) {
            return false;
        }
        ByteBuf out = collected;
        if (out == null || octets != each || !remote.equals(to) || out.writableBytes() < octets) {
            write();
            out = channel.alloc().directBuffer(Transports.DATAGRAMS_PER_READ * octets);
            collected = out;
            to = remote;
            each = octets;
        }
        message.copyTo(out);
        return true;
    }

    /// Writes what was collected; it leaves with the next flush.
    void write() {
        ByteBuf out = collected;
        InetSocketAddress remote = to;
        if (out == null || remote == null) {
            return;
        }
        collected = null;
        if (out.readableBytes() == each) {
            channel.write(new DatagramPacket(out, remote), channel.voidPromise());
            return;
        }
        int size = each;
        ByteBuf again = out.retainedDuplicate();
        channel.write(new SegmentedDatagramPacket(out, size, remote))
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        oneByOne(again, size, remote, done.cause());
                    }
                    again.release();
                });
    }

    private void oneByOne(ByteBuf all, int size, InetSocketAddress remote, Throwable cause) {
        if (!channel.isActive()) {
            return;
        }
        LOG.info("UDP {}: the kernel does not cut datagrams: {}", channel, cause.toString());
        segmented = false;
        while (all.isReadable()) {
            channel.write(
                    new DatagramPacket(all.readRetainedSlice(size), remote), channel.voidPromise());
        }
        channel.flush();
    }
}
