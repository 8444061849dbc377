package org.fivegmc.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.sip.Forgotten.assertForgotten;

import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.resolve.Hop;
import org.fivegmc.sip.resolve.HopResolver;
import org.fivegmc.sip.resolve.Resolution;
import org.fivegmc.sip.transport.ListenerConfig;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.SipTransport;
import org.fivegmc.sip.transport.TransportConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An INVITE on its way to several addresses, between two stacks.
class AttemptTest {
    private final List<SipStack> stacks = new ArrayList<>();
    private final BlockingQueue<ClientOutcome> outcomes = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> further = new LinkedBlockingQueue<>();
    private final ResponseListener listener =
            new ResponseListener() {
                @Override
                public void onOutcome(ClientOutcome outcome) {
                    outcomes.add(outcome);
                }

                @Override
                public void onFurther2xx(SipResponse response) {
                    further.add(response.status());
                }
            };

    @AfterEach
    void close() {
        stacks.forEach(SipStack::close);
    }

    private SipStack stack(int answer, HopResolver resolver) {
        SipStack stack =
                SipStack.start(
                        SipStackConfig.of(
                                TransportConfig.of(
                                        ListenerConfig.of(SipTransport.UDP, "127.0.0.1", 0)),
                                Set.of()),
                        (tx, _) -> tx.respond(answer),
                        SipEvents.NONE,
                        resolver);
        stacks.add(stack);
        return stack;
    }

    private InetSocketAddress peer(int answer) {
        return stack(answer, (_, done) -> done.accept(new Resolution.NotFound("no DNS here")))
                .listeners()
                .getFirst()
                .bind();
    }

    /// What of an INVITE under way is worth forgetting.
    private record Sent(
            SentRequest handle,
            WeakReference<OutgoingRequest> request,
            WeakReference<List<Hop>> hops) {}

    private Sent send(InetSocketAddress... to) {
        List<Hop> hops = new ArrayList<>();
        for (InetSocketAddress address : to) {
            hops.add(new Hop(SipTransport.UDP, address, "127.0.0.1"));
        }
        var resolved = new WeakReference<>(hops);
        SipStack client =
                stack(
                        405,
                        (_, done) ->
                                done.accept(
                                        new Resolution.Found(
                                                Objects.requireNonNull(resolved.get()))));
        OutgoingRequest request =
                OutgoingRequest.builder(SipMethod.INVITE, "sip:b@example.com")
                        .from("<sip:a@example.com>", "f")
                        .to("<sip:b@example.com>")
                        .callId("c")
                        .cSeq(1)
                        .build();
        SentRequest handle = client.send(request, new Target.ToUri("sip:example.com"), listener);
        return new Sent(handle, new WeakReference<>(request), new WeakReference<>(hops));
    }

    /// Repetitions of the 2xx are heard for half a minute (RFC 6026 section 7.2), by which time a
    /// busy server has sent tens of thousands of INVITEs.
    @Test
    void anInviteThatWasAnsweredIsNotKeptAndRepetitionsAreHeard() throws Exception {
        Sent sent = send(peer(503), peer(200));
        assertThat(outcomes.poll(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        ClientOutcome.Response.class,
                        r -> assertThat(r.response().status()).isEqualTo(200));
        assertForgotten(sent.request());
        assertForgotten(sent.hops());
        // nobody acknowledges it here, so it comes again
        assertThat(further.poll(10, TimeUnit.SECONDS)).isEqualTo(200);
        sent.handle().cancel("SIP;cause=200");
        assertThat(further.poll(10, TimeUnit.SECONDS)).isEqualTo(200);
        assertThat(outcomes).isEmpty();
    }
}
