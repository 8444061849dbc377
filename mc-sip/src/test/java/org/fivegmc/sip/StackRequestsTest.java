package org.fivegmc.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.exchange.Requests;
import org.fivegmc.sip.exchange.Requests.Outcome;
import org.fivegmc.sip.resolve.DnsRecords;
import org.fivegmc.sip.resolve.ResolverConfig;
import org.fivegmc.sip.resolve.Rfc3263Resolver;
import org.fivegmc.sip.transaction.SipStack;
import org.fivegmc.sip.transaction.SipStackConfig;
import org.fivegmc.sip.transport.ListenerConfig;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.SipTransport;
import org.fivegmc.sip.transport.TransportConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where requests to devices go whose connection is gone.
@Tag("RFC5626-5.3.1")
class StackRequestsTest {

    private static final DnsRecords NO_NAMES =
            new DnsRecords() {
                @Override
                public CompletionStage<List<Naptr>> naptr(String name) {
                    return CompletableFuture.completedFuture(List.of());
                }

                @Override
                public CompletionStage<List<Srv>> srv(String name) {
                    return CompletableFuture.completedFuture(List.of());
                }

                @Override
                public CompletionStage<List<InetAddress>> addresses(String host) {
                    return CompletableFuture.completedFuture(
                            List.of(InetAddress.getLoopbackAddress()));
                }
            };

    private final SipStack stack =
            SipStack.start(
                    SipStackConfig.of(
                            TransportConfig.of(ListenerConfig.of(SipTransport.TCP, "127.0.0.1", 0)),
                            Set.of()),
                    (tx, _) -> tx.respond(202),
                    SipEvents.NONE,
                    new Rfc3263Resolver(
                            NO_NAMES, ResolverConfig.defaults(), new java.util.Random(1)));
    private final StackRequests requests =
            new StackRequests(stack, new FlowTargets(new FlowTable(InstantSource.system())));

    @AfterEach
    void close() {
        stack.close();
    }

    private Outcome send(String contact) throws InterruptedException {
        BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
        requests.send(
                OutgoingRequest.builder(SipMethod.MESSAGE, contact)
                        .from("<sip:a@example.com>", "f")
                        .to("<sip:b@example.com>")
                        .callId("c")
                        .cSeq(1)
                        .build(),
                new Requests.NextHop(contact, "TCP 127.0.0.1 40000 ab"),
                outcomes::add);
        Outcome outcome = outcomes.poll(10, TimeUnit.SECONDS);
        assertThat(outcome).isNotNull();
        return java.util.Objects.requireNonNull(outcome);
    }

    /// The contact is the device's own address: a new connection may find it.
    @Test
    void theContactIsTriedWhereTheDeviceWas() throws InterruptedException {
        int port = stack.listeners().getFirst().bind().getPort();
        assertThat(send("sip:b@127.0.0.1:" + port + ";transport=tcp"))
                .isInstanceOfSatisfying(
                        Outcome.Answered.class, a -> assertThat(a.status()).isEqualTo(202));
        assertThat(send("sip:b@127.0.0.1:1;transport=tcp")).isInstanceOf(Outcome.FlowGone.class);
        assertThat(send("sip:b@127.0.0.1:" + port))
                .as("that would be a datagram")
                .isInstanceOf(Outcome.FlowGone.class);
    }

    /// 127.0.0.2 answers there too, but whoever does is not the device.
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2", "phone.example", "localhost"})
    void elsewhereNobodyIsAsked(String host) throws InterruptedException {
        int port = stack.listeners().getFirst().bind().getPort();
        assertThat(send("sip:b@" + host + ":" + port + ";transport=tcp"))
                .isInstanceOf(Outcome.FlowGone.class);
    }
}
