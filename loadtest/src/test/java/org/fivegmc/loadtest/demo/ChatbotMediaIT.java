package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
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
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.chatbot.CtcuChatbot;
import org.fivegmc.loadtest.chatbot.Reply;
import org.fivegmc.loadtest.handset.Handset;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Files of chatbots and what they say of themselves, by an HTTP library, a handset, an SMSC and
/// the packaged server.
@Timeout(120)
@Tag("RCC07-3.6")
class ChatbotMediaIT {
    private static final int PORT = Ports.free();
    private static final URI SERVER_URL = URI.create("http://127.0.0.1:" + PORT);
    private static final String MENU =
            "{\"menu\":{\"entries\":[{\"reply\":{\"displayText\":\"Help\",\"postback\":{\"data\":\"h\"}}}]}}";

    @RegisterExtension
    private static final PackagedServer SERVER =
            new PackagedServer(
                    "MC_CHATBOTS_LISTEN=127.0.0.1:" + PORT,
                    "MC_CHATBOTS_CALLBACKS_NETWORKS=127.0.0.0/8",
                    "MC_CHATBOTS_CALLBACKS_CHECK=true",
                    "MC_CHATBOTS_MEDIA_MAX_FILES=2",
                    "MC_MESSAGES_RETRY_SCHEDULE=1s");

    private static final AtomicInteger BOTS = new AtomicInteger();

    private CtcuChatbot bot;
    private CtcuChatbot other;

    @BeforeEach
    void provision() throws IOException {
        SERVER.put("/v1/csps/acme", "{}");
        bot = connected();
        other = connected();
    }

    private static CtcuChatbot connected() throws IOException {
        CtcuChatbot made =
                CtcuChatbot.start(
                        new CtcuChatbot.Identity(
                                "sip:1066" + BOTS.incrementAndGet() + "@botplatform.rcs.local",
                                "app",
                                "key",
                                "token"),
                        InstantSource.system());
        SERVER.put(
                "/v1/chatbots/" + URLEncoder.encode(made.identity().address(), UTF_8),
                """
                {"csp":"acme","appId":"app","appKey":"key","token":"token","callback":"%s",
                 "profile":{"name":"Parcels","smsNumber":"106500"}}\
                """
                        .formatted(made.callback()));
        assertThat(made.connect(SERVER_URL).errorCode()).isZero();
        return made;
    }

    @AfterEach
    void close() {
        bot.close();
        other.close();
    }

