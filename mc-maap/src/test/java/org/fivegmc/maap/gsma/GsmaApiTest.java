package org.fivegmc.maap.gsma;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.maap.dialect.DialectPaths;
import org.fivegmc.maap.dialect.Reception;
import org.fivegmc.maap.dialect.Schedule;
import org.fivegmc.maap.http.HttpEvents;
import org.fivegmc.maap.http.HttpListener;
import org.fivegmc.maap.http.HttpSettings;
import org.fivegmc.maap.quota.Exceeded;
import org.fivegmc.maap.quota.Level;
import org.fivegmc.maap.quota.Period;
import org.fivegmc.maap.submit.Contact;
import org.fivegmc.maap.submit.Downlink;
import org.fivegmc.maap.submit.Downlinks;
import org.fivegmc.maap.submit.Inquiries;
import org.fivegmc.maap.submit.Progress;
import org.fivegmc.maap.submit.Submitted;
import org.fivegmc.maap.tenant.AddressRange;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.Csp;
import org.fivegmc.maap.tenant.TenantBook;
import org.fivegmc.maap.tenant.Tenants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Over HTTP; what would go to the core is written down.
@Timeout(60)
class GsmaApiTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final String BOT = "sip:106500@botplatform.rcs.example";
    private static final String OTHER = "sip:106501@botplatform.rcs.example";
    private static final String ROOT = "/rcs/bot/v1/" + BOT + "/";
    private static final String SEND = ROOT + "messages";
    private static final String TEXT = Gsma.message("\"textMessage\":\"hello\"");
    private static final String CANCEL = "{\"RCSMessage\":{\"status\":\"cancelled\"}}";
    private static final int BODY_MAX = 8192;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final TenantBook book = Tenants.book(URI.create("https://hook.example/x"));
    private volatile Optional<RefusalReason> reason = Optional.empty();
    private volatile Optional<Exceeded> over = Optional.empty();
    private volatile Contact contact = new Contact.Unknown();
    private volatile Progress progress = Progress.UNKNOWN;
    private HttpListener listener;

    @BeforeEach
    void start() throws IOException {
        book.put(Gsma.chatbot());
        book.put(Gsma.chatbot(OTHER, "other"));
        listener =
                new HttpListener(
                        new HttpSettings(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                Optional.empty(),
                                100,
                                100,
                                16 * 1024,
                                Duration.ofSeconds(20),
                                Duration.ofMinutes(1)),
                        new Quiet());
        var core = new WrittenDown();
        InstantSource clock = InstantSource.fixed(NOW);
        var reception =
                new Reception(book, core, BODY_MAX, new Schedule(Duration.ofDays(7), clock));
        listener.serve(
                new DialectPaths(
                        Map.of(
                                GsmaApi.ROOT,
                                new GsmaApi(reception, core, Optional.empty(), clock))));
    }

    @AfterEach
    void stop() {
        listener.close();
        client.close();
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

    private final class WrittenDown implements Downlinks, Inquiries {
        @Override
        public CompletableFuture<Submitted> submit(Downlink downlink) {
            done.add(
                    "send "
                            + downlink.recipients()
                            + " "
                            + new String(downlink.content().octets(), UTF_8)
                            + " "
                            + downlink.fallback().allowsSms());
            return CompletableFuture.completedFuture(
                    over.<Submitted>map(Submitted.OverQuota::new)
                            .or(() -> reason.map(Submitted.Busy::new))
                            .orElseGet(Submitted.Taken::new));
        }

        @Override
        public CompletableFuture<Optional<RefusalReason>> revoke(
                ChatbotAddress chatbot, Msisdn recipient, ImdnMessageId id) {
            done.add("revoke " + chatbot + " " + recipient);
            return CompletableFuture.completedFuture(reason);
        }

        @Override
        public CompletableFuture<Contact> contact(Msisdn user) {
            done.add("ask " + user);
            return CompletableFuture.completedFuture(contact);
        }

        @Override
        public CompletableFuture<Progress> progress(
                ChatbotAddress chatbot, Msisdn recipient, ImdnMessageId id) {
            done.add("ask " + chatbot + " " + recipient);
            return CompletableFuture.completedFuture(progress);
        }
    }

    private HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + listener.address().getPort() + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer s3cret");
    }

    private HttpResponse<String> call(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private JsonNode refuses(HttpRequest.Builder request, int status, String reason)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = call(request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode error = json(answer).path("error");
        assertThat(error.path("code").asInt()).isEqualTo(status);
        assertThat(error.path("reason").asString()).isEqualTo(reason);
        assertThat(error.path("message").asString()).isNotEmpty();
        assertThat(done).as("nothing is stored").isEmpty();
        return error;
    }

    private String sent() throws IOException, InterruptedException {
        HttpResponse<String> answer = call(request("POST", SEND, TEXT));
        done.clear();
        return json(answer).at("/RCSMessage/msgId").asString();
    }

    // ---- messages

    @ParameterizedTest
    @ValueSource(
            strings = {
                SEND,
                ROOT + "messages/async",
                ROOT + "/messages",
                "/rcs/bot/v1/sip%3A106500%40botplatform.rcs.example/messages"
            })
    void whatWasTakenIsAnswered(String path) throws Exception {
        HttpResponse<String> answer = call(request("POST", path, TEXT));
        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode body = json(answer);
        assertThat(body.at("/RCSMessage/status").asString()).isEqualTo("pending");
        assertThat(body.at("/RCSMessage/timestamp").asString())
                .isEqualTo("2026-11-27T12:00:00.000Z");
        assertThat(body.at("/messageContact/userContact").asString()).isEqualTo(Gsma.USER);
        assertThat(MessageIds.recipient(Gsma.chatbot(), body.at("/RCSMessage/msgId").asString()))
                .contains(Msisdn.of(Gsma.USER));
        assertThat(done).containsExactly("send [+8613900000001] hello false");
    }

    @Test
    void theSameRequestIsTheSameMessage() throws Exception {
        HttpResponse<String> first =
                call(request("POST", SEND, TEXT).header("Idempotency-Key", "k"));
        HttpResponse<String> again =
                call(request("POST", SEND, TEXT).header("Idempotency-Key", "k"));
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(call(request("POST", SEND, TEXT)).body()).isNotEqualTo(first.body());
        done.clear();
        JsonNode error =
                refuses(
                        request("POST", SEND, TEXT).header("Idempotency-Key", "k".repeat(256)),
                        400,
                        "invalidField");
        assertThat(error.path("field").asString()).isEqualTo("Idempotency-Key");
    }

    @Test
    void aQueryLetsItFallBack() throws Exception {
        call(request("POST", SEND + "?enableFallback=true", TEXT));
        call(request("POST", SEND + "?enableFallback=false", TEXT));
        assertThat(done)
                .containsExactly(
                        "send [+8613900000001] hello true", "send [+8613900000001] hello false");
    }

    @Test
    void typingIsAnswered() throws Exception {
        HttpResponse<String> answer =
                call(request("POST", SEND, Gsma.message("\"isTyping\":\"active\"")));
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(json(answer).at("/RCSMessage/isTyping").asString()).isEqualTo("active");
        assertThat(done).isEmpty();
    }

    @Test
    void messagesAreTakenBack() throws Exception {
        String path = SEND + "/" + sent() + "/status";
        for (String word : List.of("cancelled", "canceled")) {
            HttpResponse<String> answer =
                    call(request("PUT", path, CANCEL.replace("cancelled", word)));
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(json(answer).at("/RCSMessage/status").asString()).isEqualTo("pending");
        }
        assertThat(done)
                .containsExactly(
                        "revoke " + new ChatbotAddress(BOT) + " +8613900000001",
                        "revoke " + new ChatbotAddress(BOT) + " +8613900000001");
        done.clear();
        refuses(request("PUT", SEND + "/up-1/status", CANCEL), 404, "unknownMessage");
        refuses(request("PUT", path, CANCEL.replace("cancelled", "x")), 400, "invalidField");
        assertThat(
                        call(request(
                                        "PUT",
                                        SEND + "/up-1/status",
                                        CANCEL.replace("cancelled", "displayed")))
                                .statusCode())
                .isEqualTo(204);
        assertThat(done).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PENDING, 200, pending",
        "DELIVERED, 200, delivered",
        "CANCELLED, 200, cancelled",
        "FAILED, 200, failed",
        "ENDED, 410, ended",
        "UNKNOWN, 404, unknownMessage",
        "BUSY, 503, busy",
    })
    void howFarAMessageHasComeIsTold(Progress far, int status, String word) throws Exception {
        String path = SEND + "/" + sent() + "/status";
        progress = far;
        HttpResponse<String> answer = call(request("GET", path, ""));
        assertThat(answer.statusCode()).isEqualTo(status);
        JsonNode body = json(answer);
        assertThat(body.at(status == 200 ? "/RCSMessage/status" : "/error/reason").asString())
                .isEqualTo(word);
        assertThat(done).containsExactly("ask " + new ChatbotAddress(BOT) + " +8613900000001");
    }

    // ---- contacts

    @ParameterizedTest
    @ValueSource(strings = {"%2B8613900000001", "+8613900000001", "tel:%2B8613900000001"})
    void whatAUserCanIsTold(String user) throws Exception {
        contact =
                new Contact.Known(
                        new Capabilities(
                                Capabilities.PAGER
                                        | Capabilities.CHATBOT_STANDALONE
                                        | Capabilities.FILE_TRANSFER_HTTP));
        String path = ROOT + "contactCapabilities?userContact=" + user;
        HttpResponse<String> answer = call(request("GET", path, ""));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("capabilities").toString())
                .isEqualTo("[\"chat\",\"fileTransfer\",\"chatBotCommunication\"]");
        contact = new Contact.Busy();
        assertThat(call(request("GET", path, "")).statusCode()).isEqualTo(503);
        contact = new Contact.Unknown();
        assertThat(call(request("GET", path, "")).statusCode()).isEqualTo(404);
    }

    @Test
    void contactsAreChecked() throws Exception {
        String path = ROOT + "contactCapabilities";
        refuses(request("GET", path, ""), 400, "invalidField");
        refuses(request("GET", path + "?userContact=x", ""), 400, "invalidField");
        refuses(request("GET", path + "?chatId=x", ""), 404, "unknownContact");
        book.put(Gsma.chatbot().withState(Chatbot.State.DEBUG));
        refuses(request("GET", path + "?userContact=%2B8613900000002", ""), 403, "notATester");
    }

    // ---- what is wrong

    @Test
    void pathsAndMethodsAreChecked() throws Exception {
        refuses(request("POST", ROOT + "message", TEXT), 404, "unknownPath");
        refuses(request("POST", ROOT, TEXT), 404, "unknownPath");
        refuses(request("GET", SEND + "//status", ""), 404, "unknownPath");
        refuses(request("GET", SEND + "/a/b/status", ""), 404, "unknownPath");
        refuses(request("DELETE", SEND, ""), 405, "wrongMethod");
        refuses(request("GET", ROOT + "files", ""), 405, "wrongMethod");
        refuses(request("POST", "/rcs/bot/v1/", TEXT), 401, "unauthorized");
    }

    @Test
    void bodiesAreChecked() throws Exception {
        refuses(request("POST", SEND, ""), 400, "invalidBody");
        refuses(request("POST", SEND, "[".repeat(4000)), 400, "invalidBody");
        refuses(
                request("POST", SEND, TEXT).setHeader("Content-Type", "application/xml"),
                415,
                "unsupportedType");
        assertThat(
                        refuses(
                                        request("POST", SEND, Gsma.message("\"textMessage\":\"\"")),
                                        400,
                                        "invalidContent")
                                .path("field")
                                .asString())
                .isEqualTo("textMessage");
        String most = TEXT + " ".repeat(BODY_MAX - TEXT.length());
        refuses(request("POST", SEND, most + " "), 413, "tooLarge");
        assertThat(call(request("POST", SEND, most)).statusCode()).isEqualTo(202);
    }

    @Test
    void theStrictProfileWantsItsContentType() throws Exception {
        book.put(new Csp("acme", "", true, List.of(), true));
        refuses(
                request("POST", SEND, TEXT).setHeader("Content-Type", "text/json"),
                415,
                "unsupportedType");
    }

    // ---- who may

    private HttpRequest.Builder request(GsmaRoute route, String bot, String id) {
        String path =
                "/rcs/bot/v1/"
                        + bot
                        + "/"
                        + route.path().replaceAll("\\{.*}", id)
                        + (route == GsmaRoute.CAPABILITIES ? "?userContact=%2B8613900000001" : "");
        String body =
                switch (route) {
                    case SEND, SEND_LATER -> TEXT;
                    case UPDATE -> CANCEL;
                    case UPLOAD -> "x";
                    case STATUS, CAPABILITIES, FILE, DELETE -> "";
                };
        return request(route.method(), path, body);
    }

    @ParameterizedTest
    @EnumSource(GsmaRoute.class)
    void nobodyCallsForAnother(GsmaRoute route) throws Exception {
        String id = sent();
        refuses(request(route, OTHER, id), 401, "unauthorized");
        refuses(request(route, "sip:1@nobody.example", id), 401, "unauthorized");
        refuses(request(route, "x", id), 401, "unauthorized");
        for (String header :
                List.of("Bearer other", "Bearer ", "Bearer", "Basic s3cret", "s3cret")) {
            refuses(
                    request(route, BOT, id).setHeader("Authorization", header),
                    401,
                    "unauthorized");
        }
        // whose dialect is another
        book.put(Tenants.chatbot(URI.create("https://hook.example/x")));
        refuses(request(route, BOT, id), 401, "unauthorized");
    }

    @ParameterizedTest
    @EnumSource(GsmaRoute.class)
    void whoIsPausedOrSomewhereElseMayNothing(GsmaRoute route) throws Exception {
        String id = sent();
        book.put(Gsma.chatbot().withState(Chatbot.State.PAUSED));
        refuses(request(route, BOT, id), 403, "paused");
        book.put(Gsma.chatbot());
        book.put(new Csp("acme", "", false, List.of(), false));
        refuses(request(route, BOT, id), 403, "paused");
        book.put(new Csp("acme", "", true, List.of(AddressRange.of("192.0.2.0/24")), false));
        refuses(request(route, BOT, id), 403, "addressNotAllowed");
    }

    /// The id of a message of one chatbot is none of another.
    @Test
    void messagesOfOthersAreNotThere() throws Exception {
        String path = SEND.replace(BOT, OTHER) + "/" + sent() + "/status";
        refuses(
                request("GET", path, "").setHeader("Authorization", "Bearer other"),
                404,
                "unknownMessage");
        refuses(
                request("PUT", path, CANCEL).setHeader("Authorization", "Bearer other"),
                404,
                "unknownMessage");
    }

    @Test
    void underTestOnlyTestersAreWrittenTo() throws Exception {
        book.put(Gsma.chatbot().withState(Chatbot.State.DEBUG));
        refuses(request("POST", SEND, TEXT.replace("0001", "0002")), 403, "notATester");
        assertThat(call(request("POST", SEND, TEXT)).statusCode()).isEqualTo(202);
    }

    @Test
    void whatCanNotBeTakenNowMayComeAgain() throws Exception {
        String id = sent();
        reason = Optional.of(RefusalReason.OVERLOAD);
        for (HttpRequest.Builder request :
                List.of(
                        request("POST", SEND, TEXT),
                        request("PUT", SEND + "/" + id + "/status", CANCEL))) {
            HttpResponse<String> answer = call(request);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(json(answer).at("/error/reason").asString()).isEqualTo("busy");
            assertThat(answer.headers().firstValue("retry-after")).isPresent();
        }
    }

    @Test
    void aQuotaThatIsUsedUpIsNamed() throws Exception {
        over = Optional.of(new Exceeded(Level.CSP, "acme", Period.DAY, 100, 1));
        HttpResponse<String> answer = call(request("POST", SEND, TEXT));
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).contains("overQuota").contains("acme is 100 recipients");
    }

    @Test
    void withoutAContentServerThereAreNoFiles() throws Exception {
        refuses(request("GET", ROOT + "files/aaaaaaaaaaaaaaaa", ""), 501, "notHere");
    }
}
