package org.fivegmc.sip.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What is offered. What is agreed on is played by handsets against the whole server.
class MediaTest {
    private final MsrpEndpoint endpoint =
            MsrpEndpoint.start(
                    new EndpointConfig(
                            List.of(),
                            MsrpIdentity.selfSigned(
                                    "mc.example", Instant.now(), Duration.ofDays(1)),
                            1,
                            false,
                            EndpointLimits.DEFAULTS),
                    MsrpEvents.NONE);

    @AfterEach
    void close() {
        endpoint.close();
    }

    private LocalPoint point(MsrpTransport transport) {
        return new LocalPoint(
                transport,
                "192.0.2.1",
                2_855,
                transport == MsrpTransport.TLS ? List.of(endpoint.fingerprint()) : List.of());
    }

    private String offer(boolean secure, MsrpTransport... listening) {
        var settings =
                new SessionSettings(
                        Roles.NUMBERS,
                        TrustedPeers.NONE,
                        TrustedPeers.NONE,
                        "sip:mc.example",
                        DialogSettings.of("mc.example"),
                        Stream.of(listening).map(this::point).toList(),
                        SessionSettings.Design.CLIENT,
                        SessionSettings.Deferred.STORE_AND_FORWARD,
                        1_000_000,
                        1_000_000,
                        1,
                        1_300,
                        1_000_000,
                        1,
                        2,
                        1,
                        1);
        var media =
                new Media(
                        settings,
                        endpoint,
                        (_, done) -> done.accept(new Resolution.NotFound("nobody asks")));
        return new String(media.offer(SessionKind.CHAT, secure, 1_000, 1).sdp(), UTF_8);
    }

    @Test
    @Tag("RFC8122-5")
    void whoSpeaksTlsIsOfferedTlsWithOurFingerprint() {
        for (String offer :
                List.of(
                        offer(true, MsrpTransport.TCP, MsrpTransport.TLS),
                        offer(true, MsrpTransport.TLS),
                        offer(false, MsrpTransport.TLS))) {
            assertThat(offer)
                    .contains(
                            "m=message 2855 TCP/TLS/MSRP *\r\n",
                            "a=path:msrps://192.0.2.1:2855/",
                            "a=fingerprint:" + endpoint.fingerprint().text() + "\r\n");
        }
    }

    @Test
    void othersAreOfferedTcpWhereThereIsAny() {
        for (String offer :
                List.of(
                        offer(false, MsrpTransport.TLS, MsrpTransport.TCP),
                        offer(true, MsrpTransport.TCP))) {
            assertThat(offer)
                    .contains("m=message 2855 TCP/MSRP *\r\n", "a=path:msrp://192.0.2.1:2855/")
                    .doesNotContain("a=fingerprint");
        }
    }

    @Test
    @Tag("RFC6135")
    @Tag("RFC6714-4.2")
    void theOtherSideMayConnectOrNotAndBeMoved() {
        assertThat(offer(false, MsrpTransport.TCP))
                .contains("a=setup:actpass\r\n", "a=msrp-cema\r\n");
    }
}
