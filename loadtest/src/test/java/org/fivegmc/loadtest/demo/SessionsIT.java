package org.fivegmc.loadtest.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.HOUR;
import static org.fivegmc.loadtest.demo.PackagedServer.NONE;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;
import static org.fivegmc.loadtest.demo.PackagedServer.random;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.handset.Answering;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.Feature;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.IncomingCall;
import org.fivegmc.loadtest.handset.Mode;
import org.fivegmc.loadtest.handset.ReceivedComposing;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ReceivedReport;
import org.fivegmc.loadtest.handset.Sent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Large messages and chats through the packaged server, by handsets that share no code with it.
/// Sizes: [SizeMatrixIT].
@Timeout(180)
@Tag("RCC07-3.2.2")
@Tag("RCC07-3.2.3")
class SessionsIT {
    @RegisterExtension private static final PackagedServer SERVER = new PackagedServer();

    private String from = "";
    private String to = "";

    @BeforeEach
    void provision() {
        from = SERVER.user();
        to = SERVER.user();
    }

    @Test
    void twoChatBothWays() {
        Handset a = SERVER.registered("A", from);
        Handset b = SERVER.registered("B", to);
        ChatSession ours = a.openChat(to).chat();
        Sent hello = ours.sendText("hello", ALL);
        assertThat(hello.status()).isEqualTo(200);
        ReceivedMessage received = b.messages().await(1, _ -> true, PATIENCE).getFirst();
        assertThat(received)
                .returns(Mode.CHAT, ReceivedMessage::mode)
                .returns("hello", ReceivedMessage::text)
                .returns(hello.imdnId(), ReceivedMessage::imdnId);
        assertThat(b.display(received)).isEqualTo(200);
        assertThat(a.reports().await(2, _ -> true, PATIENCE))
                .extracting(ReceivedReport::status)
                .containsExactlyInAnyOrder("delivered", "displayed");

        ChatSession theirs = b.chats().await(1, _ -> true, PATIENCE).getFirst();
        assertThat(ours.isComposing(true)).isEqualTo(200);
        assertThat(b.composing().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedComposing::active)
                .containsExactly(true);
        assertThat(theirs.sendText("hi", ALL).status()).isEqualTo(200);
        assertThat(ours.received().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedMessage::text)
                .containsExactly("hi");

        // the other side need not be kept when the one who opened it has gone
        assertThat(ours.bye()).isEqualTo(200);
        assertThat(theirs.awaitEnd(PATIENCE)).isPresent();
    }

    @Test
    void aChatWithSomebodyAwayLooksTheSameAndComesInOrder() {
        Handset a = SERVER.registered("A", from);
        ChatSession chat = a.openChat(to).chat();
        for (int i = 1; i <= 5; i++) {
            assertThat(chat.sendText("text " + i, ALL).status()).isEqualTo(200);
        }
        chat.bye();
        Handset b = SERVER.registered("B", to);
        List<ReceivedMessage> received = b.messages().await(5, _ -> true, PATIENCE);
        assertThat(received)
                .extracting(ReceivedMessage::text)
                .containsExactly("text 1", "text 2", "text 3", "text 4", "text 5");
        assertThat(received).allSatisfy(m -> assertThat(m.mode()).isEqualTo(Mode.CHAT));
        assertThat(received.getFirst().sender()).isEqualTo("tel:" + from);
        assertThat(received.getFirst().sip().toString())
                .contains("rcse-standfw@" + DemoPlan.DOMAIN)
                .contains("tel:" + from);
        assertThat(a.reports().await(5, _ -> true, PATIENCE)).hasSize(5);
        // one session for all of them, ended by the server
        assertThat(b.chats().all()).hasSize(1);
        assertThat(b.chats().all().getFirst().awaitEnd(PATIENCE)).isPresent();
        assertThat(b.repeated().all()).isEmpty();
    }

    /// Sender and recipient need not have the same modes.
    @ParameterizedTest
    @CsvSource({
        "CHAT, PAGER, PAGER",
        "LARGE, PAGER, PAGER",
        "PAGER, CHAT, CHAT",
        "PAGER, LARGE, LARGE",
        "LARGE, CHAT, CHAT",
        "CHAT, LARGE, LARGE"
    })
    void goesInAModeTheDeviceHas(Mode sends, Feature takes, Mode expected) {
        Handset a = SERVER.registered("A", from);
        Handset b = SERVER.registered("B", to, EnumSet.of(takes));
        String id =
                switch (sends) {
                    case PAGER -> a.sendText(to, "text", ALL).imdnId();
                    case LARGE ->
                            a.sendLarge(
                                            to,
                                            "text".getBytes(StandardCharsets.UTF_8),
                                            "text/plain",
                                            ALL)
                                    .imdnId();
                    case CHAT -> a.openChat(to).chat().sendText("text", ALL).imdnId();
                };
        ReceivedMessage received = b.messages().await(1, _ -> true, PATIENCE).getFirst();
        assertThat(received)
                .returns(expected, ReceivedMessage::mode)
                .returns(id, ReceivedMessage::imdnId)
                .returns("text", ReceivedMessage::text);
        assertThat(a.reports().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedReport::status)
                .containsExactly("delivered");
    }

