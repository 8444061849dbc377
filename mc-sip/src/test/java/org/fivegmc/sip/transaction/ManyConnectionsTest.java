package org.fivegmc.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.fivegmc.sip.codec.StreamFramer;
import org.fivegmc.sip.resolve.Resolution;
import org.fivegmc.sip.transport.ListenerConfig;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.SipTransport;
import org.fivegmc.sip.transport.TransportConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Thousands of handsets that stay connected and say little.
@SuppressWarnings("AddressSelection") // numeric addresses
class ManyConnectionsTest {
    // both ends live in this process, and 20,000 descriptors are a usual limit
    private static final int CONNECTIONS = 9_000;

    @Test
    @Timeout(60)
    void thousandsOfIdleConnectionsAreHeldAndServed() throws Exception {
        List<SocketChannel> sockets = new ArrayList<>();
        try (SipStack stack =
                SipStack.start(
                        SipStackConfig.of(
                                TransportConfig.of(
                                        ListenerConfig.of(SipTransport.TCP, "127.0.0.1", 0)),
                                Set.of()),
                        (tx, _) -> tx.respond(200),
                        SipEvents.NONE,
                        (_, done) -> done.accept(new Resolution.NotFound("none")))) {
            InetSocketAddress at = stack.listeners().getFirst().bind();
            for (int i = 0; i < CONNECTIONS; i++) {
                sockets.add(SocketChannel.open(at));
            }
            ByteBuffer answer = ByteBuffer.allocate(2_000);
            for (int i = 0; i < CONNECTIONS; i += 100) {
                String m = NonInviteTest.message("z9hG4bKm" + i, "m" + i).replace("UDP", "TCP");
                sockets.get(i).write(ByteBuffer.wrap(m.getBytes(StandardCharsets.UTF_8)));
                answer.clear();
                assertThat(sockets.get(i).read(answer)).isPositive();
                assertThat(new String(answer.array(), 0, 11, StandardCharsets.UTF_8))
                        .isEqualTo("SIP/2.0 200");
            }
            // a client is connected before the server has accepted
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(stack.connectionCount()).isEqualTo(CONNECTIONS));
            assertThat(
                            new StreamFramer(
                                            org.fivegmc.sip.codec.SipLimits.DEFAULTS,
                                            new org.fivegmc.sip.codec.SipParser(
                                                    org.fivegmc.sip.codec.SipLimits.DEFAULTS))
                                    .capacity())
                    .as("an idle framer holds no buffer")
                    .isZero();
        } finally {
            for (SocketChannel s : sockets) {
                s.close();
            }
        }
    }
}
