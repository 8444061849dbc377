package org.fivegmc.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.sip.codec.SipParse;
import org.fivegmc.sip.codec.SipWriter;
import org.junit.jupiter.api.Test;

@SuppressWarnings({"AddressSelection", "FutureReturnValueIgnored"}) // numeric addresses
class AlikeDatagramsTest {
    private static final InetSocketAddress PEER = new InetSocketAddress("127.0.0.2", 5099);
    private static final InetSocketAddress OTHER = new InetSocketAddress("127.0.0.3", 5099);

    private static SipWriter text(String text) {
        return new SipWriter().text(text);
    }

    private static String content(Object packet) {
        ByteBuf content = ((DatagramPacket) packet).content();
        String text = content.toString(StandardCharsets.UTF_8);
        content.release();
        return text;
    }

    private static List<Object> written(EmbeddedChannel channel) {
        channel.flush();
        var all = new ArrayList<Object>(channel.outboundMessages());
        channel.outboundMessages().clear();
        return all;
    }

    @Test
    void thoseOfOneLengthToOnePeerAreOne() {
        var channel = new EmbeddedChannel();
        var alike = new AlikeDatagrams(channel, true);
        for (String text : List.of("aaaa", "bbbb", "cccc", "dd")) {
            assertThat(alike.add(text(text), PEER)).isTrue();
        }
        assertThat(alike.add(text("ee"), OTHER)).isTrue();
        alike.write();
        List<Object> packets = written(channel);
        assertThat(packets).hasSize(3);
        assertThat(packets.getFirst()).isInstanceOf(SegmentedDatagramPacket.class);
        assertThat(((SegmentedDatagramPacket) packets.getFirst()).segmentSize()).isEqualTo(4);
        assertThat(((DatagramPacket) packets.getLast()).recipient()).isEqualTo(OTHER);
        assertThat(packets.stream().map(AlikeDatagramsTest::content).toList())
                .containsExactly("aaaabbbbcccc", "dd", "ee");
        alike.write();
        assertThat(written(channel)).isEmpty();
    }

    @Test
    void thereAreNoMoreInOneThanAreRead() {
        var channel = new EmbeddedChannel();
        var alike = new AlikeDatagrams(channel, true);
        for (int i = 0; i <= Transports.DATAGRAMS_PER_READ; i++) {
            assertThat(alike.add(text("x"), PEER)).isTrue();
        }
        alike.write();
        assertThat(written(channel).stream().map(AlikeDatagramsTest::content).toList())
                .containsExactly("x".repeat(Transports.DATAGRAMS_PER_READ), "x");
    }

    @Test
    void longOnesAreNotTaken() {
        var alike = new AlikeDatagrams(new EmbeddedChannel(), true);
        assertThat(alike.add(text("x".repeat(AlikeDatagrams.MAX_OCTETS + 1)), PEER)).isFalse();
    }

    /// Some network devices can't.
    @Test
    void whereTheKernelRefusesTheyLeaveOneByOne() {
        var channel =
                new EmbeddedChannel(
                        new ChannelOutboundHandlerAdapter() {
                            @Override
                            public void write(
                                    ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
                                if (msg instanceof SegmentedDatagramPacket p) {
                                    p.release();
                                    promise.setFailure(new IOException("EIO"));
                                } else {
                                    ctx.write(msg, promise);
                                }
                            }
                        });
        var alike = new AlikeDatagrams(channel, true);
        alike.add(text("aaaa"), PEER);
        alike.add(text("bbbb"), PEER);
        alike.write();
        assertThat(written(channel).stream().map(AlikeDatagramsTest::content).toList())
                .containsExactly("aaaa", "bbbb");
        assertThat(alike.add(text("cccc"), PEER)).as("never tried again").isFalse();
    }

    /// With the real kernel, whatever it can do.
    @Test
    void everyPeerGetsItsOwn() throws IOException {
        var count = new AtomicInteger();
        LoopHandler echo =
                new LoopHandler() {
                    @Override
                    public boolean isRefused(Flow flow, byte[] datagram, int length) {
                        count.incrementAndGet();
                        String text = new String(datagram, 0, length, StandardCharsets.UTF_8);
                        return flow.sendAlike(flow.loop().writer().text(text));
                    }

                    @Override
                    public void onMessage(Flow flow, SipParse parse) {}

                    @Override
                    public void onClosed(Flow flow, CloseReason reason) {}

                    @Override
                    public void onTick(long nowMs) {}

                    @Override
                    public boolean isBusy() {
                        return false;
                    }
                };
        try (var transports =
                        Transports.start(
                                TransportConfig.of(
                                        ListenerConfig.of(SipTransport.UDP, "127.0.0.1", 0)),
                                SipEvents.NONE,
                                System::nanoTime,
                                (_, _) -> echo);
                var one = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
                var two = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            InetSocketAddress server = transports.listeners().getFirst().bind();
            var expectedOfOne = new ArrayList<String>();
            var expectedOfTwo = new ArrayList<String>();
            for (int i = 0; i < 200; i++) {
                String text = "number " + (i + 1_000) + "x".repeat(i / 20 % 3);
                boolean first = i % 7 < 5;
                byte[] octets = text.getBytes(StandardCharsets.UTF_8);
                (first ? one : two)
                        .send(new java.net.DatagramPacket(octets, octets.length, server));
                (first ? expectedOfOne : expectedOfTwo).add(text);
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> count.get() == 200);
            assertThat(received(one, expectedOfOne.size())).isEqualTo(expectedOfOne);
            assertThat(received(two, expectedOfTwo.size())).isEqualTo(expectedOfTwo);
        }
    }

    private static List<String> received(DatagramSocket socket, int n) throws IOException {
        socket.setSoTimeout(5_000);
        var all = new ArrayList<String>();
        for (int i = 0; i < n; i++) {
            var packet = new java.net.DatagramPacket(new byte[2_000], 2_000);
            socket.receive(packet);
            all.add(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
        }
        return all;
    }
}
