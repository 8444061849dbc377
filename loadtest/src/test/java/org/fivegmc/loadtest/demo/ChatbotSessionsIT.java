package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.NONE;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.loadtest.chatbot.CtcuChatbot;
import org.fivegmc.loadtest.chatbot.Status;
import org.fivegmc.loadtest.chatbot.Uplink;
import org.fivegmc.loadtest.handset.ChatOutcome;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.Feature;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.LargeSent;
import org.fivegmc.loadtest.handset.Mode;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.process.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Large messages and chats between users and a chatbot.
@Timeout(120)
@Tag("RCC07-3.6")
class ChatbotSessionsIT {
    private static final int PORT = Ports.free();
    private static final URI SERVER_URL = URI.create("http://127.0.0.1:" + PORT);
    private static final String IARI = "urn%3Aurn-7%3A3gpp-application.ims.iari.rcs.chatbot";
    private static final String VERSIONS = ";+g.gsma.rcs.botversion=\"#=1,#=2\"";

    @RegisterExtension
    private static final PackagedServer SERVER =
            new PackagedServer(
                    "MC_CHATBOTS_LISTEN=127.0.0.1:" + PORT,
                    "MC_CHATBOTS_CALLBACKS_NETWORKS=127.0.0.0/8",
                    "MC_MESSAGES_RETRY_SCHEDULE=1s");

    private static final AtomicInteger BOTS = new AtomicInteger();

    private CtcuChatbot bot;
    private String user = "";

    @BeforeEach
    void provision() throws IOException {
        bot =
                CtcuChatbot.start(
                        new CtcuChatbot.Identity(
                                "sip:1067" + BOTS.incrementAndGet() + "@botplatform.rcs.local",
                                "app",
                                "key",
                                "token"),
                        InstantSource.system());
        SERVER.put("/v1/csps/acme", "{}");
        SERVER.put(
                "/v1/chatbots/" + URLEncoder.encode(bot.identity().address(), UTF_8),
                """
                {"csp":"acme","appId":"app","appKey":"key","token":"token","callback":"%s"}\
                """
                        .formatted(bot.callback()));
        assertThat(bot.connect(SERVER_URL).errorCode()).isZero();
        user = SERVER.user();
    }

    @AfterEach
    void close() {
        bot.close();
    }

    private void send(String id, String text) {
        String message = bot.message(id, List.of(user), CtcuChatbot.text(text), "");
        assertThat(bot.call(SERVER_URL, "messages", message).errorCode()).isZero();
    }

    private static ReceivedMessage first(Handset handset) {
        return handset.messages().await(1, _ -> true, PATIENCE).getFirst();
    }

    private List<String> written(int count) {
        return bot.uplinks().await(count, _ -> true, PATIENCE).stream().map(Uplink::text).toList();
    }

    @Test
    void aChatWithAChatbotGoesBothWays() {
        Handset handset = SERVER.registered("A", user);
        ChatOutcome opened = handset.openChat(bot.identity().address());
        assertThat(opened.answer().first("Contact").orElseThrow()).contains("+g.gsma.rcs.isbot");
        assertThat(opened.answer().first("P-Asserted-Identity").orElseThrow())
                .contains(bot.identity().address());
        try (ChatSession chat = opened.chat()) {
            assertThat(chat.sendText("Where is it?", NONE).status()).isEqualTo(200);
            assertThat(chat.sendText("Hello?", NONE).status()).isEqualTo(200);
            assertThat(written(2)).containsExactly("Where is it?", "Hello?");
            assertThat(bot.uplinks().all()).extracting(Uplink::user).containsOnly("tel:" + user);
            send("r1", "On its way");
            ReceivedMessage answer = first(handset);
            assertThat(answer.text()).isEqualTo("On its way");
            assertThat(answer.mode()).isEqualTo(Mode.CHAT);
            assertThat(answer.imdnId()).isEqualTo("r1");
            bot.statuses().await(1, status -> status.status().equals("delivered"), PATIENCE);
        }
        send("r2", "There");
        ReceivedMessage later = handset.messages().await(2, _ -> true, PATIENCE).getLast();
        assertThat(later.mode()).isEqualTo(Mode.PAGER);
        assertThat(later.sip().acceptContact())
                .contains("*;+g.3gpp.iari-ref=\"" + IARI + ".sa\"" + VERSIONS);
        assertThat(bot.forged().all()).isEmpty();
    }

    @Test
    void largeMessagesGoBothWays() {
        Handset handset = SERVER.registered("A", user);
        String text = "包裹 ".repeat(5_000);
        LargeSent sent =
                handset.sendLarge(
                        bot.identity().address(), text.getBytes(UTF_8), "text/plain", NONE);
        assertThat(sent.accepted()).as(sent.toString()).isTrue();
        assertThat(written(1)).containsExactly(text);

        send("large", "包".repeat(600));
        ReceivedMessage received = first(handset);
        assertThat(received.mode()).isEqualTo(Mode.LARGE);
        assertThat(received.text()).isEqualTo("包".repeat(600));
        assertThat(received.sender()).isEqualTo(bot.identity().address());
        assertThat(received.sip().acceptContact())
                .contains("*;+g.3gpp.iari-ref=\"" + IARI + ".sa\"" + VERSIONS);
    }

    @Test
    void whatIsTooLargeForAWebhookIsRefused() {
        Handset handset = SERVER.registered("A", user);
        LargeSent sent =
                handset.sendLarge(bot.identity().address(), new byte[70_000], "text/plain", NONE);
        assertThat(sent.accepted()).isFalse();
        assertThat(sent.msrpStatus()).isEqualTo(413);
        assertThat(handset.sendText(bot.identity().address(), "small", NONE).status())
                .isEqualTo(202);
        assertThat(written(1)).containsExactly("small");
    }

    @Test
    void aDeviceWithChatsAloneIsCalledAndAnswersInTheChat() {
        Handset handset = SERVER.registered("A", user, EnumSet.of(Feature.CHAT, Feature.CHATBOTS));
        send("c1", "Good morning");
        ReceivedMessage received = first(handset);
        assertThat(received.mode()).isEqualTo(Mode.CHAT);
        assertThat(received.sender()).isEqualTo(bot.identity().address());
        assertThat(received.sip().acceptContact())
                .contains("*;+g.3gpp.iari-ref=\"" + IARI + "\"" + VERSIONS);
        send("c2", "Are you there?");
        assertThat(handset.messages().await(2, _ -> true, PATIENCE))
                .extracting(ReceivedMessage::text)
                .containsExactly("Good morning", "Are you there?");
        assertThat(handset.chats().all()).as("another call would end the chat").hasSize(1);
        ChatSession chat = handset.chats().all().getFirst();
        assertThat(chat.sendText("Good morning, too", NONE).status()).isEqualTo(200);
        assertThat(written(1)).containsExactly("Good morning, too");
        assertThat(bot.statuses().await(2, status -> status.status().equals("delivered"), PATIENCE))
                .extracting(Status::messageId)
                .isEqualTo(List.of("c1", "c2"));
    }

    @Test
    void whoIsNoChatbotCanNotBeCalled() {
        Handset handset = SERVER.registered("A", user);
        ChatOutcome outcome = handset.openChat("sip:999@botplatform.rcs.local");
        assertThat(outcome.status()).isEqualTo(404);
        LargeSent sent =
                handset.sendLarge(
                        "sip:999@botplatform.rcs.local", new byte[2_000], "text/plain", NONE);
        assertThat(sent.sipStatus()).isEqualTo(404);
    }
}
