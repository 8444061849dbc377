package org.fivegmc.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.fivegmc.sip.exchange.Refusals;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.subscriber.Credentials;
import org.fivegmc.sip.auth.AkaVectorSource;
import org.fivegmc.sip.auth.Authenticator;
import org.fivegmc.sip.codec.JainSip;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.dialog.DialogRequests;
import org.fivegmc.sip.dialog.DialogSettings;
import org.fivegmc.sip.dialog.Dialogs;
import org.fivegmc.sip.dialog.IncomingInvite;
import org.fivegmc.sip.dialog.InviteListener;
import org.fivegmc.sip.dialog.SessionEnd;
import org.fivegmc.sip.identity.TrustedPeers;
import org.fivegmc.sip.resolve.Resolution;
import org.fivegmc.sip.transaction.SipStackConfig;
import org.fivegmc.sip.transport.ListenerConfig;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.SipTransport;
import org.fivegmc.sip.transport.TransportConfig;
import org.fivegmc.wire.digest.DigestAlgorithm;
import org.fivegmc.wire.digest.DigestCredentials;
import org.fivegmc.wire.digest.DigestResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may ask, over real sockets of 127.0.0.1 and with a center that runs.
@SuppressWarnings("AddressSelection") // numeric addresses
class SipEdgeTest {

    /// For what must happen, on a machine that is busy.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String ADVERTISED = "mc.ims.example:5070";

    private final Roles roles = new Roles();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<SipService> services = new ArrayList<>();
    private DialogRequests sessions = DialogRequests.NONE;

    /// @param trusted networks of the trust domain
    private SipPeer serve(String... trusted) throws IOException {
        var service =
                new SipService(
                        new SipService.Settings(
                                Roles.NUMBERS,
                                TrustedPeers.of(List.of(trusted)),
                                new Authenticator.Settings(
                                        "ims.example",
                                        List.of(DigestAlgorithm.MD5),
                                        60_000,
                                        AkaVectorSource.NONE),
                                Roles.POLICY,
                                "mc.ims.example",
                                "sip:mc.ims.example",
                                10_000,
                                Long.MAX_VALUE),
                        roles.steps.clock);
        open.add(service);
        services.add(service);
        MessageCenter center = roles.steps.center();
        var tcp = freePort();
        service.start(
                center,
                SipStackConfig.of(
                        TransportConfig.of(
                                new ListenerConfig(
                                        SipTransport.UDP,
                                        new InetSocketAddress("127.0.0.1", 0),
                                        ADVERTISED),
                                ListenerConfig.of(SipTransport.TCP, "127.0.0.1", tcp)),
                        Set.copyOf(SipService.sessionOptions())),
                SipEvents.NONE,
                (_, done) -> done.accept(new Resolution.NotFound("no names here")),
                () -> true,
                sessions);
        var peer = new SipPeer(tcp);
        open.add(peer);
        return peer;
    }

