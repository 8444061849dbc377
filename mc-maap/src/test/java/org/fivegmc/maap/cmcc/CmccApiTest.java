package org.fivegmc.maap.cmcc;

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
import org.fivegmc.maap.dialect.DialectPaths;
import org.fivegmc.maap.dialect.Reception;
import org.fivegmc.maap.dialect.Schedule;
import org.fivegmc.maap.http.HttpEvents;
import org.fivegmc.maap.http.HttpListener;
import org.fivegmc.maap.http.HttpSettings;
import org.fivegmc.maap.quota.Exceeded;
import org.fivegmc.maap.quota.Level;
import org.fivegmc.maap.quota.Period;
import org.fivegmc.maap.submit.Downlink;
import org.fivegmc.maap.submit.Downlinks;
import org.fivegmc.maap.submit.Submitted;
import org.fivegmc.maap.tenant.AddressRange;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.ChatbotKeys;
import org.fivegmc.maap.tenant.Csp;
import org.fivegmc.maap.tenant.TenantBook;
import org.fivegmc.maap.tenant.Tenants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Over HTTP; what would go to the core is written down.
@Timeout(60)
class CmccApiTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final String DATE = CmccCredentials.date(NOW);
    private static final String BOT = "sip:106500@botplatform.rcs.example";
    private static final String OTHER = "sip:106501@botplatform.rcs.example";
    private static final String SEND = "/messaging/v1/outbound/" + BOT + "/requests";
    private static final int BODY_MAX = 8192;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final TenantBook book = Tenants.book(URI.create("https://hook.example/x"));
    private volatile Optional<RefusalReason> reason = Optional.empty();
    private volatile Optional<Exceeded> over = Optional.empty();
    private HttpListener listener;

    @BeforeEach
    void start() throws IOException {
        book.put(Cmcc.chatbot());
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
        InstantSource clock = InstantSource.fixed(NOW);
        var reception =
                new Reception(
                        book, new WrittenDown(), BODY_MAX, new Schedule(Duration.ofDays(7), clock));
        listener.serve(new DialectPaths(Map.of(CmccApi.ROOT, new CmccApi(reception, clock))));
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

    private final class WrittenDown implements Downlinks {
        @Override
        public CompletableFuture<Submitted> submit(Downlink downlink) {
            done.add(
                    "send "
                            + downlink.id()
                            + " "
                            + downlink.recipients()
                            + " "
                            + new String(downlink.content().octets(), UTF_8));
            return CompletableFuture.completedFuture(
                    over.<Submitted>map(Submitted.OverQuota::new)
                            .or(() -> reason.map(Submitted.Busy::new))
                            .orElseGet(Submitted.Taken::new));
        }

        @Override
        public CompletableFuture<Optional<RefusalReason>> revoke(
                ChatbotAddress chatbot, Msisdn recipient, ImdnMessageId id) {
            done.add("revoke " + id + " " + recipient);
            return CompletableFuture.completedFuture(reason);
        }
    }

    private HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + listener.address().getPort() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/xml")
                .header("Date", DATE)
                .header("Authorization", CmccCredentials.authorization("app", "s3cret", DATE));
    }

    private HttpResponse<String> call(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body)
            throws IOException, InterruptedException {
        return call(request("POST", path, body));
    }

    private void refuses(HttpRequest.Builder request, int status, String code)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = call(request);
        assertThat(answer.body())
                .contains("<resultCode>" + code + "</resultCode>")
                .contains("<policyException><exceptionId>" + code + "</exceptionId><text>");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(done).as("nothing is stored").isEmpty();
    }

    private static String named(String id) {
        return Cmcc.message("<messageId>" + id + "</messageId>")
                .replace(
                        "</m:outbound", "<clientCorrelator>5&amp;6</clientCorrelator></m:outbound");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SEND,
                "/messaging/v1/outbound/sip%3A106500%40botplatform.rcs.example/requests",
                "/messaging/group/v1/outbound/" + BOT + "/requests",
                "/messaging/group/plain/outbound/" + BOT + "/requests",
                "/messaging/group/template/outbound/" + BOT + "/requests",
                "/messaging/single/plain/outbound/" + BOT + "/requests",
            })
    void whatWasTakenIsAnswered(String path) throws Exception {
        HttpResponse<String> answer = post(path, named("m"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type"))
                .contains("application/xml;charset=UTF-8");
        assertThat(answer.body())
                .startsWith("<?xml")
                .contains(
                        "<resultCode>0</resultCode><resultDesc>success</resultDesc>"
                                + "<messageId>m</messageId><clientCorrelator>5&amp;6</clientCorrelator>"
                                + "<deliveryInfoList><deliveryInfo><address>tel:+8613900000001</address>"
                                + "<deliveryStatus>MessageWaiting</deliveryStatus></deliveryInfo></deliveryInfoList>");
        assertThat(done).containsExactly("send m [+8613900000001] hello");
    }

    @Test
    void whoWantsJsonGetsIt() throws Exception {
        assertThat(
                        call(request("POST", SEND, named("m")).header("Accept", "application/json"))
                                .body())
                .isEqualTo(
                        "{\"code\":\"00000\",\"msg\":\"success\",\"messageId\":\"m\",\"clientCorrelator\":\"5&6\"}");
        assertThat(call(request("POST", SEND, "").header("Accept", "application/json")).body())
                .startsWith("{\"code\":\"10003\",\"msg\":\"");
    }

    @Test
    void messagesAreTakenBack() throws Exception {
        String path = SEND + "/m%2F1/status";
        assertThat(call(request("PUT", path, Cmcc.revocation(2))).body())
                .contains("<resultCode>0</resultCode>")
                .contains("<messageId>m/1</messageId>")
                .doesNotContain("deliveryInfoList");
        assertThat(done).containsExactly("revoke m/1 +8613900000000", "revoke m/1 +8613900000001");
        done.clear();
        refuses(request("POST", path, Cmcc.revocation(1)), 405, "10006");
        refuses(request("PUT", SEND + "/a%20b/status", Cmcc.revocation(1)), 400, "31011");
        refuses(request("PUT", path, Cmcc.message("")), 400, "10003");
        refuses(
                request("PUT", path, Cmcc.revocation(1)).setHeader("Authorization", "Basic x"),
                401,
                "10002");
    }

    @Test
    void pathsAndVerbsAreChecked() throws Exception {
        refuses(request("POST", "/messaging/v2/outbound/" + BOT + "/requests", ""), 404, "10008");
        refuses(request("GET", SEND, ""), 405, "10005");
        assertThat(post("/other", "").statusCode()).isEqualTo(404);
    }

    @Test
    void bodiesAreChecked() throws Exception {
        refuses(request("POST", SEND, ""), 400, "10003");
        refuses(
                request("POST", SEND, named("m")).setHeader("Content-Type", "application/json"),
                415,
                "10001");
        refuses(request("POST", SEND, Cmcc.to(101)), 400, "31008");
        int room = BODY_MAX - Cmcc.message("<x></x>").length();
        String less = Cmcc.message("<x>" + "x".repeat(room) + "</x>");
        refuses(request("POST", SEND, less + " "), 400, "10003");
        assertThat(less).hasSize(BODY_MAX);
        assertThat(post(SEND, less).statusCode()).isEqualTo(200);
    }

    // ---- who may

    @Test
    void anotherChatbotsKeysAreOfNoUse() throws Exception {
        Chatbot other = Cmcc.chatbot(OTHER);
        book.put(
                new Chatbot(
                        other.address(),
                        other.csp(),
                        "",
                        other.dialect(),
                        new ChatbotKeys("app2", "s3cret2", "t"),
                        other.callback(),
                        other.state(),
                        other.testers()));
        String path = SEND.replace(BOT, OTHER);
        String body = named("m").replace(BOT, OTHER);
        refuses(request("POST", path, body), 401, "10002");
        // with its own keys it may not pretend to be the first either
        String own = CmccCredentials.authorization("app2", "s3cret2", DATE);
        refuses(request("POST", path, named("m")).setHeader("Authorization", own), 400, "32000");
        refuses(request("POST", SEND, named("m")).setHeader("Authorization", own), 401, "10002");
        assertThat(call(request("POST", path, body).setHeader("Authorization", own)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void chatbotsOfOtherDialectsAreNotHere() throws Exception {
        book.put(Tenants.chatbot(URI.create("https://hook.example/x")));
        refuses(request("POST", SEND, named("m")), 404, "31002");
        refuses(request("POST", SEND.replace(BOT, OTHER), named("m")), 404, "31002");
        refuses(request("POST", SEND.replace(BOT, "106500"), named("m")), 404, "31002");
    }

    @ParameterizedTest
    @CsvSource({"301, 31009", "-301, 31009"})
    void whatIsOldIsOfNoUse(int seconds, String code) throws Exception {
        String old = CmccCredentials.date(NOW.plusSeconds(seconds));
        refuses(
                request("POST", SEND, named("m"))
                        .setHeader("Date", old)
                        .setHeader(
                                "Authorization",
                                CmccCredentials.authorization("app", "s3cret", old)),
                401,
                code);
        // overheard, with a fresh Date
        refuses(
                request("POST", SEND, named("m"))
                        .setHeader(
                                "Authorization",
                                CmccCredentials.authorization("app", "s3cret", old)),
                401,
                "10002");
    }

    /// The core sends what has one id once.
    @Test
    void whatIsPlayedAgainIsTheSameMessage() throws Exception {
        HttpResponse<String> first = post(SEND, Cmcc.message(""));
        HttpResponse<String> again = post(SEND, Cmcc.message(""));
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(done).hasSize(2);
        assertThat(done.getFirst()).isEqualTo(done.getLast());
    }

    @Test
    void theProviderHasToCallFromItsAddresses() throws Exception {
        book.put(new Csp("acme", "", true, List.of(AddressRange.of("192.0.2.0/24")), false));
        refuses(request("POST", SEND, named("m")), 403, "10009");
        book.put(new Csp("acme", "", true, List.of(AddressRange.of("127.0.0.0/8")), false));
        assertThat(post(SEND, named("m")).statusCode()).isEqualTo(200);
    }

    @Test
    void whoIsPausedMaySendNothing() throws Exception {
        book.put(Cmcc.chatbot().withState(Chatbot.State.PAUSED));
        refuses(request("POST", SEND, named("m")), 403, "40004");
        book.put(Cmcc.chatbot());
        book.put(new Csp("acme", "", false, List.of(), false));
        refuses(request("POST", SEND, named("m")), 403, "40004");
    }

    @Test
    void underTestOnlyTestersAreWrittenTo() throws Exception {
        book.put(Cmcc.chatbot().withState(Chatbot.State.DEBUG));
        refuses(request("POST", SEND, Cmcc.to(2)), 403, "POL0001");
        assertThat(post(SEND, named("m")).statusCode()).isEqualTo(200);
    }

    @Test
    void whatCanNotBeTakenNowMayComeAgain() throws Exception {
        reason = Optional.of(RefusalReason.OVERLOAD);
        HttpResponse<String> answer = post(SEND, named("m"));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("<resultCode>SVC0001</resultCode>");
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
    }

    @Test
    void aQuotaThatIsUsedUpIsNamed() throws Exception {
        over = Optional.of(new Exceeded(Level.CSP, "acme", Period.DAY, 100, 1));
        HttpResponse<String> answer = post(SEND, named("m"));
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).contains("POL0009").contains("acme is 100 recipients");
    }

    @Test
    void theStrictProfileWantsItsContentType() throws Exception {
        book.put(new Csp("acme", "", true, List.of(), true));
        refuses(
                request("POST", SEND, named("m")).setHeader("Content-Type", "text/xml"),
                415,
                "10001");
    }
}
