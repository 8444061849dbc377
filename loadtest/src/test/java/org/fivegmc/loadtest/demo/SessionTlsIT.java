package org.fivegmc.loadtest.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.NONE;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;
import static org.fivegmc.loadtest.demo.PackagedServer.random;
import static org.fivegmc.loadtest.demo.PackagedServer.sha256;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.fivegmc.loadtest.handset.ChatOptions;
import org.fivegmc.loadtest.handset.ChatOptions.Setup;
import org.fivegmc.loadtest.handset.ChatOutcome;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.LargeSent;
import org.fivegmc.loadtest.handset.Mode;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.Sent;
import org.fivegmc.loadtest.handset.Wording;
import org.fivegmc.loadtest.msrp.Content;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// MSRP over TLS alone: the certificates are those whose fingerprints stand in the descriptions,
/// whoever connects, and wherever the descriptions say that is.
@Timeout(60)
@Tag("RFC8122-6")
@SuppressWarnings("NullAway.Init") // before each
class SessionTlsIT {
    private static final String ANOTHER =
            "SHA-256 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:"
                    + "19:E5:7C:AB:3F:4B:65:2E:7D:46:3F:54:42:CD:54:F1";

    /// Where nobody is, and where a server of the operator may be.
    private static final String ELSEWHERE = "127.66.66.66";

    @RegisterExtension
    private static final PackagedServer SERVER =
            new PackagedServer(
                    "MC_MSRP_LISTEN=tls:127.0.0.1:0",
                    "MC_MSRP_RELAYS=127.77.0.0/16",
                    "MC_MSRP_UNDELIVERED=network",
                    "MC_MSRP_DEFERRED_SENDER=sender",
                    "MC_SIP_HOSTS=handset.example=127.0.0.1:9,elsewhere.example=127.66.66.66:9");

    private String from = "";
    private String to = "";
    private Handset a;
    private Handset b;

    @BeforeEach
    void register() {
        from = SERVER.user();
        to = SERVER.user();
        a = SERVER.registered("A", from);
        b = SERVER.registered("B", to);
    }

    private static ChatOptions over(Setup setup) {
        return ChatOptions.DEFAULT.overTls().with(setup);
    }

    private static ReceivedMessage only(Handset handset) {
        return handset.messages().await(1, _ -> true, PATIENCE).getFirst();
    }

    /// Who connects differs: the handsets, or the server, on either side.
    @ParameterizedTest
    @CsvSource({"ACTIVE, ACTIVE", "PASSIVE, ACTIVE", "ACTIVE, PASSIVE", "ACTPASS, PASSIVE"})
    @Tag("RFC6135")
    void bothWays(Setup calling, Setup called) {
        b.answerLike(over(called));
        ChatOutcome outcome = a.openChat(to, over(calling));
        ChatSession ours = outcome.chat();
        assertThat(outcome.answer().body())
                .contains("TCP/TLS/MSRP", "a=path:msrps://", "a=fingerprint:SHA-256 ")
                .contains(calling == Setup.PASSIVE ? "a=setup:active" : "a=setup:passive");
        Sent hello = ours.sendText("hello", ALL);
        assertThat(hello.status()).isEqualTo(200);
        assertThat(only(b))
                .returns(Mode.CHAT, ReceivedMessage::mode)
                .returns(hello.imdnId(), ReceivedMessage::imdnId);
        assertThat(b.seen().all().getFirst()).contains("a=fingerprint:SHA-256 ");
        ChatSession theirs = b.chats().await(1, _ -> true, PATIENCE).getFirst();
        assertThat(theirs.sendText("hi", ALL).status()).isEqualTo(200);
        assertThat(ours.received().await(1, _ -> true, PATIENCE).getFirst().text()).isEqualTo("hi");

        byte[] content = random(100_000);
        LargeSent large =
                a.sendLarge(
                        to, Content.of(content), "application/octet-stream", NONE, over(calling));
        assertThat(large.accepted()).isTrue();
        assertThat(b.messages().await(2, _ -> true, PATIENCE).getLast())
                .returns(Mode.LARGE, ReceivedMessage::mode)
                .returns(sha256(content), ReceivedMessage::sha256);
    }

