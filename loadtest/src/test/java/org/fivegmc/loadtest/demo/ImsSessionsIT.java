package org.fivegmc.loadtest.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;
import static org.fivegmc.loadtest.demo.PackagedServer.random;

import org.awaitility.Awaitility;
import org.fivegmc.loadtest.handset.Answering;
import org.fivegmc.loadtest.handset.ChatEnd;
import org.fivegmc.loadtest.handset.ChatOptions;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.IncomingCall;
import org.fivegmc.loadtest.handset.Mode;
import org.fivegmc.loadtest.handset.Profile;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ReceivedReport;
import org.fivegmc.loadtest.handset.Sent;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Chats and large messages of handsets that know the server only by an S-CSCF: SIP passes
/// Kamailio, which records itself in every dialog, and MSRP goes straight.
@Timeout(120)
@Tag("RCC07-3.2.2")
@Tag("RCC07-3.2.3")
@Tag("TS24229-5.4.3.2")
@Tag("TS24229-5.7.1.2")
class ImsSessionsIT {
    private static final int LARGE_OCTETS = 70_000;

    @RegisterExtension
    @Order(1)
    private static final PackagedServer SERVER =
            new PackagedServer(
                    Scscf.TRUSTED,
                    "MC_SUBSCRIBERS_UNKNOWN=accept",
                    "MC_MESSAGES_ATTEMPT_TIMEOUT=4s",
                    "MC_MESSAGES_RETRY_SCHEDULE=1s",
                    "MC_SIP_T1=60ms");

    @RegisterExtension
    @Order(2)
    private static final Scscf SCSCF = new Scscf(SERVER);

    private final String from = SERVER.user();
    private final String to = SERVER.user();

    private static ReceivedMessage next(Handset handset, int which) {
        return handset.messages().await(which, _ -> true, PATIENCE).get(which - 1);
    }

    private static void isReported(Handset sender, Sent sent, String... statuses) {
        var reports =
                sender.reports()
                        .await(statuses.length, r -> r.about().equals(sent.imdnId()), PATIENCE);
        assertThat(reports).extracting(ReceivedReport::status).containsExactlyInAnyOrder(statuses);
    }

    /// Every request of both dialogs passes the S-CSCF: ACK, re-INVITE, UPDATE, BYE of each side.
    @ParameterizedTest
    @EnumSource
    @Tag("RFC3261-12.2.1.1")
    void twoChatAndEitherEnds(Profile.Transport transport) {
        Handset a = SCSCF.registered("A", from, transport);
        Handset b = SCSCF.registered("B", to, transport);
        ChatSession ours = a.openChat(to).chat();
        Sent hello = ours.sendText("hello", ALL);
        assertThat(hello.status()).isEqualTo(200);
        ReceivedMessage received = next(b, 1);
        assertThat(received)
                .returns(Mode.CHAT, ReceivedMessage::mode)
                .returns("hello", ReceivedMessage::text)
                .returns(hello.imdnId(), ReceivedMessage::imdnId);
        assertThat(received.sip().assertedIdentity()).contains(from);
        assertThat(String.join(" ", received.sip().acceptContact()))
                .contains(b.profile().instance());
        assertThat(b.display(received)).isEqualTo(200);
        isReported(a, hello, "delivered", "displayed");

        ChatSession theirs = b.chats().await(1, _ -> true, PATIENCE).getFirst();
        Sent hi = theirs.sendText("hi", ALL);
        assertThat(hi.status()).isEqualTo(200);
        assertThat(next(a, 1)).returns("hi", ReceivedMessage::text);
        isReported(b, hi, "delivered");

        assertThat(ours.refresh().status()).isEqualTo(200);
        assertThat(ours.reinvite().status()).isEqualTo(200);
        assertThat(theirs.refresh().status()).isEqualTo(200);
        assertThat(theirs.reinvite().status()).isEqualTo(200);

        // B leaves; what A writes then comes in another session, which the server ends with A's
        assertThat(theirs.bye()).isEqualTo(200);
        Sent more = ours.sendText("more", ALL);
        assertThat(more.status()).isEqualTo(200);
        assertThat(next(b, 2)).returns("more", ReceivedMessage::text);
        isReported(a, more, "delivered");
        ChatSession second = b.chats().await(2, _ -> true, PATIENCE).get(1);
        assertThat(ours.bye()).isEqualTo(200);
        assertThat(second.awaitEnd(PATIENCE))
                .hasValueSatisfying(end -> assertThat(end.by()).isEqualTo(ChatEnd.By.THEM));
        assertThat(a.repeated().all()).isEmpty();
        assertThat(b.repeated().all()).isEmpty();

        SCSCF.awaitPassed(ours.callId(), Scscf.Side.HANDSET, "ACK", "UPDATE", "INVITE", "BYE");
        SCSCF.awaitPassed(theirs.callId(), Scscf.Side.SERVER, "ACK");
        SCSCF.awaitPassed(theirs.callId(), Scscf.Side.HANDSET, "ACK", "UPDATE", "INVITE", "BYE");
        SCSCF.awaitPassed(second.callId(), Scscf.Side.SERVER, "ACK", "BYE");
    }

