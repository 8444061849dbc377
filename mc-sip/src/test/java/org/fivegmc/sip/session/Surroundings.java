package org.fivegmc.sip.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.fivegmc.msrp.session.MsrpEvents;
import org.fivegmc.msrp.transport.EndpointConfig;
import org.fivegmc.msrp.transport.EndpointLimits;
import org.fivegmc.msrp.transport.MsrpEndpoint;
import org.fivegmc.msrp.transport.MsrpIdentity;
import org.fivegmc.sip.Roles;
import org.fivegmc.sip.dialog.DialogSettings;
import org.fivegmc.sip.identity.TrustedPeers;
import org.fivegmc.sip.resolve.Resolution;
import org.fivegmc.wire.sdp.LocalPoint;
import org.fivegmc.wire.sdp.MsrpTransport;

/// What sessions need around them.
final class Surroundings {
    private Surroundings() {}

    /// Listens nowhere: whoever is waited for does not come.
    static MsrpEndpoint endpoint(EndpointLimits limits) {
        return MsrpEndpoint.start(
                new EndpointConfig(
                        List.of(),
                        MsrpIdentity.selfSigned("test", Instant.now(), Duration.ofDays(1)),
                        1,
                        false,
                        limits),
                MsrpEvents.NONE);
    }

    static SessionSettings settings(long idleMs) {
        return settings(idleMs, SessionSettings.Design.NETWORK);
    }

    static SessionSettings settings(long idleMs, SessionSettings.Design design) {
        return new SessionSettings(
                Roles.NUMBERS,
                TrustedPeers.NONE,
                TrustedPeers.NONE,
                "sip:5gmc.ims.example:5060",
                DialogSettings.of("5gmc.ims.example"),
                List.of(new LocalPoint(MsrpTransport.TCP, "127.0.0.1", 2855, List.of())),
                design,
                SessionSettings.Deferred.SENDER,
                1 << 20,
                1 << 20,
                60_000,
                1_300,
                1 << 20,
                10_000,
                20_000,
                idleMs,
                1_000);
    }

    /// Where no name is known.
    static Media media(SessionSettings settings, MsrpEndpoint endpoint) {
        return new Media(
                settings,
                endpoint,
                (_, done) -> done.accept(new Resolution.NotFound("nobody asks")));
    }
}
