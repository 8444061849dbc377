package org.fivegmc.maap.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.fivegmc.maap.http.HttpEvents;
import org.fivegmc.maap.http.HttpListener;
import org.fivegmc.maap.http.HttpSettings;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.TenantBook;
import org.fivegmc.maap.tenant.Verification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(20)
@Tag("RCC07-3.6")
class DirectoryPagesTest {

    private static final String OPTIONALS =
            "{\"serviceDescription\":\"Where it is\",\"category\":[\"express\"],"
                    + "\"callBackNumber\":\"95533\",\"provider\":\"Acme\",\"themeColour\":\"#0055AA\","
                    + "\"serviceWebsite\":\"https://acme.example\",\"emailAddress\":\"a@acme.example\"}";
    private static final String MENU =
            "{\"entries\":[{\"reply\":{\"displayText\":\"Help\",\"postback\":{\"data\":\"h\"}}}]}";
    private static final Chatbot BOT = Bots.bot("106500", "Parcels");

    private final TenantBook book = Bots.book(BOT);
    private volatile Instant now = Instant.parse("2026-12-31T15:59:59Z");
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpListener listener;

    @BeforeEach
    void listen() throws IOException {
        var pages =
                new DirectoryPages(
                        new ChatbotDirectory(book, 1, Duration.ZERO),
                        Duration.ofHours(1),
                        () -> now);
        listener =
                new HttpListener(
                        new HttpSettings(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                Optional.empty(),
                                10,
                                10,
                                4096,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(10)),
                        new Quiet());
        listener.serve(call -> pages.answer(call.path().substring(1), call, Bots.ANYBODY));
    }

    private static final class Quiet implements HttpEvents {
        @Override
        public void connections(int open) {}

        @Override
        public void connectionRefused() {}

        @Override
        public void fault(Throwable cause) {
            throw new AssertionError(cause);
        }
    }

    @AfterEach
    void close() {
        listener.close();
        client.close();
    }

