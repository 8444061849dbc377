package org.fivegmc.server.wiring;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.channel.RcsChannel;
import org.fivegmc.core.storage.BodyStore;
import org.fivegmc.msrp.session.SessionLimits;
import org.fivegmc.msrp.transport.EndpointConfig;
import org.fivegmc.msrp.transport.EndpointLimits;
import org.fivegmc.msrp.transport.EndpointStartException;
import org.fivegmc.msrp.transport.MsrpEndpoint;
import org.fivegmc.msrp.transport.MsrpIdentity;
import org.fivegmc.server.config.ListenAddress;
import org.fivegmc.server.config.MsrpConfig;
import org.fivegmc.server.config.ServerConfig;
import org.fivegmc.server.metrics.MetricCatalogue;
import org.fivegmc.server.metrics.Metrics;
import org.fivegmc.server.observe.MsrpMeters;
import org.fivegmc.sip.dialog.DialogLimits;
import org.fivegmc.sip.dialog.DialogRequests;
import org.fivegmc.sip.dialog.DialogSettings;
import org.fivegmc.sip.dialog.SessionTimerSettings;
import org.fivegmc.sip.identity.TrustedPeers;
import org.fivegmc.sip.resolve.HopResolver;
import org.fivegmc.sip.session.SessionService;
import org.fivegmc.sip.session.SessionSettings;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.wire.sdp.LocalPoint;
import org.fivegmc.wire.sdp.MsrpTransport;

/// Sessions, if MSRP is listened for, in the words of the configuration.
final class SessionServices implements AutoCloseable {

    private static final long BYE_SECONDS = 2;
    private static final Duration CERTIFICATE_LIFE = Duration.ofDays(3650);

    /// Two ends of each session may be connections of their own.
    private static final int CONNECTIONS_EACH = 2;

    private final MsrpEndpoint endpoint;
    private final SessionService service;

    private SessionServices(MsrpEndpoint endpoint, SessionService service) {
        this.endpoint = endpoint;
        this.service = service;
    }

    /// Opens what MSRP is listened on.
    ///
    /// @param pager how a message reaches a device without a session
    /// @param names finds the addresses of handsets that want to be connected to
    static Optional<SessionServices> open(
            ServerConfig config,
            RcsChannel pager,
            BodyStore bodies,
            HopResolver names,
            Metrics metrics,
            SipEvents events,
            InstantSource clock) {
        MsrpConfig msrp = config.msrp();
        MsrpMeters meters = new MsrpMeters(metrics);
        if (!msrp.isServed()) {
            metrics.gauge(MetricCatalogue.SIP_SESSIONS, () -> 0);
            metrics.gauge(MetricCatalogue.MSRP_CONNECTIONS, () -> 0);
            metrics.gauge(MetricCatalogue.MSRP_RECEIVING, () -> 0);
            return Optional.empty();
        }
        MsrpIdentity identity =
                MsrpIdentity.selfSigned(
                        config.identity().homeDomain(), clock.instant(), CERTIFICATE_LIFE);
        MsrpEndpoint endpoint;
        try {
            endpoint = MsrpEndpoint.start(endpoint(msrp, identity), meters);
        } catch (EndpointStartException e) {
            throw new ServerLifecycle.StartException("msrp.listen: " + e.getMessage(), e);
        }
        var service =
                new SessionService(
                        settings(config, points(msrp, endpoint)),
                        endpoint,
                        pager,
                        bodies,
                        names,
                        clock,
                        events);
        metrics.gauge(MetricCatalogue.SIP_SESSIONS, service::count);
        metrics.gauge(MetricCatalogue.MSRP_CONNECTIONS, endpoint::connectionCount);
        metrics.gauge(MetricCatalogue.MSRP_RECEIVING, service::gathered);
        return Optional.of(new SessionServices(endpoint, service));
    }

