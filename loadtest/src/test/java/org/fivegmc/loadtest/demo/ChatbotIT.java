package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.fivegmc.loadtest.demo.PackagedServer.NONE;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;
import static org.fivegmc.loadtest.demo.PackagedServer.register;
import static org.fivegmc.loadtest.demo.PackagedServer.sha256;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.loadtest.chatbot.CtcuChatbot;
import org.fivegmc.loadtest.chatbot.Reply;
import org.fivegmc.loadtest.chatbot.Status;
import org.fivegmc.loadtest.chatbot.Uplink;
import org.fivegmc.loadtest.handset.Feature;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.process.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A chatbot of China Telecom's dialect and users, by an HTTP library, handsets and the packaged
/// server.
@Timeout(120)
@Tag("RCC07-3.6")
class ChatbotIT {
    private static final int PORT = Ports.free();
    private static final URI SERVER_URL = URI.create("http://127.0.0.1:" + PORT);

    @RegisterExtension
    private static final PackagedServer SERVER =
            new PackagedServer(
                    "MC_CHATBOTS_LISTEN=127.0.0.1:" + PORT,
                    "MC_CHATBOTS_CALLBACKS_NETWORKS=127.0.0.0/8",
                    "MC_MESSAGES_RETRY_SCHEDULE=1s");

    private static final AtomicInteger BOTS = new AtomicInteger();

    private static final String CARD =
            "{ \"message\" : {\"generalPurposeCard\":{\"layout\":{\"cardOrientation\":\"VERTICAL\"},"
                    + "\"content\":{\"title\":\"\\u5305\\u88f9\",  \"description\":\"Your parcel\"}}}}";

    private static final String CHIPS =
            "{\"suggestions\":[{\"reply\":{\"displayText\":\"OK\",\"postback\":{\"data\":\"ok-1\"}}}]}";

    private CtcuChatbot bot;
    private String user = "";

    @BeforeEach
    void provision() throws IOException {
        bot =
                CtcuChatbot.start(
                        new CtcuChatbot.Identity(
                                "sip:1065" + BOTS.incrementAndGet() + "@botplatform.rcs.local",
                                "app",
                                "key",
                                "token"),
                        InstantSource.system());
        SERVER.put("/v1/csps/acme", "{}");
        SERVER.put(
                path(""),
                """
                {"csp":"acme","appId":"app","appKey":"key","token":"token","callback":"%s"}\
                """
                        .formatted(bot.callback()));
        assertThat(bot.connect(SERVER_URL).errorCode()).isZero();
        user = SERVER.user();
    }

    private String path(String what) {
        return "/v1/chatbots/" + URLEncoder.encode(bot.identity().address(), UTF_8) + what;
    }

    @AfterEach
    void close() {
        bot.close();
    }

    private Reply send(String id, String parts, String more) {
        return bot.call(SERVER_URL, "messages", bot.message(id, List.of(user), parts, more));
    }

    private List<String> statuses(String id, int count) {
        return bot
                .statuses()
                .await(count, status -> status.messageId().equals(id), PATIENCE)
                .stream()
                .map(Status::status)
                .toList();
    }

    private static ReceivedMessage first(Handset handset) {
        return handset.messages().await(1, _ -> true, PATIENCE).getFirst();
    }

    @Test
    void aTextReachesTheUserAndItsReportsTheChatbot() {
        Handset handset = SERVER.registered("A", user);
        Reply reply = send("m1", CtcuChatbot.text("您有一个包裹"), "");
        assertThat(reply.errorCode()).isZero();
        assertThat(reply.body().path("errorCode").isString()).isTrue();
        assertThat(reply.body().path("messageId").asString("")).isEqualTo("m1");

        ReceivedMessage message = first(handset);
        assertThat(message.text()).isEqualTo("您有一个包裹");
        assertThat(message.sender()).contains(bot.identity().address());
        assertThat(message.imdnId()).isEqualTo("m1");
        assertThat(message.sip().conversationId()).isEqualTo("conv-m1");
        assertThat(handset.display(message)).isEqualTo(202);
        assertThat(statuses("m1", 3)).containsExactlyInAnyOrder("sent", "delivered", "displayed");

        // the same again is the same
        assertThat(send("m1", CtcuChatbot.text("您有一个包裹"), "").errorCode()).isZero();
        assertThat(send("m2", CtcuChatbot.text("again"), "").errorCode()).isZero();
        assertThat(handset.messages().await(2, _ -> true, PATIENCE))
                .extracting(ReceivedMessage::imdnId)
                .containsExactly("m1", "m2");
        assertThat(bot.forged().all()).isEmpty();
    }

