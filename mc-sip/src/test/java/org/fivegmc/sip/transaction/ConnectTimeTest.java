package org.fivegmc.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.resolve.Resolution;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.SipTransport;
import org.fivegmc.sip.transport.TransportConfig;
import org.fivegmc.sip.transport.TransportLimits;
import org.junit.jupiter.api.Test;

/// Opening a connection has a limit of its own, far below that of the transaction.
class ConnectTimeTest {
    /// The usual ones, but half a second to connect.
    static TransportLimits limits() {
        TransportLimits usual = TransportLimits.DEFAULTS;
        return new TransportLimits(
                usual.sip(),
                usual.connections(),
                usual.connectionsPerAddress(),
                usual.idleMs(),
                usual.partialMessageMs(),
                500,
                usual.pendingBytes(),
                usual.udpPendingBytes(),
                usual.lingerMs(),
                usual.lingerBytes(),
                usual.loopQueue());
    }

    @Test
    void whoDoesNotAcceptIsNotWaitedForLong() throws Exception {
        BlockingQueue<ClientOutcome> outcomes = new LinkedBlockingQueue<>();
        OutgoingRequest request =
                OutgoingRequest.builder(SipMethod.MESSAGE, "sip:b@example.com")
                        .from("<sip:a@example.com>", "f")
                        .to("<sip:b@example.com>")
                        .callId("c")
                        .cSeq(1)
                        .body("text/plain", "x".getBytes(StandardCharsets.US_ASCII))
                        .build();
        try (SipStack client =
                        SipStack.start(
                                SipStackConfig.of(
                                        new TransportConfig(
                                                List.of(), 1, Optional.empty(), limits(), true),
                                        Set.of()),
                                (tx, _) -> tx.respond(405),
                                SipEvents.NONE,
                                (_, done) -> done.accept(new Resolution.NotFound("no DNS here")));
                var full = new FullListener()) {
            client.send(
                    request, new Target.ToAddress(SipTransport.TCP, full.address()), outcomes::add);
            assertThat(outcomes.poll(10, TimeUnit.SECONDS))
                    .isInstanceOf(ClientOutcome.TransportFailed.class);
            assertThat(client.connectionCount()).isZero();
        }
    }
}