    /// The server ends the chat that another of the same handset takes the place of: its request
    /// goes by the route that the handset's INVITE has recorded.
    @Test
    @Tag("RFC3261-12.1.1")
    void theServerEndsAChatOfItsCaller() {
        Handset a = SCSCF.registered("A", from, Profile.Transport.TCP);
        SCSCF.registered("B", to, Profile.Transport.TCP);
        ChatSession first = a.openChat(to).chat();
        assertThat(a.openChat(to).chat().isOpen()).isTrue();
        assertThat(first.awaitEnd(PATIENCE))
                .hasValueSatisfying(end -> assertThat(end.by()).isEqualTo(ChatEnd.By.THEM));
        SCSCF.awaitPassed(first.callId(), Scscf.Side.HANDSET, "ACK");
        SCSCF.awaitPassed(first.callId(), Scscf.Side.SERVER, "BYE");
    }

    /// What was written while B was away comes in one session, which the server ends.
    @Test
    void whatWaitedComesWhenTheDeviceRegisters() {
        Handset a = SCSCF.registered("A", from, Profile.Transport.TCP);
        ChatSession chat = a.openChat(to).chat();
        for (int i = 1; i <= 3; i++) {
            assertThat(chat.sendText("text " + i, ALL).status()).isEqualTo(200);
        }
        Handset b = SCSCF.registered("B", to, Profile.Transport.TCP);
        assertThat(b.messages().await(3, _ -> true, PATIENCE))
                .extracting(ReceivedMessage::text)
                .containsExactly("text 1", "text 2", "text 3");
        assertThat(next(b, 1).sender()).isEqualTo("tel:" + from);
        assertThat(a.reports().await(3, _ -> true, PATIENCE)).hasSize(3);
        assertThat(b.chats().all()).hasSize(1);
        assertThat(b.chats().all().getFirst().awaitEnd(PATIENCE)).isPresent();
        SCSCF.awaitPassed(b.chats().all().getFirst().callId(), Scscf.Side.SERVER, "ACK", "BYE");
    }

    /// A handset that waits for the connection of MSRP is found although only the S-CSCF is known.
    @Test
    @Tag("RFC4975-5.4")
    void aHandsetThatListensForMsrpIsConnectedTo() {
        Handset a = SCSCF.registered("A", from, Profile.Transport.TCP);
        Handset b = SCSCF.registered("B", to, Profile.Transport.TCP);
        b.answerLike(ChatOptions.DEFAULT.with(ChatOptions.Setup.PASSIVE));
        ChatSession chat =
                a.openChat(to, ChatOptions.DEFAULT.with(ChatOptions.Setup.PASSIVE)).chat();
        Sent sent = chat.sendText("text", ALL);
        assertThat(sent.status()).isEqualTo(200);
        isDelivered(a, b, sent);
    }

    @ParameterizedTest
    @EnumSource
    void largeMessagesGoBothWays(Profile.Transport transport) {
        Handset a = SCSCF.registered("A", from, transport);
        Handset b = SCSCF.registered("B", to, transport);
        large(a, b, random(LARGE_OCTETS));
        large(b, a, random(LARGE_OCTETS + 1));
    }

