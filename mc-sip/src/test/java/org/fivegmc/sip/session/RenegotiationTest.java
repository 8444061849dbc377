package org.fivegmc.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.storage.BodyStore;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.core.subscriber.Origin;
import org.fivegmc.msrp.transport.EndpointLimits;
import org.fivegmc.msrp.transport.MsrpEndpoint;
import org.fivegmc.sip.Roles;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.pager.Envelope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What an offer within a dialog is answered with when it is one that could be agreed on.
class RenegotiationTest {
    private static final EndpointLimits ONE_SESSION =
            new EndpointLimits(
                    EndpointLimits.DEFAULTS.frame(),
                    EndpointLimits.DEFAULTS.session(),
                    10,
                    10,
                    1,
                    1,
                    10_000,
                    5_000,
                    60_000,
                    600_000,
                    30_000,
                    1_024,
                    0,
                    131_072);

    private final SessionSettings settings = Surroundings.settings(60_000);
    private final MsrpEndpoint endpoint = Surroundings.endpoint(ONE_SESSION);
    private final Sessions sessions =
            new Sessions(
                    settings,
                    Surroundings.media(settings, endpoint),
                    BodyStore.NONE,
                    InstantSource.system());

    @AfterEach
    void close() {
        endpoint.close();
    }

    private Leg leg(Predicate<InetAddress> mayConnect) {
        return leg(sessions, mayConnect);
    }

    private static Leg leg(Sessions home, Predicate<InetAddress> mayConnect) {
        return new Leg(
                home,
                SessionKind.CHAT,
                new Talk(Roles.BOB, Roles.ALICE, false),
                new Envelope(Roles.BOB, Roles.ALICE, new byte[0], FallbackOffer.NONE, false),
                new DeviceId("urn:phone"),
                Origin.UNKNOWN,
                false,
                mayConnect,
                60_000);
    }

    private SipReply answer(Leg leg, String host, String setup) {
        return answer(sessions, leg, host, setup);
    }

    private static SipReply answer(Sessions home, Leg leg, String host, String setup) {
        String invite =
                """
                INVITE sip:5gmc.ims.example SIP/2.0
                From: <sip:+8613800000002@ims.example>;tag=m1
                To: <tel:+8613800000001>;tag=m2
                Call-ID: m-1
                CSeq: 3 INVITE
                Content-Type: application/sdp

                v=0
                o=- 1 1 IN IP4 %1$s
                s=-
                c=IN IP4 %1$s
                t=0 0
                m=message 2855 TCP/MSRP *
                a=path:msrp://%1$s:2855/s1;tcp
                a=accept-types:message/cpim
                a=accept-wrapped-types:*
                a=setup:%2$s
                a=sendrecv
                """
                        .formatted(host, setup);
        var reply = new CompletableFuture<SipReply>();
        home.renegotiate(leg, SessionKind.CHAT, Roles.arrive(invite).request(), reply::complete);
        return reply.join();
    }

    private static String text(SipReply reply) {
        var written = ByteBuffer.allocate(reply.length());
        reply.writeTo(written);
        return new String(written.array(), StandardCharsets.ISO_8859_1);
    }

    private static String origin(SipReply reply) {
        return text(reply).lines().filter(line -> line.startsWith("o=")).findFirst().orElseThrow();
    }

    /// Where there may be more than one session.
    private Sessions roomy(MsrpEndpoint roomy) {
        return new Sessions(
                settings,
                Surroundings.media(settings, roomy),
                BodyStore.NONE,
                InstantSource.system());
    }

    /// Else it would be the description of another session.
    @Test
    @Tag("RFC3264-8")
    void theNextDescriptionHasTheSameNumberAndTheNextVersion() {
        try (MsrpEndpoint several = Surroundings.endpoint(EndpointLimits.DEFAULTS)) {
            Sessions here = roomy(several);
            Leg leg = leg(here, _ -> true);
            String origin = "o=- " + leg.number() + " ";
            assertThat(origin(answer(here, leg, "192.0.2.1", "active")))
                    .startsWith(origin + "2 IN ");
            assertThat(answer(here, leg, "192.0.2.1", "holdconn").status()).isEqualTo(488);
            assertThat(origin(answer(here, leg, "192.0.2.2", "active")))
                    .as("what was refused does not count")
                    .startsWith(origin + "3 IN ");
            assertThat(leg(here, _ -> true).number()).isNotEqualTo(leg.number());
        }
    }

    /// What was agreed on before is over, and that is no loss.
    @Test
    @Tag("RFC4975-8.4")
    void theMediaOfBeforeEndAndTheSessionDoesNot() {
        try (MsrpEndpoint several = Surroundings.endpoint(EndpointLimits.DEFAULTS)) {
            Sessions here = roomy(several);
            Leg leg = leg(here, _ -> true);
            for (int i = 1; i <= 3; i++) {
                assertThat(answer(here, leg, "192.0.2." + i, "active").status()).isEqualTo(200);
                assertThat(several.sessionCount()).isEqualTo(1);
                assertThat(leg.isOver()).isFalse();
            }
        }
    }

    /// It will not do later either, whoever else has hung up by then.
    @Test
    @Tag("RFC3261-21.4.26")
    void whoWantsAConnectionToSomewhereElseIsNotToldToComeAgain() {
        SipReply elsewhere = answer(leg(_ -> false), "192.0.2.1", "passive");
        assertThat(elsewhere.status()).isEqualTo(488);
        assertThat(text(elsewhere)).doesNotContain("Retry-After");
        assertThat(answer(leg(_ -> true), "handset.example", "passive").status())
                .as("a name that nobody knows")
                .isEqualTo(488);
        assertThat(endpoint.sessionCount()).isZero();
    }

    @Test
    void whoComesWhenThereAreTooManyIs() {
        assertThat(answer(leg(_ -> true), "192.0.2.1", "active").status()).isEqualTo(200);
        SipReply full = answer(leg(_ -> true), "192.0.2.1", "active");
        assertThat(full.status()).isEqualTo(503);
        assertThat(text(full)).contains("Retry-After: 10");
    }
}
