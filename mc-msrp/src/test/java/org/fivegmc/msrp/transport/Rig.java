package org.fivegmc.msrp.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.fivegmc.msrp.codec.MsrpLimits;
import org.fivegmc.msrp.session.SessionLimits;
import org.fivegmc.msrp.session.SessionOwner;
import org.fivegmc.wire.sdp.Fingerprint;
import org.fivegmc.wire.uri.MsrpUri;

/// An endpoint with a TCP and a TLS listener on 127.0.0.1.
final class Rig implements AutoCloseable {
    final CountingEvents events = new CountingEvents();
    final MsrpEndpoint endpoint;

    Rig(EndpointLimits limits, boolean listens, boolean epoll) {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        endpoint =
                MsrpEndpoint.start(
                        new EndpointConfig(
                                listens
                                        ? List.of(
                                                new EndpointConfig.Listener(any, false),
                                                new EndpointConfig.Listener(any, true))
                                        : List.of(),
                                MsrpIdentity.selfSigned(
                                        listens ? "server" : "client",
                                        Instant.now(),
                                        Duration.ofDays(30)),
                                1,
                                epoll,
                                limits),
                        events);
    }

    static Rig server(EndpointLimits limits) {
        return new Rig(limits, true, true);
    }

    static Rig client(EndpointLimits limits) {
        return new Rig(limits, false, false);
    }

    InetSocketAddress at(boolean secure) {
        return endpoint.listeners().get(secure ? 1 : 0).bind();
    }

    static MsrpUri uri(String id, boolean secure) {
        return MsrpUri.of(secure, "127.0.0.1", 9, id);
    }

    /// What the server expects of a client of that session-id.
    SessionHandle expect(String id, boolean secure, SessionOwner owner, List<Fingerprint> prints) {
        return endpoint.expect(
                        new SessionSpec(
                                uri(id, secure),
                                List.of(uri("c" + id, secure)),
                                secure,
                                prints,
                                owner))
                .orElseThrow();
    }

    SessionHandle connect(
            Rig server, String id, boolean secure, SessionOwner owner, List<Fingerprint> prints) {
        return endpoint.connect(
                        new SessionSpec(
                                uri("c" + id, secure),
                                List.of(uri(id, secure)),
                                secure,
                                prints,
                                owner),
                        server.at(secure))
                .orElseThrow();
    }

    /// Times short enough for tests: unmatched 400 ms, bind 2 s, idle 1.5 s, stalled 700 ms or with
    /// less than 200 octets.
    static EndpointLimits limits(SessionLimits session, int connections, int unmatched) {
        return new EndpointLimits(
                MsrpLimits.DEFAULTS,
                session,
                connections,
                unmatched,
                3,
                2,
                400,
                1_000,
                2_000,
                1_500,
                700,
                200,
                0,
                65_536);
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