    private static EndpointConfig endpoint(MsrpConfig msrp, MsrpIdentity identity) {
        EndpointLimits limits = EndpointLimits.DEFAULTS;
        SessionLimits session = limits.session();
        return new EndpointConfig(
                msrp.listen().stream()
                        .map(listen ->
                                new EndpointConfig.Listener(
                                        new InetSocketAddress(
                                                listen.address().host(), listen.address().port()),
                                        listen.transport() == ListenAddress.Transport.TLS))
                        .toList(),
                identity,
                Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8),
                true,
                new EndpointLimits(
                        limits.frame(),
                        new SessionLimits(
                                Math.max(msrp.maxMessageSize(), msrp.largestStandalone()),
                                session.openMessages(),
                                session.ranges(),
                                session.undurable(),
                                session.queued(),
                                session.window(),
                                session.chunkOctets(),
                                session.awaitedReports(),
                                session.answerMs(),
                                session.messageIdleMs(),
                                session.progressOctets()),
                        msrp.maxSessions() * CONNECTIONS_EACH,
                        limits.unmatched(),
                        msrp.maxSessions() * CONNECTIONS_EACH,
                        limits.sessionsPerConnection(),
                        limits.unmatchedMs(),
                        limits.connectMs(),
                        limits.bindMs(),
                        limits.idleMs(),
                        limits.stalledMs(),
                        limits.progressOctets(),
                        limits.keepAliveMs(),
                        limits.pendingOctets()));
    }

    /// Where handsets connect to, with the ports that were really bound.
    private static List<LocalPoint> points(MsrpConfig msrp, MsrpEndpoint endpoint) {
        var points = new ArrayList<LocalPoint>();
        List<EndpointConfig.Listener> bound = endpoint.listeners();
        for (int i = 0; i < bound.size(); i++) {
            EndpointConfig.Listener listener = bound.get(i);
            String host = msrp.listen().get(i).address().host();
            points.add(
                    new LocalPoint(
                            listener.secure() ? MsrpTransport.TLS : MsrpTransport.TCP,
                            msrp.listen().get(i).address().wildcard()
                                    ? msrp.advertised().orElse(host)
                                    : host,
                            listener.bind().getPort(),
                            listener.secure() ? List.of(endpoint.fingerprint()) : List.of()));
        }
        return points;
    }

    private static SessionSettings settings(ServerConfig config, List<LocalPoint> points) {
        MsrpConfig msrp = config.msrp();
        DialogLimits limits = DialogLimits.DEFAULTS;
        int attemptMs = Math.toIntExact(config.messages().attemptTimeout().toMillis());
        var roles = SipSettings.roles(config);
        return new SessionSettings(
                roles.numbers(),
                roles.trusted(),
                TrustedPeers.of(msrp.relays().stream().map(Object::toString).toList()),
                roles.ownContact(),
                new DialogSettings(
                        roles.hostName(),
                        DialogSettings.METHODS + ", MESSAGE, OPTIONS",
                        SessionTimerSettings.DEFAULTS,
                        new DialogLimits(
                                msrp.maxSessions(),
                                msrp.maxSessionsPerUser(),
                                limits.devices(),
                                limits.branches(),
                                limits.answerMs(),
                                limits.offerMs(),
                                limits.offerTries(),
                                limits.retryAfterSeconds())),
                points,
                switch (msrp.undelivered()) {
                    case NETWORK -> SessionSettings.Design.NETWORK;
                    case CLIENT -> SessionSettings.Design.CLIENT;
                },
                switch (msrp.deferredSender()) {
                    case STORE_AND_FORWARD -> SessionSettings.Deferred.STORE_AND_FORWARD;
                    case SENDER -> SessionSettings.Deferred.SENDER;
                },
                msrp.maxMessageSize(),
                msrp.largestStandalone(),
                config.messages().expiry().toMillis(),
                msrp.pagerLimit(),
                msrp.memory(),
                Math.max(1, attemptMs * 3 / 4),
                attemptMs,
                msrp.idleTimeout().toMillis(),
                msrp.linger().toMillis());
    }

    void connect(MessageCenter center) {
        service.connect(center);
    }

    RcsChannel channel() {
        return service.channel();
    }

    DialogRequests requests() {
        return service.requests();
    }

    /// What MSRP is listened on, such as `msrp:127.0.0.1:2855`.
    List<String> endpoints() {
        return endpoint.listeners().stream()
                .map(listener ->
                        (listener.secure() ? "msrps:" : "msrp:")
                                + listener.bind().getAddress().getHostAddress()
                                + ":"
                                + listener.bind().getPort())
                .toList();
    }

    /// Ends every session, and waits a moment for the answers.
    void drain() {
        try {
            service.drain().toCompletableFuture().get(BYE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException _) {
            // peers that do not answer find out by their timers
        }
    }

    int count() {
        return service.count();
    }

    @Override
    public void close() {
        service.close();
        endpoint.close();
    }
}