    @ParameterizedTest
    @EnumSource(Setup.class)
    void whoHasAnotherCertificateThanItsFingerprintSaysGetsNoSession(Setup setup) {
        ChatOptions lying = over(setup).with(Wording.PLAIN.withFingerprint(ANOTHER));
        assertThat(a.openChat(to, lying)).isInstanceOf(ChatOutcome.NoMedia.class);
        LargeSent large =
                a.sendLarge(to, Content.of(random(10)), "application/octet-stream", NONE, lying);
        assertThat(large.accepted()).isFalse();
    }

    /// The message waits for a device that is what it says.
    @ParameterizedTest
    @EnumSource(names = {"ACTIVE", "PASSIVE"})
    void nothingIsGivenToAnotherCertificate(Setup setup) {
        b.answerLike(over(setup).with(Wording.PLAIN.withFingerprint(ANOTHER)));
        Sent sent = a.openChat(to, over(Setup.ACTIVE)).chat().sendText("for B", ALL);
        assertThat(sent.status()).isEqualTo(200);
        ChatSession refused = b.chats().await(1, _ -> true, PATIENCE).getFirst();
        assertThat(refused.awaitEnd(PATIENCE)).isPresent();
        assertThat(b.messages().all()).isEmpty();
        b.answerLike(over(setup));
        PackagedServer.register(b);
        assertThat(only(b))
                .returns(Mode.CHAT, ReceivedMessage::mode)
                .returns(sent.imdnId(), ReceivedMessage::imdnId);
    }

    /// As behind a border controller that has changed `c=` and `m=`, and left the path.
    @ParameterizedTest
    @ValueSource(strings = {"127.66.66.66", "nobody.invalid"})
    @Tag("RFC6714-4.2")
    void theConnectionLineCountsWhereBothKnowCema(String pathHost) {
        ChatOptions moved =
                over(Setup.PASSIVE).with(Wording.PLAIN.withPathHost(pathHost).withCema());
        ChatOutcome outcome = a.openChat(to, moved);
        assertThat(outcome.answer().body()).contains("a=msrp-cema");
        b.answerLike(moved);
        Sent sent = outcome.chat().sendText("through a relay", ALL);
        assertThat(sent.status()).isEqualTo(200);
        assertThat(only(b))
                .returns(Mode.CHAT, ReceivedMessage::mode)
                .returns(sent.imdnId(), ReceivedMessage::imdnId);
        assertThat(b.seen().all().getFirst()).contains("a=msrp-cema");
    }

    /// In the connection line where that counts, else in the path.
    @Test
    @Tag("RFC6714-4.2")
    void aNameIsLookedUp() {
        Wording named = Wording.PLAIN.withConnectionHost("handset.example");
        ChatOptions moved = over(Setup.PASSIVE).with(named.withPathHost(ELSEWHERE).withCema());
        ChatOutcome outcome = a.openChat(to, moved);
        b.answerLike(over(Setup.PASSIVE).with(named.withPathHost("handset.example")));
        Sent sent = outcome.chat().sendText("to a name", ALL);
        assertThat(only(b))
                .returns(Mode.CHAT, ReceivedMessage::mode)
                .returns(sent.imdnId(), ReceivedMessage::imdnId);
    }

