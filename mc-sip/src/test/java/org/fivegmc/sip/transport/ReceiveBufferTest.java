package org.fivegmc.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class ReceiveBufferTest {

    @Test
    void tellsHowFullTheSocketIs() throws Exception {
        assumeThat(Epoll.isAvailable()).isTrue();
        try (EventLoopGroup group =
                        new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
                DatagramSocket peer = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Channel socket =
                    new Bootstrap()
                            .group(group)
                            .channel(EpollDatagramChannel.class)
                            .option(ChannelOption.AUTO_READ, false)
                            .option(ChannelOption.SO_RCVBUF, 100_000)
                            .handler(new ChannelInboundHandlerAdapter())
                            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                            .sync()
                            .channel();
            assertThat(ReceiveBuffer.fill(socket)).isZero();
            byte[] datagram = new byte[1_000];
            float before = 0;
            for (int i = 0; i < 3; i++) {
                for (int n = 0; n < 15; n++) {
                    peer.send(new DatagramPacket(datagram, datagram.length, socket.localAddress()));
                }
                assertThat(ReceiveBuffer.fill(socket)).isGreaterThan(before);
                before = ReceiveBuffer.fill(socket);
            }
            for (int n = 0; n < 1_000; n++) {
                peer.send(new DatagramPacket(datagram, datagram.length, socket.localAddress()));
            }
            assertThat(ReceiveBuffer.fill(socket)).isGreaterThan(0.9f);
            socket.close().sync();
        }
    }
}