    @Test
    void whoVanishesInAChatGetsTheRestLater() {
        Handset a = SERVER.registered("A", from);
        Handset b = SERVER.registered("B", to);
        ChatSession chat = a.openChat(to).chat();
        chat.sendText("before", NONE);
        ChatSession theirs = b.chats().await(1, _ -> true, PATIENCE).getFirst();
        b.messages().await(1, _ -> true, PATIENCE);
        theirs.vanish();
        b.goDark();
        assertThat(chat.sendText("meanwhile", ALL).status()).isEqualTo(200);
        b.comeBack();
        assertThat(b.register(HOUR).succeeded()).isTrue();
        assertThat(b.messages().await(2, _ -> true, Duration.ofSeconds(90)))
                .extracting(ReceivedMessage::text)
                .containsExactly("before", "meanwhile");
    }

    /// What was answered with 200 is delivered after the crash; what was under way may come twice,
    /// with the id by which the handset knows it again.
    @Test
    void nothingAcknowledgedIsLostWhenTheServerIsKilledInMidSession() throws Exception {
        Handset a = SERVER.registered("A", from);
        Handset b = SERVER.registered("B", to);
        ChatSession chat = a.openChat(to).chat();
        var acknowledged = new ConcurrentLinkedQueue<String>();
        Thread sender =
                Thread.ofVirtual()
                        .start(() -> {
                            for (int i = 0; i < 100_000 && chat.isOpen(); i++) {
                                Sent sent = chat.sendText("text " + i, NONE);
                                if (sent.status() != 200) {
                                    return;
                                }
                                acknowledged.add(sent.imdnId());
                            }
                        });
        Awaitility.await().atMost(PATIENCE).until(() -> acknowledged.size() >= 200);
        SERVER.killAndStart();
        sender.join(PATIENCE);
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(200);
        assertThat(b.register(HOUR).succeeded()).isTrue();
        b.messages().await(acknowledged.size(), _ -> true, PATIENCE);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(b.messages().all())
                                .extracting(ReceivedMessage::imdnId)
                                .containsSubsequence(acknowledged));
        // of one conversation one message is under way at a time (docs/adr/0009-order-lanes.md)
        assertThat(b.repeated().all()).hasSizeLessThanOrEqualTo(1);
    }

    /// The tablet's user is asked no more, and its copy comes without asking.
    @Test
    void whoAnswersAtOneDeviceIsNotRungAtTheOther() {
        Handset a = SERVER.registered("A", from);
        Handset phone = SERVER.registered("B", to);
        Handset tablet = SERVER.registered("B2", to);
        phone.answerBy(new Answering.Ring());
        tablet.answerBy(new Answering.Ring());
        Sent sent = a.openChat(to).chat().sendText("once", ALL);
        assertThat(tablet.calls().await(1, _ -> true, PATIENCE)).hasSize(1);
        phone.calls().await(1, _ -> true, PATIENCE).getFirst().answer();
        assertThat(phone.messages().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedMessage::imdnId, ReceivedMessage::mode)
                .containsExactly(tuple(sent.imdnId(), Mode.CHAT));
        assertThat(tablet.messages().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedMessage::imdnId, ReceivedMessage::mode)
                .containsExactly(tuple(sent.imdnId(), Mode.PAGER));
    }

    /// A tablet that takes longer to ring than the phone to be answered need not begin.
    @Test
    void whoBeginsToRingBehindAnAnswerRingsInVain() {
        Handset a = SERVER.registered("A", from);
        Handset phone = SERVER.registered("B", to);
        Handset tablet = SERVER.registered("B2", to);
        tablet.answerBy(new Answering.Hesitate());
        Sent sent = a.openChat(to).chat().sendText("once", ALL);
        IncomingCall call = tablet.calls().await(1, _ -> true, PATIENCE).getFirst();
        assertThat(phone.messages().await(1, _ -> true, PATIENCE)).hasSize(1);
        call.ring();
        // a ringing that ends by itself has another reason
        assertThat(call.awaitCancelled(PATIENCE))
                .hasValueSatisfying(why -> assertThat(why).contains("elsewhere"));
        assertThat(tablet.messages().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedMessage::imdnId, ReceivedMessage::mode)
                .containsExactly(tuple(sent.imdnId(), Mode.PAGER));
        assertThat(tablet.calls().all()).hasSize(1);
    }

    /// The first retry comes after 5 s: nothing is sent again although it was answered.
    @Test
    void whatWasAnsweredIsNotSentAgain() {
        Handset a = SERVER.registered("A", from);
        Handset b = SERVER.registered("B", to);
        a.openChat(to).chat().sendText("chat", ALL);
        a.sendLarge(to, random(100_000), "application/octet-stream", ALL);
        assertThat(b.messages().await(2, _ -> true, PATIENCE)).hasSize(2);
        assertThat(b.repeated().await(1, _ -> true, Duration.ofSeconds(8))).isEmpty();
    }

    @Test
    void refusesWhatNobodyCouldGet() {
        Handset a = SERVER.registered("A", from);
        assertThat(a.openChat("+999").status()).isEqualTo(404);
    }
}
