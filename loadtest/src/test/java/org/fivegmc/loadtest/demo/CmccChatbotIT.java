package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.NONE;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.loadtest.chatbot.CmccChatbot;
import org.fivegmc.loadtest.chatbot.CmccNotice;
import org.fivegmc.loadtest.chatbot.CmccReply;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.observe.Timeline;
import org.fivegmc.loadtest.process.Checkout;
import org.fivegmc.loadtest.process.Ports;
import org.fivegmc.loadtest.smsc.SmscEvent;
import org.fivegmc.loadtest.smsc.SmscProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A chatbot of China Mobile's dialect and users, by an HTTP library, handsets, an SMSC and the
/// packaged server.
@Timeout(120)
@Tag("RCC07-3.6")
class CmccChatbotIT {
    private static final int PORT = Ports.free();
    private static final URI SERVER_URL = URI.create("http://127.0.0.1:" + PORT);

    @RegisterExtension
    private static final PackagedServer SERVER =
            new PackagedServer(
                    "MC_CHATBOTS_LISTEN=127.0.0.1:" + PORT,
                    "MC_CHATBOTS_CALLBACKS_NETWORKS=127.0.0.0/8",
                    "MC_MESSAGES_RETRY_SCHEDULE=1s");

    private static final AtomicInteger BOTS = new AtomicInteger();
    private static final String CARD_TYPE = "application/vnd.gsma.botmessage.v1.0+json";
    private static final String CHIPS_TYPE = "application/vnd.gsma.botsuggestion.v1.0+json";

    private static final String CARD =
            "{ \"message\" : {\"generalPurposeCard\":{\"layout\":{\"cardOrientation\":\"VERTICAL\"},"
                    + "\"content\":{\"title\":\"\\u5305\\u88f9\",  \"description\":\"您的<包裹> &amp;\"}}}}";

    private static final String CHIPS =
            "{\"suggestions\":[{\"reply\":{\"displayText\":\"OK\",\"postback\":{\"data\":\"ok-1\"}}}]}";

    private CmccChatbot bot;
    private String user = "";

    @BeforeEach
    void provision() throws IOException {
        bot =
                CmccChatbot.start(
                        new CmccChatbot.Identity(
                                "sip:1259" + BOTS.incrementAndGet() + "@botplatform.rcs.local",
                                "app",
                                "pass word",
                                "token"),
                        InstantSource.system());
        SERVER.put("/v1/csps/acme", "{}");
        SERVER.put(
                "/v1/chatbots/" + URLEncoder.encode(bot.identity().address(), UTF_8),
                """
                {"csp":"acme","dialect":"cmcc","appId":"app","appKey":"pass word","token":"token",\
                "callback":"%s"}\
                """
                        .formatted(bot.callback()));
        user = SERVER.user();
    }

    @AfterEach
    void close() {
        assertThat(bot.forged().all()).isEmpty();
        bot.close();
    }

    private CmccReply text(String id, String to, String more) {
        return bot.send(
                SERVER_URL, "group/v1", bot.nested(id, List.of(to), "text/plain", "您有一个包裹", more));
    }

    private List<String> statuses(String id, int count) {
        return bot
                .notices()
                .await(
                        count,
                        n -> n.kind().equals("DeliveryInfoNotification") && n.isAbout(id),
                        PATIENCE)
                .stream()
                .map(n -> (n.get("deliveryStatus") + " " + n.get("description")).strip())
                .distinct()
                .toList();
    }

    private static ReceivedMessage first(Handset handset) {
        return handset.messages().await(1, _ -> true, PATIENCE).getFirst();
    }

    @Test
    void aTextReachesTheUserAndItsReportsTheChatbot() {
        Handset handset = SERVER.registered("A", user);
        CmccReply reply = text("m1", user, "");
        assertThat(reply.code()).isEqualTo("0");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.get("messageId")).isEqualTo("m1");
        assertThat(reply.get("clientCorrelator")).isEqualTo("567895");
        assertThat(reply.get("deliveryStatus")).isEqualTo("MessageWaiting");

        ReceivedMessage message = first(handset);
        assertThat(message.text()).isEqualTo("您有一个包裹");
        assertThat(message.sender()).contains(bot.identity().address());
        assertThat(message.imdnId()).isEqualTo("m1");
        assertThat(message.sip().conversationId()).isEqualTo("conv-m1");
        assertThat(handset.display(message)).isEqualTo(202);
        assertThat(statuses("m1", 3))
                .containsExactlyInAnyOrder(
                        "MessageSent", "DeliveredToTerminal UP2", "MessageDisplayed");