    private HttpResponse<String> get(String target, String... headers) throws Exception {
        var request =
                HttpRequest.newBuilder(
                        URI.create(
                                "http://127.0.0.1:" + listener.address().getPort() + "/" + target));
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    private static String information(String address) {
        return "bot?id=" + URLEncoder.encode(address, StandardCharsets.UTF_8) + "&hl=zh&v=3";
    }

    @Test
    void aSearchTellsWhatThereIs() throws Exception {
        assertThat(json(get("bots?q=parc&start=0&num=5&ho=46000&chatbot_version=1_2")).toString())
                .isEqualTo(
                        "{\"itemsReturned\":1,\"startIndex\":0,\"totalItems\":1,\"bots\":[{"
                                + "\"id\":\"sip:106500@botplatform.rcs.example\",\"name\":\"Parcels\","
                                + "\"icon\":\"https://i.example/a.png\",\"verified\":false}]}");
        assertThat(json(get("bots?q=snow")).path("bots")).isEmpty();
    }

    @Test
    void aPageHasALimit() throws Exception {
        for (int i = 0; i <= DirectoryPages.NUM_MAX; i++) {
            book.put(Bots.bot("2" + (1000 + i), "many " + i));
        }
        assertThat(json(get("bots?q=many")).path("bots")).hasSize(DirectoryPages.NUM);
        JsonNode most = json(get("bots?q=many&num=5000"));
        assertThat(most.path("bots")).hasSize(DirectoryPages.NUM_MAX);
        assertThat(most.path("totalItems").asInt()).isEqualTo(DirectoryPages.NUM_MAX + 1);
        assertThat(json(get("bots?q=many&start=100")).path("itemsReturned").asInt()).isEqualTo(1);
        String longest = "q".repeat(DirectoryPages.QUERY_MAX);
        assertThat(get("bots?q=" + longest).statusCode()).isEqualTo(200);
        assertThat(get("bots?q=q" + longest).body()).contains("q has more than 200");
    }

    @ParameterizedTest
    @CsvSource({
        "bots?start=-1, start",
        "bots?start=x, start",
        "bots?num=0, num",
        "bots?num=99999999999, num",
        "bot, id is missing",
        "bot?id=tel:1, id is missing",
    })
    void whatCanNotBeUsedIsNamed(String target, String words) throws Exception {
        HttpResponse<String> answer = get(target);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(words);
    }

    @Test
    void theInformationHasWhatOperatorAndChatbotSay() throws Exception {
        var verified = new Verification("China Telecom", "Acme Ltd", "2026-12-31");
        book.put(BOT.withProfile(Bots.profile("Parcels", OPTIONALS, MENU, verified)));
        JsonNode told = json(get(information(BOT.address().uri())));
        JsonNode org = told.at("/pcc/org-details");
        assertThat(org.at("/comm-addr/uri-entry/0/addr-uri").asString())
                .isEqualTo("sip:106500@botplatform.rcs.example");
        assertThat(org.at("/comm-addr/uri-entry/1/addr-uri").asString()).isEqualTo("sms:106500");
        assertThat(org.at("/comm-addr/tel/tel-nb/tel-str").asString()).isEqualTo("95533");
        assertThat(org.at("/media-list/media-entry/0/media/media-url").asString())
                .isEqualTo("https://i.example/a.png");
        assertThat(org.at("/org-name/0/display-name").asString()).isEqualTo("Parcels");
        assertThat(org.at("/org-description").asString()).isEqualTo("Where it is");
        assertThat(org.at("/category-list/category-entry/0").asString()).isEqualTo("express");
        JsonNode bot = told.path("bot");
        assertThat(bot.path("colour").asString()).isEqualTo("#0055AA");
        assertThat(bot.path("TCPage").asString()).isEqualTo("https://t.example/");
        assertThat(bot.path("provider").asString()).isEqualTo("Acme");
        assertThat(bot.path("verified").asBoolean()).isTrue();
        assertThat(bot.path("verification-info").toString())
                .isEqualTo(
                        "{\"verified-by\":\"China Telecom\",\"name\":\"Acme Ltd\",\"expires\":\"2026-12-31\"}");
        assertThat(bot.path("persistent-menu").toString()).isEqualTo("{\"menu\":" + MENU + "}");
    }

    @Test
    void aVerificationEndsWithItsLastDayInChina() throws Exception {
        var verified = new Verification("China Telecom", "", "2026-12-31");
        book.put(BOT.withProfile(Bots.profile("Parcels", "", "", verified)));
        assertThat(json(get("bots")).at("/bots/0/verified").asBoolean()).isTrue();
        now = now.plusSeconds(1);
        assertThat(json(get("bots")).at("/bots/0/verified").asBoolean()).isFalse();
        JsonNode bot = json(get(information(BOT.address().uri()))).path("bot");
        assertThat(bot.path("verified").asBoolean()).isFalse();
        assertThat(bot.has("verification-info")).isFalse();
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() throws Exception {
        HttpResponse<String> first = get(information(BOT.address().uri()));
        String tag = first.headers().firstValue("etag").orElseThrow();
        assertThat(first.headers().firstValue("cache-control")).contains("private, max-age=3600");
        for (String known : new String[] {tag, "\"x\", W/" + tag, "*"}) {
            HttpResponse<String> again =
                    get(information(BOT.address().uri()), "if-none-match", known);
            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(again.headers().firstValue("etag")).contains(tag);
        }
        book.put(Bots.bot("106500", "Letters"));
        assertThat(get(information(BOT.address().uri()), "if-none-match", tag).statusCode())
                .isEqualTo(200);
    }

    @Test
    void whoComesToABusyServerComesAgain() throws Exception {
        var busy = new ChatbotDirectory(book, 0, Duration.ZERO);
        var pages = new DirectoryPages(busy, Duration.ofHours(1), () -> now);
        listener.serve(call -> pages.answer(call.path().substring(1), call, Bots.ANYBODY));
        HttpResponse<String> answer = get("bots?q=parcels");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).contains("5");
    }

    @Test
    void whoIsNotThereIsNotFound() throws Exception {
        assertThat(get(information("sip:1@botplatform.rcs.example")).statusCode()).isEqualTo(404);
        book.put(BOT.withState(Chatbot.State.PAUSED));
        assertThat(get(information(BOT.address().uri())).statusCode()).isEqualTo(404);
    }
}