    private static void large(Handset sender, Handset recipient, byte[] content) {
        var sent =
                sender.sendLarge(
                        recipient.profile().number(), content, "application/octet-stream", ALL);
        assertThat(sent.accepted()).isTrue();
        assertThat(next(recipient, 1))
                .returns(Mode.LARGE, ReceivedMessage::mode)
                .returns(sent.imdnId(), ReceivedMessage::imdnId)
                .returns((long) content.length, ReceivedMessage::octets);
        assertThat(sender.reports().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedReport::about, ReceivedReport::status)
                .containsExactly(tuple(sent.imdnId(), "delivered"));
        // the BYE of the server
        assertThat(recipient.largeSessions().await(1, _ -> true, PATIENCE).getFirst())
                .satisfies(session -> assertThat(session.awaitEnd(PATIENCE)).isPresent());
    }

    /// 486 comes back through the S-CSCF; the message waits for the next registration.
    @Test
    void aBusyDeviceGetsItLater() {
        Handset a = SCSCF.registered("A", from, Profile.Transport.TCP);
        Handset b = SCSCF.registered("B", to, Profile.Transport.TCP);
        b.answerBy(new Answering.Refuse(486));
        Sent sent = a.openChat(to).chat().sendText("text", ALL);
        assertThat(sent.status()).isEqualTo(200);
        isHeld(to);
        b.answerBy(new Answering.AtOnce());
        PackagedServer.register(b);
        isDelivered(a, b, sent);
        assertThat(b.calls().all()).hasSize(2);
    }

    /// Nobody answers: CANCEL passes the S-CSCF, and the schedule goes on.
    @Test
    void aDeviceThatRingsTooLongIsCancelled() {
        Handset a = SCSCF.registered("A", from, Profile.Transport.TCP);
        Handset b = SCSCF.registered("B", to, Profile.Transport.TCP);
        b.answerBy(new Answering.Ring());
        Sent sent = a.openChat(to).chat().sendText("text", ALL);
        assertThat(sent.status()).isEqualTo(200);
        IncomingCall call = b.calls().await(1, _ -> true, PATIENCE).getFirst();
        assertThat(call.awaitCancelled(PATIENCE)).isPresent();
        b.answerBy(new Answering.AtOnce());
        isDelivered(a, b, sent);
    }

    /// Another network's chat with a user served here, by the filter of the terminating side.
    @Test
    @Tag("TS24229-5.4.3.3")
    void aChatOfAnotherNetworkComesOnTheTerminatingSide() {
        Handset stranger = SCSCF.stranger("S", "+8613900000077");
        Handset b = SCSCF.registered("B", to, Profile.Transport.TCP);
        ChatSession chat = stranger.openChat(to).chat();
        assertThat(chat.sendText("from afar", ALL).status()).isEqualTo(200);
        ReceivedMessage received = next(b, 1);
        assertThat(received).returns("from afar", ReceivedMessage::text);
        assertThat(received.sip().assertedIdentity()).contains("+8613900000077");
        assertThat(chat.bye()).isEqualTo(200);
    }

    /// A terminating filter that does not exclude what the server sends brings its own INVITE back
    /// to it: 482, and the message waits until the filter is mended.
    @Test
    void ourOwnInviteThatComesBackIsALoopAndLosesNothing() {
        Handset a = SCSCF.registered("A", from, Profile.Transport.TCP);
        Handset b = SCSCF.registered("B", Scscf.LOOPING, Profile.Transport.TCP);
        ChatSession chat = a.openChat(Scscf.LOOPING).chat();
        Sent sent = chat.sendText("text", ALL);
        assertThat(sent.status()).isEqualTo(200);
        isHeld(Scscf.LOOPING);
        isDelivered(a, b, sent);
        assertThat(b.calls().all()).as("none of the INVITEs that came back").hasSize(1);
        assertThat(SERVER.get("/v1/traces/" + sent.imdnId())).contains("482");
    }

    private static void isHeld(String number) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(SERVER.mailbox(number)).contains("\"held-backoff\""));
    }

    private static void isDelivered(Handset sender, Handset recipient, Sent sent) {
        assertThat(next(recipient, 1))
                .returns(sent.imdnId(), ReceivedMessage::imdnId)
                .returns(Mode.CHAT, ReceivedMessage::mode);
        isReported(sender, sent, "delivered");
        SERVER.awaitNothingWaiting(recipient.profile().number());
        assertThat(recipient.repeated().all()).isEmpty();
    }
}