    /// Nobody can have the server knock at doors that are not its own, by an address or a name; it
    /// will not be otherwise in ten seconds.
    @ParameterizedTest
    @ValueSource(strings = {"127.66.66.66", "elsewhere.example", "nobody.invalid"})
    void nobodyElseIsConnectedTo(String host) {
        Wording elsewhere = Wording.PLAIN.withPathHost(host).withConnectionHost(host);
        ChatOutcome refused = a.openChat(to, over(Setup.PASSIVE).with(elsewhere));
        assertThat(refused.status()).isEqualTo(488);
        assertThat(refused.answer().first("Warning"))
                .hasValueSatisfying(
                        w -> assertThat(w).startsWith("399 ").contains("not connected to"));
        assertThat(refused.answer().first("Retry-After")).isEmpty();

        // a device that says so gets it in another mode
        b.answerLike(over(Setup.PASSIVE).with(elsewhere));
        Sent sent = a.openChat(to, over(Setup.ACTIVE)).chat().sendText("another way", ALL);
        assertThat(only(b))
                .returns(Mode.PAGER, ReceivedMessage::mode)
                .returns(sent.imdnId(), ReceivedMessage::imdnId);
    }

    /// The operator has named where its relays are: one that only passes octets on stands in the
    /// connection line, and the handset behind it in the path.
    @Test
    @Tag("RFC6714-4.2")
    void aRelayOfTheOperatorsIsConnectedTo() throws IOException {
        InetSocketAddress handset = a.msrpAddress(true);
        InetAddress address = InetAddress.ofLiteral("127.77.1.1");
        try (var relay = new ServerSocket(handset.getPort(), 1, address)) {
            Thread.ofVirtual().start(() -> pass(relay, handset));
            Wording relayed =
                    Wording.PLAIN
                            .withPathHost(ELSEWHERE)
                            .withConnectionHost(address.getHostAddress())
                            .withCema();
            ChatOutcome outcome = a.openChat(to, over(Setup.PASSIVE).with(relayed));
            Sent sent = outcome.chat().sendText("through the relay", NONE);
            assertThat(sent.status()).isEqualTo(200);
            assertThat(only(b).imdnId()).isEqualTo(sent.imdnId());
        }
    }

    /// Passes one connection on, both ways, until it ends.
    private static void pass(ServerSocket relay, InetSocketAddress to) {
        try (Socket in = relay.accept();
                var out = new Socket(to.getAddress(), to.getPort())) {
            Thread back = Thread.ofVirtual().start(() -> copy(out, in));
            copy(in, out);
            back.join();
        } catch (IOException _) {
            // the test ends
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException _) {
            // one side is gone, and so will be the other
        }
    }

    @Test
    void withoutTlsThereIsNothingToAgreeOn() {
        ChatOutcome outcome = a.openChat(to, ChatOptions.DEFAULT);
        assertThat(outcome.status()).isEqualTo(488);
        assertThat(outcome.answer().first("Warning"))
                .hasValueSatisfying(w -> assertThat(w).startsWith("302 "));
    }

    /// [SessionFormsIT] has the other one.
    @Test
    @Tag("RCC07-3.2.3")
    void theNetworkSaysThatItCaresForWhatIsNotDelivered() {
        ChatOutcome outcome = a.openChat(to, over(Setup.ACTIVE));
        assertThat(outcome.answer().first("Contact"))
                .hasValueSatisfying(contact ->
                        assertThat(contact)
                                .contains("+g.gsma.rcs.msgfallback")
                                .doesNotContain("msgrevoke"));
    }

    @Test
    @Tag("RCC07-3.2.3")
    void storedMessagesComeFromTheirSenderWhereThatIsSet() {
        String away = SERVER.user();
        Sent sent = a.openChat(away, over(Setup.ACTIVE)).chat().sendText("kept", NONE);
        Handset late = SERVER.registered("C", away);
        ReceivedMessage received = only(late);
        assertThat(received)
                .returns(Mode.CHAT, ReceivedMessage::mode)
                .returns(sent.imdnId(), ReceivedMessage::imdnId);
        assertThat(received.sip().assertedIdentity()).contains(from);
        assertThat(received.sip().from()).contains(from);
        assertThat(received.sip().referredBy()).isEmpty();
        assertThat(late.seen().matching(text -> text.contains("rcse-standfw"))).isEmpty();
    }
}
