package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.NONE;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.loadtest.chatbot.GsmaChatbot;
import org.fivegmc.loadtest.chatbot.GsmaEvent;
import org.fivegmc.loadtest.chatbot.Reply;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.process.Ports;
import org.fivegmc.loadtest.smsc.SmscEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Chatbots of the GSMA's dialect and users, by an HTTP library, handsets, an SMSC and the packaged
/// server.
@Timeout(120)
@Tag("RCC07-3.6")
class GsmaChatbotIT {
    private static final int PORT = Ports.free();
    private static final URI SERVER_URL = URI.create("http://127.0.0.1:" + PORT);

    @RegisterExtension
    private static final PackagedServer SERVER =
            new PackagedServer(
                            "MC_CHATBOTS_LISTEN=127.0.0.1:" + PORT,
                            "MC_CHATBOTS_CALLBACKS_NETWORKS=127.0.0.0/8",
                            "MC_CHATBOTS_CALLBACKS_CHECK=true",
                            "MC_MESSAGES_RETRY_SCHEDULE=1s")
                    .withSmsc();

    private static final AtomicInteger BOTS = new AtomicInteger();

    private static final String CARD =
            "{ \"message\" : {\"generalPurposeCardCarousel\":{\"layout\":{\"cardWidth\":\"SMALL_WIDTH\"},"
                    + "\"content\":[{\"title\":\"\\u5305\\u88f9\",  \"description\":\"您的<包裹> &amp;\"},"
                    + "{\"title\":\"2\"}]}}}";

    private static final String CHIPS =
            "{\"suggestions\":[{\"reply\":{\"displayText\":\"OK\",\"postback\":{\"data\":\"ok-1\"}}}]}";

    private GsmaChatbot bot;
    private GsmaChatbot other;
    private String user = "";

    @BeforeEach
    void provision() throws IOException {
        SERVER.put("/v1/csps/acme", "{}");
        bot = added();
        other = added();
        user = SERVER.user();
    }

    private static GsmaChatbot added() throws IOException {
        int number = BOTS.incrementAndGet();
        GsmaChatbot added =
                GsmaChatbot.start(
                        new GsmaChatbot.Identity(
                                "sip:1069" + number + "@botplatform.rcs.local",
                                "key-" + number,
                                "token-" + number),
                        InstantSource.system());
        SERVER.put(
                "/v1/chatbots/" + URLEncoder.encode(added.identity().address(), UTF_8),
                """
                {"csp":"acme","dialect":"gsma","appId":"app","appKey":"%s","token":"%s",\
                "callback":"%s"}\
                """
                        .formatted(
                                added.identity().key(),
                                added.identity().token(),
                                added.callback()));
        return added;
    }

    @AfterEach
    void close() {
        assertThat(bot.forged().all()).isEmpty();
        bot.close();
        assertThat(other.events().all()).as("what others are told").isEmpty();
        other.close();
    }

    private String sent(String to, String members) {
        Reply reply = bot.send(SERVER_URL, to, members);
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(202);
        assertThat(reply.body().at("/RCSMessage/status").asString()).isEqualTo("pending");
        assertThat(reply.body().at("/messageContact/userContact").asString()).isEqualTo(to);
        return reply.body().at("/RCSMessage/msgId").asString();
    }

    private List<String> statuses(String id, int count) {
        return bot
                .events()
                .await(count, e -> e.event().equals("messageStatus") && e.isAbout(id), PATIENCE)
                .stream()
                .map(GsmaEvent::status)
                .toList();
    }

    private static ReceivedMessage first(Handset handset) {
        return handset.messages().await(1, _ -> true, PATIENCE).getFirst();
    }