    @Test
    void aCardWithButtonsArrivesOctetForOctetAndATapComesBack() {
        Handset handset = SERVER.registered("A", user);
        String parts =
                CtcuChatbot.json("application/vnd.gsma.botmessage.v1.0+json", CARD)
                        + ","
                        + CtcuChatbot.json("application/vnd.gsma.botsuggestion.v1.0+json", CHIPS);
        assertThat(send("card", parts, "").errorCode()).isZero();
        ReceivedMessage message = first(handset);
        assertThat(message.contentType()).startsWith("multipart/mixed");
        assertThat(message.text()).contains(CARD).contains(CHIPS);

        String tap =
                "{\"response\":{\"reply\":{\"displayText\":\"OK\",\"postback\":{\"data\":\"ok-1\"}}}}";
        assertThat(
                        handset.sendPager(
                                        bot.identity().address(),
                                        tap.getBytes(UTF_8),
                                        "application/vnd.gsma.botsuggestion.response.v1.0+json",
                                        NONE)
                                .status())
                .isEqualTo(202);
        Uplink uplink = bot.uplinks().await(1, _ -> true, PATIENCE).getFirst();
        assertThat(uplink.user()).isEqualTo("tel:" + user);
        assertThat(uplink.parts().path(0).path("contentText").toString()).isEqualTo(tap);
        assertThat(bot.forged().all()).isEmpty();
    }

    @Test
    void whoIsAwayGetsItLaterAndAKillLosesNothing() {
        assertThat(send("later", CtcuChatbot.text("later"), "").errorCode()).isZero();
        assertThat(statuses("later", 1)).containsExactly("sent");
        SERVER.killAndStart();
        Handset handset = SERVER.registered("A", user);
        assertThat(first(handset).text()).isEqualTo("later");
        // a call whose answer was not on the disk yet is made again
        bot.statuses().await(1, status -> status.status().equals("delivered"), PATIENCE);
        assertThat(statuses("later", 2).stream().distinct()).containsExactly("sent", "delivered");
        // tokens end with the process that has given them
        assertThat(send("x", CtcuChatbot.text("x"), "").errorCode()).isEqualTo(40014);
    }

    @Test
    void whatUsersWriteWaitsForAWebhookThatDoesNotWork() {
        Handset handset = SERVER.registered("A", user);
        bot.answerWith(500);
        for (int i = 0; i < 5; i++) {
            assertThat(handset.sendText(bot.identity().address(), "text " + i, NONE).status())
                    .isEqualTo(202);
        }
        SERVER.killAndStart();
        register(handset);
        assertThat(bot.uplinks().all()).isEmpty();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(SERVER.get(path("/lane"))).contains("left-alone"));
        assertThat(SERVER.get(path("/lane")))
                .contains("the webhook answered 500")
                .satisfies(lane -> assertThat(lane.split("\"messageId\"")).hasSize(5 + 1));
        bot.answerWith(204);
        assertThat(SERVER.post(path("/replay"))).contains("calling");
        assertThat(bot.uplinks().await(5, _ -> true, PATIENCE))
                .extracting(Uplink::text)
                .containsExactly("text 0", "text 1", "text 2", "text 3", "text 4");
        assertThat(bot.forged().all()).isEmpty();
    }

    @Test
    void whoHasNoRcsIsToldAsFailed() {
        Handset handset =
                SERVER.registered("A", user, EnumSet.complementOf(EnumSet.of(Feature.CHATBOTS)));
        String stranger = "+8613911112222";
        assertThat(
                        bot.call(
                                        SERVER_URL,
                                        "messages",
                                        bot.message(
                                                "none",
                                                List.of(stranger),
                                                CtcuChatbot.text("x"),
                                                ""))
                                .errorCode())
                .isZero();
        List<Status> told =
                bot.statuses().await(1, status -> status.messageId().equals("none"), PATIENCE);
        assertThat(told)
                .extracting(Status::user, Status::status, Status::errorCode)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("tel:" + stranger, "failed", 2));
        assertThat(handset.messages().all()).isEmpty();
    }

    @Test
    void aMessageIsTakenBackInTime() {
        assertThat(send("back", CtcuChatbot.text("never seen"), "").errorCode()).isZero();
        String revoke =
                "{\"messageId\":\"back\",\"destinationAddress\":[\"tel:"
                        + user
                        + "\"],\"status\":\"RevokeRequested\"}";
        assertThat(bot.call(SERVER_URL, "revoke", revoke).errorCode()).isZero();
        assertThat(statuses("back", 2)).containsExactly("sent", "revokeOk");
        Handset handset = SERVER.registered("A", user);
        assertThat(send("next", CtcuChatbot.text("seen"), "").errorCode()).isZero();
        assertThat(first(handset).text()).isEqualTo("seen");
        assertThat(bot.call(SERVER_URL, "revoke", revoke.replace("back", "next")).errorCode())
                .isZero();
        assertThat(bot.statuses().await(1, s -> s.status().equals("revokeFail"), PATIENCE))
                .hasSize(1);
    }

    /// A message too large for a SIP MESSAGE goes by the way of large messages.
    @Test
    void aLargeCardGoesByMsrp() {
        Handset handset = SERVER.registered("A", user);
        String text = "0123456789".repeat(190);
        assertThat(send("large", CtcuChatbot.text(text), "").errorCode()).isZero();
        assertThat(first(handset).sha256()).isEqualTo(sha256(text.getBytes(UTF_8)));
    }
}