        // the same again is the same
        assertThat(text("m1", user, "").code()).isEqualTo("0");
        assertThat(text("m2", user, "").code()).isEqualTo("0");
        assertThat(handset.messages().await(2, _ -> true, PATIENCE))
                .extracting(ReceivedMessage::imdnId)
                .containsExactly("m1", "m2");
    }

    @Test
    void aCardWithButtonsArrivesOctetForOctetAndATapIsAnswered() {
        Handset handset = SERVER.registered("A", user);
        String parts =
                "--next\r\nContent-Type: %s\r\n\r\n%s\r\n--next\r\nContent-Type: %s\r\n\r\n%s\r\n--next--"
                        .formatted(CARD_TYPE, CARD, CHIPS_TYPE, CHIPS);
        assertThat(
                        bot.send(
                                        SERVER_URL,
                                        "group/plain",
                                        bot.flat(
                                                "card",
                                                List.of(user),
                                                "multipart/mixed; boundary=\"next\"",
                                                parts,
                                                ""))
                                .code())
                .isEqualTo("0");
        ReceivedMessage message = first(handset);
        assertThat(message.contentType()).startsWith("multipart/mixed");
        assertThat(message.text()).contains(CARD).contains(CHIPS);

        String tap =
                "{\"response\":{\"reply\":{\"displayText\":\"<OK> & ]]>\",\"postback\":{\"data\":\"ok-1\"}}}}";
        assertThat(
                        handset.sendPager(
                                        bot.identity().address(),
                                        tap.getBytes(UTF_8),
                                        "application/vnd.gsma.botsuggestion.response.v1.0+json",
                                        NONE)
                                .status())
                .isEqualTo(202);
        CmccNotice uplink =
                bot.notices()
                        .await(1, n -> n.kind().equals("InboundMessageNotification"), PATIENCE)
                        .getFirst();
        assertThat(uplink.get("senderAddress")).isEqualTo("tel:" + user);
        assertThat(uplink.get("destinationAddress")).isEqualTo(bot.identity().address());
        assertThat(uplink.get("bodyText")).isEqualTo(tap);

        String reply =
                "<inReplyToContributionID>"
                        + uplink.get("contributionID")
                        + "</inReplyToContributionID>";
        String answer = bot.nested("answer", List.of(user), "text/plain", "an answer", reply);
        assertThat(bot.send(SERVER_URL, "group/v1", answer).code()).isEqualTo("40001");
        assertThat(bot.send(SERVER_URL, "interaction/v1", answer).code()).isEqualTo("0");
        assertThat(handset.messages().await(2, _ -> true, PATIENCE).getLast().text())
                .isEqualTo("an answer");
    }

    @Test
    void whoHasNoRcsGetsTheSmsTheChatbotBringsOrIsToldAsFailed() {
        String stranger = "+8613911113333";
        try (SmscProcess smsc =
                SmscProcess.start(
                        Checkout.locate().smsc(),
                        new Timeline(InstantSource.system(), _ -> {}),
                        List.of("--port", Integer.toString(SERVER.smscPort())))) {
            assertThat(
                            text(
                                            "sms",
                                            stranger,
                                            "<shortMessageSupported>true</shortMessageSupported>"
                                                    + "<smsBodyText>【快递】包裹</smsBodyText>")
                                    .code())
                    .isEqualTo("0");
            SmscEvent sms =
                    smsc.events()
                            .await(1, event -> event.name().equals("message"), PATIENCE)
                            .getFirst();
            assertThat(sms.text("text")).isEqualTo("【快递】包裹");
            assertThat(sms.text("to")).contains(stranger.substring(1));
            assertThat(statuses("sms", 2))
                    .containsExactlyInAnyOrder("MessageSent", "DeliveredToNetwork SMS");
            // who only asks for Delivered is told by its receipt
            String quiet =
                    bot.nested(
                                    "receipt",
                                    List.of(stranger),
                                    "text/plain",
                                    "x",
                                    "<shortMessageSupported>true</shortMessageSupported>"
                                            + "<smsBodyText>second</smsBodyText>")
                            .replace("<reportRequest>Interworking</reportRequest>", "");
            assertThat(bot.send(SERVER_URL, "single/plain", quiet).code()).isEqualTo("0");
            assertThat(statuses("receipt", 2))
                    .containsExactlyInAnyOrder("MessageSent", "DeliveredToNetwork SMS");
            assertThat(statuses("sms", 2)).as("nothing more of the first").hasSize(2);
        }
        // MMS is accepted, and there is no way for it
        assertThat(
                        text(
                                        "mms",
                                        stranger,
                                        "<multimediaMessageSupported>true</multimediaMessageSupported>"
                                                + "<mmsSubject>x</mmsSubject>")
                                .code())
                .isEqualTo("0");
        assertThat(statuses("mms", 1)).containsExactly("DeliveryImpossible SVC1501");
    }

    @Test
    void aMessageIsTakenBackInTime() {
        assertThat(text("back", user, "").code()).isEqualTo("0");
        assertThat(bot.revoke(SERVER_URL, "back", user).code()).isEqualTo("0");
        assertThat(revocation("back")).isEqualTo("Revoked");
        Handset handset = SERVER.registered("A", user);
        assertThat(text("next", user, "").code()).isEqualTo("0");
        assertThat(first(handset).imdnId()).isEqualTo("next");
        SERVER.awaitNothingWaiting(user);
        assertThat(bot.revoke(SERVER_URL, "next", user).code()).isEqualTo("0");
        assertThat(revocation("next")).isEqualTo("RevokeFailed");
    }

    private String revocation(String id) {
        return bot.notices()
                .await(
                        1,
                        n -> n.kind().equals("MessageStatusNotification") && n.isAbout(id),
                        PATIENCE)
                .getFirst()
                .get("status");
    }

    @Test
    void whatIsRefusedIsNotStored() {
        Handset handset = SERVER.registered("A", user);
        String one = bot.nested("bad", List.of(user), "text/plain", "never seen", "");
        assertThat(
                        bot.send(
                                        SERVER_URL,
                                        "group/v1",
                                        bot.nested(
                                                "bad", List.of(user, user), "text/plain", "x", ""))
                                .code())
                .isEqualTo("SVC0002");
        assertThat(bot.send(SERVER_URL, "interaction/v1", one).code()).isEqualTo("40000");
        assertThat(
                        bot.send(
                                        SERVER_URL,
                                        "group/v1",
                                        one.replace(
                                                bot.identity().address(), "sip:1@botplatform.x"))
                                .code())
                .isEqualTo("32000");
        assertThat(text("good", user, "").code()).isEqualTo("0");
        assertThat(first(handset).imdnId()).isEqualTo("good");
        SERVER.awaitNothingWaiting(user);
        assertThat(handset.messages().all()).hasSize(1);
    }
}