    @Test
    void aCarouselArrivesOctetForOctetAndATapAndAnAnswerComeBack() {
        Handset handset = SERVER.registered("A", user);
        Reply can = bot.capabilities(SERVER_URL, user);
        assertThat(can.status()).isEqualTo(200);
        assertThat(can.body().path("capabilities").toString())
                .contains("chat")
                .contains("chatBotCommunication");

        String id = sent(user, "\"richcardMessage\":" + CARD + ",\"suggestedChipList\":" + CHIPS);
        ReceivedMessage message = first(handset);
        assertThat(message.contentType()).startsWith("multipart/mixed");
        assertThat(message.text()).contains(CARD).contains(CHIPS);
        assertThat(message.sender()).contains(bot.identity().address());
        assertThat(message.imdnId()).isEqualTo(id);
        assertThat(handset.display(message)).isEqualTo(202);
        assertThat(statuses(id, 3)).containsExactlyInAnyOrder("sent", "delivered", "displayed");

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
        GsmaEvent response =
                bot.events().await(1, e -> e.event().equals("response"), PATIENCE).getFirst();
        assertThat(response.user()).isEqualTo(user);
        assertThat(
                        response.message()
                                .at("/suggestedResponse/response/reply/postback/data")
                                .asString())
                .isEqualTo("ok-1");

        assertThat(
                        handset.sendPager(
                                        bot.identity().address(),
                                        "我的包裹呢?".getBytes(UTF_8),
                                        "text/plain;charset=UTF-8",
                                        NONE)
                                .status())
                .isEqualTo(202);
        GsmaEvent words =
                bot.events().await(1, e -> e.event().equals("message"), PATIENCE).getFirst();
        assertThat(words.message().path("textMessage").asString()).isEqualTo("我的包裹呢?");
        assertThat(words.user()).isEqualTo(user);
    }

    @Test
    void theSameRequestAgainIsTheSameMessage() {
        Handset handset = SERVER.registered("A", user);
        String members = "\"textMessage\":\"once\",\"msgId\":\"mine-1\"";
        String id = sent(user, members);
        assertThat(sent(user, members)).isEqualTo(id);
        String next = sent(user, "\"textMessage\":\"next\"");
        assertThat(handset.messages().await(2, _ -> true, PATIENCE))
                .extracting(ReceivedMessage::imdnId)
                .containsExactly(id, next);
        SERVER.awaitNothingWaiting(user);
        assertThat(handset.messages().all()).hasSize(2);
    }

    @Test
    void whoHasNoRcsGetsAnSmsWhereThatIsAllowed() {
        String stranger = "+8613911114444";
        assertThat(bot.capabilities(SERVER_URL, stranger).status()).isEqualTo(404);
        String id = sent(stranger, "\"textMessage\":\"rich\",\"smsContent\":\"【快递】包裹\"");
        SmscEvent sms =
                SERVER.smsc()
                        .events()
                        .await(
                                1,
                                event ->
                                        event.name().equals("message")
                                                && event.text("text").equals("【快递】包裹"),
                                PATIENCE)
                        .getFirst();
        assertThat(sms.text("to")).contains(stranger.substring(1));
        assertThat(statuses(id, 2)).containsExactlyInAnyOrder("sent", "delivered");
        GsmaEvent delivered =
                bot.events()
                        .await(1, e -> e.isAbout(id) && e.status().equals("delivered"), PATIENCE)
                        .getFirst();
        assertThat(delivered.message().path("bearer").asString()).isEqualTo("SMS");
        assertThat(delivered.user()).isEqualTo(stranger);

        String failed = sent(stranger, "\"textMessage\":\"rich alone\"");
        assertThat(statuses(failed, 1)).containsExactly("failed");
        assertThat(
                        bot.events()
                                .await(1, e -> e.isAbout(failed), PATIENCE)
                                .getFirst()
                                .message()
                                .at("/error/reason")
                                .asString())
                .isEqualTo("notCapable");
        assertThat(statuses(id, 2)).as("nothing more of the first").hasSize(2);
    }

