package org.fivegmc.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.resolve.Resolution;
import org.fivegmc.sip.transport.ListenerConfig;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.SipStartException;
import org.fivegmc.sip.transport.SipTransport;
import org.fivegmc.sip.transport.TransportConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What decides between UDP and TCP is the size of the request as it is on the wire, Via and all.
@SuppressWarnings("AddressSelection") // numeric addresses
@Tag("RFC3261-18.1.1")
class DatagramSizeTest {
    private record Arrived(SipTransport transport, int length) {}

    private final List<SipStack> stacks = new ArrayList<>();
    private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
    private final BlockingQueue<ClientOutcome> outcomes = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        stacks.forEach(SipStack::close);
    }

    private SipStack stack(int datagram, ListenerConfig... at) {
        SipStack stack =
                SipStack.start(
                        new SipStackConfig(
                                TransportConfig.of(at),
                                SipTimers.DEFAULTS,
                                new TransactionLimits(
                                        100,
                                        100,
                                        100,
                                        1,
                                        1_000,
                                        _ -> datagram,
                                        500,
                                        60_000,
                                        10,
                                        2,
                                        AdmissionLimits.DEFAULTS),
                                Set.of(),
                                false),
                        (tx, r) -> {
                            arrived.add(new Arrived(tx.flow().transport(), r.length()));
                            tx.respond(200);
                        },
                        SipEvents.NONE,
                        (_, done) -> done.accept(new Resolution.NotFound("no DNS here")));
        stacks.add(stack);
        return stack;
    }

    /// A peer with both transports at one port.
    private InetSocketAddress both(String host) throws Exception {
        for (int i = 0; ; i++) {
            int port;
            try (DatagramSocket probe = new DatagramSocket(new InetSocketAddress(host, 0))) {
                port = probe.getLocalPort();
            }
            try {
                stack(
                        1_300,
                        ListenerConfig.of(SipTransport.UDP, host, port),
                        ListenerConfig.of(SipTransport.TCP, host, port));
                return new InetSocketAddress(host, port);
            } catch (SipStartException e) {
                if (i == 20) {
                    throw e; // else it was taken for TCP: another one
                }
            }
        }
    }

    private static ListenerConfig udp(String host, String advertised) {
        return new ListenerConfig(SipTransport.UDP, new InetSocketAddress(host, 0), advertised);
    }

    private ClientOutcome send(SipStack from, InetSocketAddress to, int body, int more)
            throws Exception {
        from.send(
                OutgoingRequest.builder(SipMethod.MESSAGE, "sip:b@example.com")
                        .from("<sip:a@example.com>", "f")
                        .to("<sip:b@example.com>")
                        .callId(UUID.randomUUID().toString())
                        .cSeq(1)
                        .header(HeaderName.SUBJECT, "x".repeat(1 + more))
                        .body("text/plain", "x".repeat(body).getBytes(StandardCharsets.US_ASCII))
                        .build(),
                new Target.ToAddress(SipTransport.UDP, to),
                outcomes::add);
        return Objects.requireNonNull(outcomes.poll(10, TimeUnit.SECONDS));
    }

    private Arrived next() throws Exception {
        return Objects.requireNonNull(arrived.poll(10, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, ''",
        "::1, ''",
        "127.0.0.1, a-long-name-of-this-server-as-it-is-known-outside.operator.example:5060"
    })
    void whatFitsGoesByUdpAndOneOctetMoreByTcp(String host, String advertised) throws Exception {
        InetSocketAddress peer = both(host);
        SipStack client = stack(1_300, udp(host, advertised));
        assertThat(send(client, peer, 500, 0)).isInstanceOf(ClientOutcome.Response.class);
        int rest = 1_300 - next().length();

        assertThat(send(client, peer, 500, rest)).isInstanceOf(ClientOutcome.Response.class);
        assertThat(next()).isEqualTo(new Arrived(SipTransport.UDP, 1_300));
        assertThat(send(client, peer, 500, rest + 1)).isInstanceOf(ClientOutcome.Response.class);
        assertThat(next().transport()).isEqualTo(SipTransport.TCP);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, ''", "127.0.0.1, a-name-of-this-server.operator.example:5060"})
    void whatNoDatagramCarriesIsToldAsTooLarge(String host, String advertised) throws Exception {
        SipStack server = stack(1_300, udp(host, ""));
        InetSocketAddress peer = server.listeners().getFirst().bind();
        SipStack client = stack(1_300, udp(host, advertised));
        assertThat(send(client, peer, 60_000, 0)).isInstanceOf(ClientOutcome.Response.class);
        int rest = 65_507 - next().length();

        assertThat(send(client, peer, 60_000, rest)).isInstanceOf(ClientOutcome.Response.class);
        assertThat(next()).isEqualTo(new Arrived(SipTransport.UDP, 65_507));
        assertThat(send(client, peer, 60_000, rest + 1)).isInstanceOf(ClientOutcome.TooLarge.class);
    }
}