    private static int freePort() throws IOException {
        try (var socket = new java.net.ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    /// One TCP connection that sends requests and reads the status of the answer.
    private final class SipPeer implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader in;
        private final int port;
        private final List<String> answer = new ArrayList<>();

        SipPeer(int port) throws IOException {
            this.port = port;
            this.socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(5_000);
            this.in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        /// Registers user number `last` with Digest, behind whatever `more` says.
        int register(String last, String more) throws IOException {
            String user = "sip:+861380000000" + last + "@ims.example";
            String head = "From: <" + user + ">;tag=r\nContact: <sip:a@192.0.2.1>\n" + more;
            assertThat(send("REGISTER", user, head)).isEqualTo(401);
            String asked =
                    answer.stream()
                            .filter(line -> line.startsWith("WWW-Authenticate"))
                            .findFirst()
                            .orElseThrow();
            int from = asked.indexOf("nonce=\"") + 7;
            String nonce = asked.substring(from, asked.indexOf('"', from));
            var unsigned =
                    new DigestCredentials(
                            "u",
                            "ims.example",
                            nonce,
                            user,
                            "",
                            "MD5",
                            "auth",
                            "00000001",
                            "c",
                            "",
                            "");
            String ha1 =
                    DigestResponse.ha1(
                            DigestAlgorithm.MD5,
                            "u",
                            "ims.example",
                            "secret".getBytes(StandardCharsets.UTF_8));
            var signed =
                    new DigestCredentials(
                            "u",
                            "ims.example",
                            nonce,
                            user,
                            DigestResponse.compute(DigestAlgorithm.MD5, ha1, "REGISTER", unsigned),
                            "MD5",
                            "auth",
                            "00000001",
                            "c",
                            "",
                            "");
            return send("REGISTER", user, head + "Authorization: " + signed.text() + "\n");
        }

        int ask(String method, String headers) throws IOException {
            return send(method, "sip:+8613800000002@ims.example", headers);
        }

        private int send(String method, String uri, String headers) throws IOException {
            String id = UUID.randomUUID().toString();
            String text =
                    """
                    %s %s SIP/2.0
                    Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK%s
                    %sMax-Forwards: 70
                    To: <%s>
                    Call-ID: %s
                    CSeq: 1 %s
                    Content-Type: text/plain
                    Content-Length: 2

                    hi\
                    """
                            .formatted(method, uri, id, headers, uri, id, method)
                            .replace("\n", "\r\n");
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> {
                        roles.steps.settle();
                        return in.ready();
                    });
            // no answer here has a body
            answer.clear();
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                answer.add(line);
            }
            JainSip.parse(
                    (String.join("\r\n", answer) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            return Integer.parseInt(answer.getFirst().substring(8, 11));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static final String FROM = "From: <sip:+8613800000001@ims.example>;tag=a\n";
    private static final String ASSERTED =
            "P-Asserted-Identity: <sip:+8613800000001@ims.example>\n";

    @Test
    @Tag("RFC3325-5")
    void identitiesAreBelievedFromTrustedPeersOnly() throws IOException {
        roles.provision(Roles.BOB, Credentials.NONE);
        assertThat(serve().ask("MESSAGE", FROM + ASSERTED)).isEqualTo(401);
        SipPeer trusted = serve("127.0.0.0/8");
        assertThat(trusted.ask("MESSAGE", FROM + ASSERTED)).isEqualTo(202);
        assertThat(trusted.ask("MESSAGE", FROM)).isEqualTo(202);
        assertThat(
                        trusted.ask(
                                "MESSAGE",
                                FROM + "P-Asserted-Identity: <sip:anonymous@anonymous.invalid>\n"))
                .isEqualTo(403);
    }

    /// Another network's message for a user served here: the S-CSCF puts this server into Route and
    /// itself behind, and P-Served-User names the recipient.
    @Test
    @Tag("TS24229-5.4.3.3")
    void requestsOfTheTerminatingSideAreTaken() throws IOException {
        roles.provision(Roles.BOB, Credentials.NONE);
        String served =
                """
                Route: <sip:mc.ims.example:5070;lr>, <sip:scscf1.ims.example:6060;lr>
                P-Served-User: <sip:+8613800000002@ims.example>;sescase=term;regstate=unreg
                """;
        String foreign = "From: <tel:+8613900000077>;tag=a\n";
        SipPeer scscf = serve("127.0.0.1");
        assertThat(
                        scscf.ask(
                                "MESSAGE",
                                served + foreign + "P-Asserted-Identity: <tel:+8613900000077>\n"))
                .isEqualTo(202);
        assertThat(scscf.ask("MESSAGE", served + foreign)).as("nobody asserted").isEqualTo(202);
        assertThat(serve().ask("MESSAGE", served + foreign)).as("not trusted").isEqualTo(401);
    }

    @Test
    void whoClaimsNoNumberIsForbidden() throws IOException {
        assertThat(serve().ask("MESSAGE", "From: <sip:anonymous@anonymous.invalid>;tag=a\n"))
                .isEqualTo(403);
    }

    @Test
    @Tag("RFC3261-8.2.1")
    void otherMethodsAreNotAllowed() throws IOException {
        assertThat(serve("127.0.0.1").ask("PUBLISH", FROM + ASSERTED)).isEqualTo(405);
    }

    /// Who calls is settled as for messages; what belongs to a dialog is not asked who it is.
    @Test
    void sessionsAreServedWhenPluggedIn() throws IOException {
        String call = FROM + "Contact: <sip:a@192.0.2.1>\n";
        SipPeer without = serve("127.0.0.1");
        for (String method : List.of("INVITE", "BYE", "UPDATE")) {
            assertThat(without.ask(method, call)).isEqualTo(405);
            assertThat(without.answer).contains("Allow: MESSAGE, OPTIONS, REGISTER");
        }
        List<UserAddress> callers = new CopyOnWriteArrayList<>();
        sessions =
                new Dialogs(
                        DialogSettings.of("mc.ims.example"),
                        new InviteListener() {
                            @Override
                            public void onInvite(IncomingInvite invite) {
                                callers.add(invite.caller());
                                invite.refuse(SipReply.of(603));
                            }

                            @Override
                            public void onWithdrawn(IncomingInvite invite, SessionEnd end) {}
                        });
        SipPeer trusted = serve("127.0.0.1");
        assertThat(trusted.ask("INVITE", call + ASSERTED)).isEqualTo(603);
        assertThat(callers).containsExactly(Roles.ALICE);
        assertThat(trusted.ask("BYE", call)).isEqualTo(481);
        assertThat(trusted.ask("UPDATE", call)).isEqualTo(481);
        assertThat(trusted.ask("INVITE", call + "Require: 100rel\n")).isEqualTo(420);
        assertThat(trusted.ask("PRACK", call)).isEqualTo(405);
        assertThat(trusted.answer)
                .contains("Allow: MESSAGE, OPTIONS, REGISTER, INVITE, ACK, CANCEL, BYE, UPDATE");
        sessions = new Dialogs(DialogSettings.of("mc.ims.example"), NOBODY);
        assertThat(serve().ask("INVITE", call)).isEqualTo(401);
    }

    private static final InviteListener NOBODY =
            new InviteListener() {
                @Override
                public void onInvite(IncomingInvite invite) {
                    throw new AssertionError("not asked who it is");
                }

                @Override
                public void onWithdrawn(IncomingInvite invite, SessionEnd end) {}
            };

    /// What left by the UDP listener, under the name it advertises, and by the TCP listener.
    @Test
    void whatComesBackIsALoopByWhateverTransport() throws IOException {
        SipPeer trusted = serve("127.0.0.1");
        for (String via :
                List.of(
                        "SIP/2.0/UDP " + ADVERTISED,
                        "SIP / 2.0 / UDP MC.ims.example : 5070",
                        "SIP/2.0/TCP 127.0.0.1:" + trusted.port)) {
            assertThat(
                            trusted.ask(
                                    "MESSAGE",
                                    "Via: " + via + ";branch=z9hG4bKx\n" + FROM + ASSERTED))
                    .as(via)
                    .isEqualTo(482);
        }
        roles.provision(Roles.BOB, Credentials.NONE);
        assertThat(
                        trusted.ask(
                                "MESSAGE",
                                "Via: SIP/2.0/UDP mc.ims.example:5071;branch=z9hG4bKx\n"
                                        + FROM
                                        + ASSERTED))
                .isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource({
        "UDP, mc.example, 'SIP/2.0/UDP mc.example', true",
        "UDP, mc.example, 'SIP/2.0/TCP mc.example:5060', true",
        "TLS, mc.example, 'SIP/2.0/TLS mc.example', true",
        "TLS, mc.example, 'SIP/2.0/UDP mc.example', false",
        "UDP, '[2001:db8::1]', 'SIP/2.0/UDP [2001:DB8::1]:5060', true",
        "UDP, '', 'SIP/2.0/UDP 127.0.0.9:5080', true",
        "UDP, '', 'SIP/2.0/UDP 127.0.0.9', false"
    })
    void sentByIsComparedWithDefaultPorts(
            SipTransport transport, String advertised, String via, boolean own) {
        var listener =
                new ListenerConfig(transport, new InetSocketAddress("127.0.0.9", 5080), advertised);
        SipRequest request =
                Roles.arrive(
                                """
                                MESSAGE tel:+8613800000002 SIP/2.0
                                Via: %s;branch=z9hG4bKx
                                From: <sip:+8613800000001@ims.example>;tag=a
                                To: <tel:+8613800000002>
                                Call-ID: m-1
                                CSeq: 1 MESSAGE
                                """
                                        .formatted(via))
                        .request();
        assertThat(OwnAddresses.of(List.of(listener)).sent(request)).isEqualTo(own);
        assertThat(OwnAddresses.NONE.sent(request)).isFalse();
    }

    @Test
    void aListenerForAllAddressesIsEachOfThem() {
        var listener =
                new ListenerConfig(SipTransport.UDP, new InetSocketAddress("0.0.0.0", 5080), "");
        assertThat(OwnAddresses.of(List.of(listener)).sentBys()).contains("127.0.0.1:5080");
    }

    @Test
    void warningsRepeatWhatPeersWroteWithoutHarm() {
        String text = "a\"b\\c\r\nX: y\u0000" + "z".repeat(1_000);
        Roles.Arrived in =
                Roles.arrive(
                        """
                        OPTIONS tel:+8613800000002 SIP/2.0
                        From: <sip:+8613800000001@ims.example>;tag=a
                        To: <tel:+8613800000002>
                        Call-ID: m-1
                        CSeq: 1 OPTIONS
                        """);
        in.reply(Refusals.warning(400, text));
        assertThat(in.fields("Warning"))
                .singleElement()
                .asString()
                .startsWith("399 5gmc \"a'b'c??X: y?zzz")
                .hasSize("399 5gmc \"\"".length() + Refusals.WARNING_MAX);
        assertThat(in.fields("X")).isEmpty();
    }

    /// A REGISTER with Digest over a connection of its own, and one a proxy has passed on.
    @ParameterizedTest
    @CsvSource({"'', 202", "'Via: SIP/2.0/TCP 192.0.2.7;branch=z9hG4bKp\n', 401"})
    void aConnectionProvesWhoRegisteredStraightOverIt(String via, int expected) throws IOException {
        roles.provision(Roles.ALICE, new Credentials.Password("secret"));
        roles.provision(Roles.BOB, new Credentials.Password("secret"));
        SipPeer peer = serve();
        assertThat(peer.ask("MESSAGE", FROM)).isEqualTo(401);
        assertThat(peer.register("1", via)).isEqualTo(200);
        assertThat(peer.ask("MESSAGE", FROM)).isEqualTo(expected);
        assertThat(peer.register("2", via)).isEqualTo(200);
        assertThat(peer.ask("MESSAGE", FROM)).as("two users, one connection").isEqualTo(401);
    }

    @Test
    void theProofEndsWithTheRegistrationAndWithTheAccount() throws IOException {
        roles.provision(Roles.ALICE, new Credentials.Password("secret"));
        roles.provision(Roles.BOB, Credentials.NONE);
        SipPeer peer = serve();
        assertThat(peer.register("1", "")).isEqualTo(200);
        assertThat(peer.ask("MESSAGE", FROM)).isEqualTo(202);
        services.getLast().accountChanged(Roles.ALICE);
        assertThat(peer.ask("MESSAGE", FROM)).isEqualTo(401);
        assertThat(peer.register("1", "")).isEqualTo(200);
        assertThat(peer.ask("MESSAGE", FROM)).isEqualTo(202);
        roles.steps.clock.advance(600_000);
        assertThat(peer.ask("MESSAGE", FROM)).isEqualTo(401);
    }
}