    @Test
    void aMessageIsTakenBackInTime() {
        String back = sent(user, "\"textMessage\":\"never seen\"");
        assertThat(bot.status(SERVER_URL, back).body().at("/RCSMessage/status").asString())
                .isEqualTo("pending");
        Reply reply = bot.cancel(SERVER_URL, back);
        assertThat(reply.status()).isEqualTo(202);
        assertThat(
                        bot.events()
                                .await(
                                        1,
                                        e -> e.isAbout(back) && e.status().startsWith("cancel"),
                                        PATIENCE)
                                .getFirst()
                                .status())
                .isEqualTo("cancelled");
        Handset handset = SERVER.registered("A", user);
        String next = sent(user, "\"textMessage\":\"seen\"");
        assertThat(first(handset).imdnId()).isEqualTo(next);
        SERVER.awaitNothingWaiting(user);
        assertThat(bot.cancel(SERVER_URL, next).status()).isEqualTo(202);
        assertThat(
                        bot.events()
                                .await(
                                        1,
                                        e -> e.isAbout(next) && e.status().startsWith("cancel"),
                                        PATIENCE)
                                .getFirst()
                                .status())
                .isEqualTo("cancelFailed");
        assertThat(bot.status(SERVER_URL, next).status()).isEqualTo(410);
        assertThat(handset.messages().all()).hasSize(1);
    }

    @Test
    void filesAreStoredSentAndDeleted() {
        byte[] png = Arrays.copyOf(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}, 1000);
        Reply uploaded = bot.upload(SERVER_URL, "c.png", "image/png", png);
        assertThat(uploaded.status()).as(uploaded.body().toString()).isEqualTo(200);
        String fileId = uploaded.body().at("/file/fileId").asString();
        String url = uploaded.body().at("/file/fileUrl").asString();
        assertThat(uploaded.body().at("/file/fileSize").asLong()).isEqualTo(1000);
        assertThat(uploaded.body().at("/file/status").asString()).isEqualTo("ready");
        assertThat(bot.call(SERVER_URL, "GET", "files/" + fileId, "").body())
                .isEqualTo(uploaded.body());
        // no other chatbot sees it
        assertThat(other.call(SERVER_URL, "GET", "files/" + fileId, "").status()).isEqualTo(404);
        assertThat(other.call(SERVER_URL, "DELETE", "files/" + fileId, "").status()).isEqualTo(404);

        // the server knows the size and the type of its own
        Handset handset = SERVER.registered("A", user);
        sent(user, "\"fileMessage\":{\"fileUrl\":\"" + url + "\"}");
        ReceivedMessage message = first(handset);
        assertThat(message.contentType()).startsWith("application/vnd.gsma.rcs-ft-http+xml");
        assertThat(message.text())
                .contains("<file-size>1000</file-size>")
                .contains("image/png")
                .contains("c.png")
                .contains(url);
        Reply foreign =
                other.send(SERVER_URL, user, "\"fileMessage\":{\"fileUrl\":\"" + url + "\"}");
        assertThat(foreign.status()).isEqualTo(400);
        assertThat(foreign.body().at("/error/field").asString()).isEqualTo("fileSize");

        Reply text = bot.upload(SERVER_URL, "c.png", "image/png", "no picture".getBytes(UTF_8));
        assertThat(text.status()).isEqualTo(415);
        assertThat(text.body().at("/error/field").asString()).isEqualTo("fileContent");
        assertThat(bot.call(SERVER_URL, "DELETE", "files/" + fileId, "").status()).isEqualTo(204);
        assertThat(bot.call(SERVER_URL, "GET", "files/" + fileId, "").status()).isEqualTo(404);
    }

    @Test
    void whatIsRefusedIsNotStored() {
        Handset handset = SERVER.registered("A", user);
        Reply refused = bot.send(SERVER_URL, user, "\"textMessage\":\"\"");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/error/field").asString()).isEqualTo("textMessage");
        assertThat(bot.send(SERVER_URL, "+0", "\"textMessage\":\"x\"").status()).isEqualTo(400);
        String id = sent(user, "\"textMessage\":\"good\"");
        assertThat(other.cancel(SERVER_URL, id).status()).isEqualTo(404);
        assertThat(other.status(SERVER_URL, id).status()).isEqualTo(404);
        assertThat(first(handset).imdnId()).isEqualTo(id);
        SERVER.awaitNothingWaiting(user);
        assertThat(handset.messages().all()).hasSize(1);
    }

    @Test
    void theInterfaceDescribesItself() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(SERVER_URL.resolve("/rcs/bot/openapi.yaml"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("/contactCapabilities");
        }
    }
}