    private static byte[] png(int size) {
        return Arrays.copyOf(
                new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2, 3}, size);
    }

    private static String url(Reply uploaded) {
        assertThat(uploaded.errorCode()).as(uploaded.errorMessage()).isZero();
        return uploaded.body().at("/fileInfo/0/url").asString("");
    }

    @Test
    void aFileThatAChatbotUploadsReachesAUser() throws IOException {
        byte[] picture = png(1000);
        Reply uploaded = bot.upload(SERVER_URL, "temp", "猫.png", "image/png", picture);
        String url = url(uploaded);
        assertThat(uploaded.body().at("/fileInfo/0/fileName").asString("")).isEqualTo("猫.png");
        assertThat(uploaded.body().at("/fileInfo/0/fileSize").asInt()).isEqualTo(1000);
        assertThat(uploaded.body().at("/fileInfo/0/fileHashValue").asString(""))
                .isEqualTo(PackagedServer.sha256(picture));
        assertThat(uploaded.body().path("fileCount").asInt()).isEqualTo(1);
        assertThat(uploaded.body().path("totalCount").asInt()).isEqualTo(2);
        assertThat(uploaded.body().path("errorCode").isNumber()).isTrue();

        Handset handset = SERVER.registered("A", SERVER.user());
        String part =
                CtcuChatbot.json(
                        "application/vnd.gsma.rcs-ft-http",
                        "[{\"type\":\"file\",\"fileSize\":1000,\"fileName\":\"c.png\",\"contentType\":\"image/png\",\"url\":\"%s\",\"until\":\"%s\"}]"
                                .formatted(
                                        url, uploaded.body().at("/fileInfo/0/until").asString("")));
        String user = handset.profile().number();
        assertThat(
                        bot.call(SERVER_URL, "messages", bot.message("f", List.of(user), part, ""))
                                .errorCode())
                .isZero();
        String xml = handset.messages().await(1, _ -> true, PATIENCE).getFirst().text();
        assertThat(xml).contains(url.substring(url.lastIndexOf('/') + 1));
        try (var in = URI.create(url).toURL().openStream()) {
            assertThat(in.readAllBytes()).isEqualTo(picture);
        }
    }

    @Test
    void filesAreItsOwnAndStayAfterAKill() {
        String url = url(bot.upload(SERVER_URL, "perm", "a.png", "image/png", png(500)));
        assertThat(bot.download(SERVER_URL, url, "bytes=0-9"))
                .hasValueSatisfying(octets -> assertThat(octets).isEqualTo(png(10)));
        assertThat(other.refusedDownload(SERVER_URL, url).errorCode()).isEqualTo(40007);
        assertThat(other.deleteFile(SERVER_URL, url).errorCode()).isEqualTo(40007);
        SERVER.killAndStart();
        assertThat(bot.connect(SERVER_URL).errorCode()).isZero();
        assertThat(bot.download(SERVER_URL, url, ""))
                .hasValueSatisfying(octets -> assertThat(octets).isEqualTo(png(500)));
        Reply deleted = bot.deleteFile(SERVER_URL, url);
        assertThat(deleted.errorCode()).isZero();
        assertThat(deleted.body().path("deleteMode").asString("")).isEqualTo("perm");
        assertThat(deleted.body().path("fileCount").asInt()).isZero();
        assertThat(bot.refusedDownload(SERVER_URL, url).errorCode()).isEqualTo(40007);
    }

    @Test
    void whatCanNotBeUploadedHasItsCode() {
        assertThat(bot.upload(SERVER_URL, "temp", "a.png", "image/png", "MZ".getBytes(UTF_8)))
                .returns(40005, Reply::errorCode);
        assertThat(bot.upload(SERVER_URL, "temp", "a.png", "image/png", png((2 << 20) + 1)))
                .returns(40006, Reply::errorCode);
        assertThat(bot.upload(SERVER_URL, "temp", "a.png", "image/png", new byte[0]))
                .returns(44001, Reply::errorCode);
        assertThat(bot.upload(SERVER_URL, "temp", "", "text/plain", png(9)))
                .returns(41005, Reply::errorCode);
        assertThat(bot.upload(SERVER_URL, "always", "a.png", "image/png", png(9)))
                .returns(20002, Reply::errorCode);
        assertThat(bot.get(SERVER_URL, "medias/download").errorCode()).isEqualTo(41006);
        assertThat(bot.call(SERVER_URL, "medias/download", "").errorCode()).isEqualTo(43001);
        assertThat(bot.get(SERVER_URL, "medias/upload").errorCode()).isEqualTo(20003);
        for (int i = 0; i < 2; i++) {
            assertThat(url(bot.upload(SERVER_URL, "temp", "a.png", "image/png", png(9))))
                    .isNotEmpty();
        }
        assertThat(bot.upload(SERVER_URL, "temp", "a.png", "image/png", png(9)))
                .returns(40040, Reply::errorCode);
    }

    @Test
    void whatIsSaidOfAChatbotStaysAfterAKill() {
        assertThat(
                        bot.call(
                                        SERVER_URL,
                                        "update/chatBotInfo/optionals",
                                        "{\"provider\":\"Acme\",\"autograph\":\"【Acme】\"}")
                                .errorCode())
                .isZero();
        assertThat(bot.call(SERVER_URL, "update/chatBotInfo/menu", MENU).errorCode()).isZero();
        SERVER.killAndStart();
        assertThat(bot.connect(SERVER_URL).errorCode()).isZero();
        Reply found = bot.get(SERVER_URL, "find/chatBotInfo");
        assertThat(found.body().path("serviceName").asString("")).isEqualTo("Parcels");
        assertThat(found.body().path("provider").asString("")).isEqualTo("Acme");
        assertThat(found.body().at("/menu/entries/0/reply/displayText").asString(""))
                .isEqualTo("Help");
        assertThat(other.get(SERVER_URL, "find/chatBotInfo").body().has("provider")).isFalse();
        assertThat(bot.call(SERVER_URL, "update/chatBotInfo/menu", "{\"menu\":{}}").errorCode())
                .isEqualTo(40016);
    }

    @Test
    void anSmsThatTheNetworkMakesIsSigned() {
        bot.call(SERVER_URL, "update/chatBotInfo/optionals", "{\"autograph\":\"【Acme】\"}");
        String user = SERVER.withoutRcs("+8613800009001");
        try (SmscProcess smsc =
                SmscProcess.start(
                        Checkout.locate().smsc(),
                        SERVER.timeline(),
                        List.of(
                                "--port",
                                Integer.toString(SERVER.smscPort()),
                                "--system-id",
                                DemoPlan.SYSTEM_ID,
                                "--password",
                                DemoPlan.SMSC_PASSWORD))) {
            for (String more :
                    List.of(
                            "\"smsSupported\":true",
                            "\"smsSupported\":true,\"smsContent\":\"own words\"")) {
                String message =
                        bot.message(
                                "sms-" + more.length(),
                                List.of(user),
                                CtcuChatbot.text("hello"),
                                more);
                assertThat(bot.call(SERVER_URL, "messages", message).errorCode()).isZero();
            }
            assertThat(smsc.events().await(2, event -> event.name().equals("message"), PATIENCE))
                    .extracting(event -> text(event))
                    .containsExactlyInAnyOrder("【Acme】hello", "own words");
        }
    }

    private static String text(SmscEvent event) {
        return event.text("text");
    }

    @Test
    void aUserFindsTheChatbotAndWhatIsSaidOfIt() throws IOException, InterruptedException {
        String number = bot.identity().address().replaceAll("[^0-9]", "");
        assertThat(bot.call(SERVER_URL, "update/chatBotInfo/menu", MENU).errorCode()).isZero();
        SERVER.ctl(
                "chatbot",
                "add",
                bot.identity().address(),
                "--verified-by",
                "Telecom",
                "--verified-until",
                "2999-12-31");
        String user = SERVER.user();
        JsonNode made = JsonMapper.shared().readTree(SERVER.ctl("subscriber", "token", user));
        String token = made.path("token").asString("");
        URI pages = SERVER.uploads().resolve("/");

        assertThat(asked(pages.resolve("bots?q=" + number), "").statusCode()).isEqualTo(401);
        JsonNode found = body(asked(pages.resolve("bots?q=" + number), token));
        assertThat(found.at("/totalItems").asInt()).isEqualTo(1);
        assertThat(found.at("/bots/0/id").asString()).isEqualTo(bot.identity().address());
        assertThat(found.at("/bots/0/name").asString()).isEqualTo("Parcels");
        assertThat(found.at("/bots/0/verified").asBoolean()).isTrue();

        String id = URLEncoder.encode(bot.identity().address(), UTF_8);
        JsonNode told = body(asked(pages.resolve("bot?id=" + id + "&hl=zh"), token));
        assertThat(told.at("/bot/persistent-menu").toString()).isEqualTo(MENU);
        assertThat(told.at("/bot/verification-info/verified-by").asString()).isEqualTo("Telecom");
    }

    private static HttpResponse<String> asked(URI page, String token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(page);
        if (!token.isEmpty()) {
            request.header("authorization", "Bearer " + token);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static JsonNode body(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    @Test
    void aChatbotIsUsedWhenItsWebhookHasShownWhoseItIs() {
        String mute = "{\"callback\":\"http://127.0.0.1:" + Ports.free() + "/hook\"}";
        String path = "/v1/chatbots/" + URLEncoder.encode(bot.identity().address(), UTF_8);
        SERVER.put(path, mute);
        Reply refused = bot.get(SERVER_URL, "find/chatBotInfo");
        assertThat(refused.errorCode()).isEqualTo(30006);
        assertThat(refused.errorMessage()).contains("the webhook");
        SERVER.put(path, "{\"callback\":\"" + bot.callback() + "\"}");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> bot.get(SERVER_URL, "find/chatBotInfo").errorCode() == 0);
        assertThat(SERVER.get(path)).contains("\"proven\":true");
        assertThat(bot.forged().all()).isEmpty();
    }

    /// What the file describes is there.
    @Test
    void theCallsAreDescribed() throws IOException {
        try (var in = SERVER_URL.resolve("/bot/openapi.yaml").toURL().openStream()) {
            assertThat(new String(in.readAllBytes(), UTF_8))
                    .startsWith("openapi: 3.1")
                    .contains("/medias/upload");
        }
    }
}
