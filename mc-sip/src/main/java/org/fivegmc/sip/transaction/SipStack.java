package org.fivegmc.sip.transaction;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.Uri;
import org.fivegmc.sip.resolve.Hop;
import org.fivegmc.sip.resolve.HopResolver;
import org.fivegmc.sip.resolve.Resolution;
import org.fivegmc.sip.transport.Flow;
import org.fivegmc.sip.transport.ListenerConfig;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.Transports;

/// A SIP stack: listeners, transactions, and requests out.
///
/// ```java
/// SipStack stack = SipStack.start(config, (tx, request) -> tx.respond(202), SipEvents.NONE, resolver);
/// stack.send(request, new Target.ToUri("sip:bob@example.com"), outcome -> { ... });
/// ```
///
/// Handler and listeners are called on event loops and must not block; every method here may be
/// called by any thread.
public final class SipStack implements Transactions, AutoCloseable {
    private final SipStackConfig config;
    private final SipEvents events;
    private final HopResolver resolver;
    private final TcpRefusals refusals;
    private final List<TransactionLayer> layers = new ArrayList<>();
    private final Transports transports;

    private SipStack(
            SipStackConfig config,
            SipRequestHandler handler,
            SipEvents events,
            HopResolver resolver) {
        this.config = config;
        this.events = events;
        this.resolver = resolver;
        LongSupplier clockMs = () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        this.refusals = new TcpRefusals(config.limits(), clockMs);
        KeyHash hash = KeyHash.random(new SecureRandom());
        this.transports =
                Transports.start(
                        config.transport(),
                        events,
                        clockMs,
                        (loop, connector) -> {
                            TransactionLayer layer =
                                    new TransactionLayer(
                                            loop,
                                            config,
                                            hash,
                                            handler,
                                            events,
                                            connector,
                                            this::layerOrNull);
                            layers.add(layer);
                            return layer;
                        });
    }

    /// Binds the listeners and begins to serve.
    ///
    /// @throws org.fivegmc.sip.transport.SipStartException when a listener cannot be bound
    public static SipStack start(
            SipStackConfig config,
            SipRequestHandler handler,
            SipEvents events,
            HopResolver resolver) {
        return new SipStack(config, handler, events, resolver);
    }

    @Override
    public SentRequest send(OutgoingRequest request, Target target, ResponseListener listener) {
        return switch (target) {
            case Target.ByFlow(Flow flow) -> {
                Attempt attempt = new Attempt(this, request, List.of(), listener);
                attempt.by(flow);
                yield attempt;
            }
            case Target.ToAddress(var transport, var address) -> {
                Hop hop = new Hop(transport, address, Transports.host(address.getAddress(), false));
                Attempt attempt = new Attempt(this, request, List.of(hop), listener);
                attempt.advance();
                yield attempt;
            }
            case Target.ToUri(String uri) -> resolveAndSend(request, uri, listener);
        };
    }

    private SentRequest resolveAndSend(
            OutgoingRequest request, String uri, ResponseListener listener) {
        ResolvingAttempt waiting = new ResolvingAttempt();
        resolve(
                uri,
                r -> {
                    switch (r) {
                        case Resolution.Found(List<Hop> hops) -> {
                            Attempt attempt = new Attempt(this, request, hops, listener);
                            waiting.found(attempt);
                            attempt.advance();
                        }
                        case Resolution.NotFound(String reason) ->
                                listener.onOutcome(new ClientOutcome.TransportFailed(reason));
                    }
                });
        return waiting;
    }

    private void resolve(String uri, java.util.function.Consumer<Resolution> done) {
        Uri parsed = Uri.parse(uri);
        if (parsed == null || !parsed.isSip()) {
            done.accept(new Resolution.NotFound("not a SIP URI"));
        } else {
            resolver.resolve(parsed, done);
        }
    }

    @Override
    public void sendAck(OutgoingRequest ack, Target target) {
        switch (target) {
            case Target.ByFlow(Flow flow) -> stateless(ack, flow);
            case Target.ToAddress(var transport, var address) ->
                    stateless(
                            ack,
                            new Hop(
                                    transport,
                                    address,
                                    Transports.host(address.getAddress(), false)));
            case Target.ToUri(String uri) ->
                    resolve(
                            uri,
                            r -> {
                                if (r instanceof Resolution.Found(List<Hop> hops)) {
                                    stateless(ack, hops.getFirst());
                                }
                            });
        }
    }

    private void stateless(OutgoingRequest ack, Hop hop) {
        switch (hop.transport()) {
            case UDP -> {
                Flow flow = transports.udpFlow(transports.loopFor(hop.address()), hop.address());
                if (flow != null) {
                    stateless(ack, flow);
                }
            }
            case TCP, TLS ->
                    transports.connect(
                            hop.transport(),
                            hop.address(),
                            hop.host(),
                            config.limits().inviteMs(),
                            c -> {
                                if (c
                                        instanceof
                                        org.fivegmc.sip.transport.Connecting.Connected(Flow flow)) {
                                    stateless(ack, flow);
                                }
                            });
        }
    }

    private void stateless(OutgoingRequest ack, Flow flow) {
        TransactionLayer layer = layer(flow.loop().index());
        layer.onLoop(() -> {
            // a lost ACK is repaired by the repeated 2xx
            layer.sendStateless(ack, flow);
        });
    }

    @Override
    public int loops() {
        return layers.size();
    }

    @Override
    public LoopClock clock(int loop) {
        return new LayerClock(layer(loop));
    }

    @Override
    public SipTimers timers() {
        return config.timers();
    }

    @Override
    public SipEvents events() {
        return events;
    }

    @Override
    public List<ListenerConfig> listeners() {
        return transports.listeners();
    }

    /// Whether every event loop comes by.
    public boolean isAlive() {
        return transports.isAlive();
    }

    /// Whether every listener is open.
    public boolean isListening() {
        return transports.isListening();
    }

    /// Connections now.
    public int connectionCount() {
        return transports.connectionCount();
    }

    Transports transports() {
        return transports;
    }

    @Override
    public TransactionLimits limits() {
        return config.limits();
    }

    TcpRefusals refusals() {
        return refusals;
    }

    TransactionLayer layer(int loop) {
        return layers.get(loop);
    }

    private @org.jspecify.annotations.Nullable TransactionLayer layerOrNull(int loop) {
        return loop < layers.size() ? layers.get(loop) : null;
    }

    /// Closes every socket and ends the loops. Requests under way hear nothing more.
    @Override
    public void close() {
        transports.close();
        resolver.close();
    }
}
