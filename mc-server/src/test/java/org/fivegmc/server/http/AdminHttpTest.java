package org.fivegmc.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.delivery.HoldReason;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.ChatbotBook;
import org.fivegmc.maap.quota.QuotaDesk;
import org.fivegmc.maap.tenant.Dialect;
import org.fivegmc.maap.tenant.Quota;
import org.fivegmc.maap.tenant.TenantBook;
import org.fivegmc.maap.webhook.CallbackCheck;
import org.fivegmc.maap.webhook.Notice;
import org.fivegmc.maap.webhook.WebhookChannel;
import org.fivegmc.maap.webhook.WebhookSettings;
import org.fivegmc.server.observe.ChatbotMeters;
import org.fivegmc.server.admin.TenantAdmin;
import org.fivegmc.server.admin.WebhookLanes;
import org.fivegmc.server.config.HostPort;
import org.fivegmc.server.config.Secret;
import org.fivegmc.server.metrics.Metrics;
import org.fivegmc.store.RowTenantStore;
import org.fivegmc.store.memory.MemoryEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

class AdminHttpTest {
    private static final String NUMBER = "+8613812340001";

    private final MemoryOperations operations = new MemoryOperations();
    private final Metrics metrics = new Metrics("1.2.3");
    private final RowTenantStore rows = new RowTenantStore(new MemoryEngine());
    private final TenantBook tenants = new TenantBook(rows, 100);
    private final QuotaDesk quotas =
            new QuotaDesk(
                    tenants, rows, Quota.NONE, new ChatbotMeters(metrics), InstantSource.system());
    private final WebhookChannel webhooks =
            new WebhookChannel(
                    tenants,
                    Map.of(
                            Dialect.CTCU,
                            (_, _) ->
                                    Optional.of(
                                            new Notice("", Map.of(), "text/plain", new byte[0]))),
                    new WebhookSettings(
                            Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 1, 1, List.of()),
                    new ChatbotMeters(metrics),
                    InstantSource.system());
    private final CallbackCheck check =
            new CallbackCheck(tenants, webhooks, false, InstantSource.system());
    private List<Delivery> waiting = List.of();
    private boolean wrongTables;
    private final NumberRoutes.Numbers numbers =
            new NumberRoutes.Numbers() {
                @Override
                public Optional<NumberRoutes.TelephoneNumber> find(String text) {
                    return text.equals("13800138000")
                            ? Optional.of(
                                    new NumberRoutes.TelephoneNumber(
                                            "+8613800138000",
                                            Optional.of("cmcc"),
                                            "its prefix is +86138",
                                            List.of("ismg-1")))
                            : Optional.empty();
                }

                @Override
                public NumberRoutes.OperatorTables reload() {
                    if (wrongTables) {
                        throw new IllegalArgumentException("ported.csv line 3: 1 field is not 2");
                    }
                    return new NumberRoutes.OperatorTables(69, 1);
                }
            };
    private final TokenRoutes.Tokens tokens =
            (msisdn, life) -> {
                if (!msisdn.equals(NUMBER)) {
                    return new TokenRoutes.Outcome.Unknown();
                }
                Duration wanted = life.orElse(TokenRoutes.USUAL_LIFE);
                if (wanted.equals(TokenRoutes.USUAL_LIFE)) {
                    return new TokenRoutes.Outcome.Made(
                            new TokenRoutes.UploadToken(
                                    "t0ken", Instant.parse("2026-11-23T09:00:00Z")));
                }
                return wanted.compareTo(TokenRoutes.USUAL_LIFE) > 0
                        ? new TokenRoutes.Outcome.WrongLife("ttl is not in 1s..1h")
                        : new TokenRoutes.Outcome.NotOffered("no uploads by token");
            };
    private boolean ready = true;
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server = start(Optional.empty());

    @AfterEach
    void stop() {
        client.close();
        server.close();
        quotas.close();
        webhooks.close();
        metrics.close();
    }

    @Test
    void subscribersComeAndGo() throws Exception {
        String path = "/v1/subscribers/" + NUMBER;

        assertThat(call("GET", path, "").statusCode()).isEqualTo(404);
        var created = call("PUT", path, "{\"password\":\"x\",\"rcs\":false}");
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(json(created).get("msisdn").asString()).isEqualTo(NUMBER);
        assertThat(json(created).get("rcs").asBoolean()).isFalse();
        assertThat(json(created).get("lastSeenAt").asString()).isEqualTo("2026-11-23T08:00:00Z");
        assertThat(call("PUT", path, "").statusCode()).isEqualTo(200);
        assertThat(
                        json(call("GET", "/v1/subscribers/8613812340001", ""))
                                .get("password")
                                .asBoolean())
                .isTrue();
        assertThat(call("DELETE", path, "").statusCode()).isEqualTo(204);
        assertThat(call("DELETE", path, "").statusCode()).isEqualTo(404);
    }

    @Test
    void gatewaysAreListed() throws Exception {
        var gateways = json(call("GET", "/v1/gateways", "")).get("gateways");
        assertThat(gateways.size()).isEqualTo(1);
        assertThat(gateways.get(0).get("id").asString()).isEqualTo("ismg-1");
        assertThat(gateways.get(0).get("state").asString()).isEqualTo("degraded");
        assertThat(gateways.get(0).get("boundLinks").asInt()).isEqualTo(1);
    }

    @Test
    void numbersHaveAnOperator() throws Exception {
        var number = json(call("GET", "/v1/numbers/13800138000", ""));
        assertThat(number.get("operator").asString()).isEqualTo("cmcc");
        assertThat(number.get("gateways").get(0).asString()).isEqualTo("ismg-1");
        assertThat(json(call("POST", "/v1/numbers/reload", "")).get("ported").asInt()).isEqualTo(1);
        wrongTables = true;
        var refused = call("POST", "/v1/numbers/reload", "");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(json(refused).get("detail").asString())
                .isEqualTo("nothing has changed: ported.csv line 3: 1 field is not 2");
    }

    @Test
    void tokensForUploadsAreMade() throws Exception {
        String path = "/v1/subscribers/" + NUMBER + "/token";
        for (String body : new String[] {"", "{}", "{\"ttl\": \"1h\"}", "{\"ttl\": null}"}) {
            var made = call("POST", path, body);
            assertThat(made.statusCode()).as(body).isEqualTo(200);
            assertThat(made.headers().firstValue("cache-control")).contains("no-store");
            assertThat(json(made).get("token").asString()).isEqualTo("t0ken");
            assertThat(json(made).get("expires").asString()).isEqualTo("2026-11-23T09:00:00Z");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8613812340002 | {}               | 404 | no such subscriber",
                "12            | {}               | 400 | the number is not E.164, such as +8613812340001",
                "8613812340001 | no json          | 400 | the body is no request for a token: {\"ttl\": \"1h\"}",
                "8613812340001 | {\"ttl\": \"long\"} | 400 | ttl is not a duration such as 90s, 30m or 1h",
                "8613812340001 | {\"ttl\": \"-1h\"}  | 400 | ttl is not a duration such as 90s, 30m or 1h",
                "8613812340001 | {\"ttl\": \"61m\"}  | 400 | ttl is not in 1s..1h",
                "8613812340001 | {\"ttl\": \"1m\"}   | 409 | no uploads by token"
            })
    void tokensThatAreNotMade(String number, String body, int status, String detail)
            throws Exception {
        var refused = call("POST", "/v1/subscribers/" + number + "/token", body);
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(json(refused).get("detail").asString()).isEqualTo(detail);
    }

    @Test
    void mailboxesArePaged() throws Exception {
        for (int i = 1; i <= 3; i++) {
            operations.store(NUMBER, "m-" + i);
        }
        var first = json(call("GET", "/v1/mailboxes/" + NUMBER + "?limit=2", ""));
        assertThat(first.get("messages").size()).isEqualTo(2);
        var last =
                json(
                        call(
                                "GET",
                                "/v1/mailboxes/"
                                        + NUMBER
                                        + "?limit=2&cursor="
                                        + first.get("next").asString(),
                                ""));
        assertThat(last.get("messages").get(0).get("messageId").asString()).isEqualTo("m-3");
        assertThat(last.get("next").isNull()).isTrue();
        assertThat(
                        json(call("GET", "/v1/mailboxes/" + NUMBER + "/m-2", ""))
                                .get("preview")
                                .asString())
                .isEqualTo("hello");
        assertThat(json(call("DELETE", "/v1/mailboxes/" + NUMBER, "")).get("removed").asInt())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/nothing,404",
        "GET,/v1/subscribers/,404",
        "POST,/v1/status,405",
        "GET,/v1/subscribers/12,400",
        "GET,/v1/subscribers/abc,400",
        "PUT,/v1/subscribers/8613812340001,400",
        "GET,/v1/mailboxes/8613812340001?limit=0,400",
        "GET,/v1/mailboxes/8613812340001?limit=501,400",
        "GET,/v1/mailboxes/8613812340001/a%20b,400",
        "GET,/v1/mailboxes/8613812340001?cursor=broken,400",
        "GET,/v1/routes/explain?from=1,400",
        "GET,/v1/routes/explain?from=sip%3A1065%40example.org&to=8613812340002,400",
        "GET,/v1/routes/explain?from=8613812340001&to=sip%3A1065%40botplatform.example.org,400",
        "GET,/v1/routes/explain?from=8613812340001&to=8613812340002&store=perhaps,400",
        "GET,/v1/numbers/1380013,400",
        "GET,/v1/traces/m-9,404"
    })
    void errorsAreProblems(String method, String path, int status) throws Exception {
        var response = call(method, path, method.equals("PUT") ? "no json" : "");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(json(response).get("status").asInt()).isEqualTo(status);
        assertThat(json(response).get("title").asString()).isNotEmpty();
        assertThat(json(response).get("instance").asString()).isNotEmpty();
    }

    @Test
    void aWrongMethodIsToldTheRightOnes() throws Exception {
        assertThat(call("POST", "/v1/subscribers/" + NUMBER, "").headers().firstValue("allow"))
                .contains("DELETE, GET, PUT");
    }

    @Test
    void routesAndTracesAreExplained() throws Exception {
        assertThat(
                        json(call(
                                        "GET",
                                        "/v1/routes/explain?from=+8613812340001&to=%2B8613812340002",
                                        ""))
                                .get("to")
                                .asString())
                .isEqualTo("+8613812340002");
        var chatbot =
                json(
                        call(
                                "GET",
                                "/v1/routes/explain?from=SIP%3A1065%40botplatform.example.org&to="
                                        + NUMBER
                                        + "1&store=false",
                                ""));
        assertThat(chatbot.get("from").asString()).isEqualTo("sip:1065@botplatform.example.org");
        assertThat(chatbot.get("row").asString()).isEqualTo("not-stored");
        assertThat(
                        json(call("GET", "/v1/traces/m-1", ""))
                                .get("steps")
                                .get(0)
                                .get("detail")
                                .asString())
                .isEqualTo("202");
        assertThat(json(call("GET", "/v1/traces/m-1", "")).get("stored").get("attempts").asInt())
                .isEqualTo(2);
        assertThat(json(call("GET", "/v1/traces/m-9", "")).get("detail").asString())
                .isEqualTo("nothing is known of m-9");
    }

    @Test
    void healthFollowsItsChecks() throws Exception {
        assertThat(call("GET", "/health/ready", "").statusCode()).isEqualTo(200);
        ready = false;
        var down = call("GET", "/health/ready", "");
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(json(down).get("checks").get(0).get("name").asString()).isEqualTo("store");
        assertThat(call("GET", "/health/live", "").statusCode()).isEqualTo(200);
    }

    @Test
    void metricsArePrometheusText() throws Exception {
        var response = call("GET", "/metrics", "");
        assertThat(response.headers().firstValue("content-type")).contains(Metrics.CONTENT_TYPE);
        assertThat(response.body()).contains("mc_build_info");
    }

    @Test
    void headHasLengthButNoBody() throws Exception {
        var response = call("HEAD", "/v1/status", "");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValueAsLong("content-length").orElse(0)).isPositive();
    }

    @Test
    void aTokenGuardsEverythingUnderV1() throws Exception {
        server.close();
        server = start(Optional.of(new Secret("t0ken")));

        assertThat(call("GET", "/health/ready", "").statusCode()).isEqualTo(200);
        var refused = call("GET", "/v1/status", "");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("www-authenticate"))
                .contains("Bearer realm=\"5gmc\"");
        assertThat(call("GET", "/v1/status", "", "Authorization", "Bearer wrong").statusCode())
                .isEqualTo(401);
        assertThat(call("GET", "/v1/status", "", "Authorization", "Basic t0ken").statusCode())
                .isEqualTo(401);
        assertThat(call("GET", "/v1/status", "", "Authorization", "Bearer t0ken").statusCode())
                .isEqualTo(200);
        assertThat(call("POST", "/v1/subscribers/" + NUMBER + "/token", "").statusCode())
                .as("nobody makes tokens for others")
                .isEqualTo(401);
    }

    @Test
    void everyRouteIsDescribedAndNothingElse() throws Exception {
        var described = new java.util.TreeSet<String>();
        JsonNode paths =
                new YAMLMapper()
                        .readTree(Files.readString(Path.of("..", "docs", "openapi.yaml")))
                        .get("paths");
        for (var path : paths.properties()) {
            for (var method : path.getValue().propertyNames()) {
                if (!method.equals("parameters")) {
                    described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                }
            }
        }
        var offered = new java.util.TreeSet<String>();
        routes().forEach(route -> offered.add(route.method() + " " + route.template()));

        assertThat(described).isEqualTo(offered);
        assertThat(call("GET", "/openapi.yaml", "").body())
                .isEqualTo(Files.readString(Path.of("..", "docs", "openapi.yaml")));
    }

    /// A page of elsewhere whose name leads here: the browser says which name.
    @ParameterizedTest
    @CsvSource({
        "localhost:8080, 200",
        "LOCALHOST, 200",
        "127.0.0.1, 200",
        "127.0.0.53:1, 200",
        "[::1]:8080, 200",
        "evil.example, 421",
        "evil.example:8080, 421",
        "localhost.evil.example, 421",
        "10.0.0.1, 421",
        "[::2], 421",
        "[::1, 421"
    })
    void withoutATokenOnlyNamesOfThisMachineAreAnswered(String host, int status) throws Exception {
        assertThat(statusFor(host)).isEqualTo(status);
        server.close();
        server = start(Optional.of(new Secret("t")));
        assertThat(statusFor(host)).as("a token is proof enough").isEqualTo(200);
    }

    @Test
    void whoCantAnswerNowSaysSo() throws Exception {
        operations.overload();
        var answer = call("GET", "/v1/status", "");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(json(answer).get("detail").asString()).isEqualTo("overload");
    }

    private int statusFor(String host) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.address().port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write(
                            ("GET /health/ready HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            var in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            return Integer.parseInt(in.readLine().substring(9, 12));
        }
    }

    @Test
    void tenantsAreMadeChangedAndRemoved() throws Exception {
        String bot = "/v1/chatbots/sip%3A1%40botplatform.x";
        String made =
                "{\"csp\":\"acme\",\"appId\":\"a\",\"appKey\":\"secret\",\"callback\":\"https://h.example/x\"}";
        assertThat(call("PUT", bot, made).statusCode()).as("no such provider").isEqualTo(409);
        assertThat(call("PUT", "/v1/csps/acme", "").statusCode()).isEqualTo(201);
        assertThat(call("PUT", "/v1/csps/acme", "{\"strict\":true}").statusCode()).isEqualTo(200);
        assertThat(json(call("GET", "/v1/csps/acme", "")).get("strict").asBoolean()).isTrue();
        assertThat(call("PUT", bot, made).statusCode()).isEqualTo(201);
        assertThat(call("PUT", bot, "{\"state\":\"paused\"}").statusCode()).isEqualTo(200);
        var shown = call("GET", bot, "");
        assertThat(json(shown).get("state").asString()).isEqualTo("paused");
        assertThat(json(shown).get("callback").asString()).isEqualTo("https://h.example/x");
        assertThat(shown.body()).doesNotContain("secret");
        assertThat(json(call("GET", "/v1/chatbots?csp=acme", "")).get("chatbots")).hasSize(1);
        assertThat(json(call("GET", "/v1/chatbots?csp=other", "")).get("chatbots")).isEmpty();
        for (String wrong :
                new String[] {
                    "{\"quota\":{\"perDay\":-1}}",
                    "{\"state\":\"asleep\"}",
                    "{\"callback\":\"ftp://h/x\"}",
                    "{\"callback\":\"http://[\"}",
                    "{\"testers\":[\"nobody\"]}",
                    "{\"appKey\":\"\"}"
                }) {
            assertThat(call("PUT", bot, wrong).statusCode()).as(wrong).isEqualTo(409);
        }
        assertThat(call("PUT", "/v1/chatbots/sip%3A1%40elsewhere", made).statusCode())
                .isEqualTo(409);
        assertThat(call("PUT", bot, "nonsense").statusCode()).isEqualTo(400);
        assertThat(call("DELETE", "/v1/csps/acme", "").statusCode()).isEqualTo(409);
        assertThat(call("DELETE", bot, "").statusCode()).isEqualTo(204);
        assertThat(call("DELETE", bot, "").statusCode()).isEqualTo(404);
        assertThat(call("DELETE", "/v1/csps/acme", "").statusCode()).isEqualTo(204);
        assertThat(call("GET", "/v1/csps/acme", "").statusCode()).isEqualTo(404);
    }

    @Test
    void aLaneShowsWhatWaitsForAWebhookAndIsReplayed() throws Exception {
        String bot = "/v1/chatbots/sip%3A1%40botplatform.x";
        assertThat(call("GET", bot + "/lane", "").statusCode()).isEqualTo(404);
        assertThat(call("POST", bot + "/replay", "").statusCode()).isEqualTo(404);
        call("PUT", "/v1/csps/acme", "");
        call("PUT", bot, "{\"csp\":\"acme\",\"appId\":\"a\",\"appKey\":\"k\"}");
        assertThat(json(call("GET", bot + "/lane", "")).get("state").asString())
                .isEqualTo("no-callback");
        // which may not be called
        call("PUT", bot, "{\"callback\":\"http://127.0.0.1:1/x\"}");
        var message = message("m1");
        var outcome = new CompletableFuture<AttemptOutcome>();
        for (int i = 0; i < 5; i++) {
            outcome = new CompletableFuture<>();
            webhooks.send(
                    message,
                    new Binding(
                            ChatbotBook.WEBHOOK,
                            new Capabilities(Capabilities.PAGER),
                            0,
                            Long.MAX_VALUE,
                            new byte[0]),
                    outcome::complete);
            outcome.get(10, TimeUnit.SECONDS);
        }
        waiting =
                Collections.nCopies(
                        WebhookLanes.SHOWN + 1,
                        new Delivery(
                                message,
                                new DeliveryState.Held(HoldReason.BACKOFF, 1, 2),
                                1,
                                List.of(),
                                0));
        JsonNode lane = json(call("GET", bot + "/lane", ""));
        assertThat(lane.get("state").asString()).isEqualTo("left-alone");
        assertThat(lane.get("failures").asInt()).isEqualTo(5);
        assertThat(lane.get("lastFailure").asString()).contains("127.0.0.1");
        assertThat(lane.get("tryAt").isString()).isTrue();
        assertThat(lane.get("more").asBoolean()).isTrue();
        assertThat(lane.get("waiting")).hasSize(WebhookLanes.SHOWN);
        assertThat(lane.at("/waiting/0/from").asString()).contains("0002");

        var called = new CompletableFuture<ChatbotAddress>();
        webhooks.onRecovery(called::complete);
        lane = json(call("POST", bot + "/replay", ""));
        assertThat(lane.get("state").asString()).isEqualTo("calling");
        assertThat(called).isCompletedWithValue(BOT);
        call("PUT", bot, "{\"state\":\"paused\"}");
        assertThat(json(call("GET", bot + "/lane", "")).get("state").asString())
                .isEqualTo("paused");
    }

    private static final ChatbotAddress BOT = new ChatbotAddress("sip:1@botplatform.x");

    private static Message message(String id) {
        return new Message(
                new MessageId(1, 1),
                Msisdn.of("+8613900000002"),
                BOT,
                new ImdnMessageId(id),
                Purpose.CONTENT,
                Dispositions.NONE,
                FallbackOffer.NONE,
                Payload.of("text/plain", new byte[] {'h'}),
                0,
                Long.MAX_VALUE,
                Handling.USUAL);
    }

    @Test
    void quotasAreSetAndWhatWasSentIsShown() throws Exception {
        String bot = "/v1/chatbots/sip%3A1%40botplatform.x";
        call("PUT", "/v1/csps/acme", "{\"quota\":{\"perSecond\":5,\"perMonth\":100}}");
        call("PUT", "/v1/csps/acme", "{\"quota\":{\"perMonth\":200}}");
        JsonNode csp = json(call("GET", "/v1/csps/acme", ""));
        assertThat(csp.get("quota").toString())
                .isEqualTo("{\"perSecond\":5,\"perDay\":0,\"perMonth\":200}");
        call(
                "PUT",
                bot,
                "{\"csp\":\"acme\",\"appId\":\"a\",\"appKey\":\"k\",\"quota\":{\"perDay\":2},"
                        + "\"profile\":{\"name\":\"Parcels\"}}");
        call("PUT", bot, "{\"profile\":{\"smsNumber\":\"106500\"}}");
        assertThat(call("PUT", bot, "{\"profile\":{\"verifiedUntil\":\"2027-12-31\"}}").body())
                .contains("verified-by");
        call("PUT", bot, "{\"profile\":{\"verifiedBy\":\"Telecom\",\"verifiedAs\":\"Acme\"}}");
        call("PUT", bot, "{\"profile\":{\"verifiedUntil\":\"2027-12-31\"}}");
        assertThat(json(call("GET", bot, "")).at("/profile").toString())
                .endsWith(
                        "\"verifiedBy\":\"Telecom\",\"verifiedAs\":\"Acme\","
                                + "\"verifiedUntil\":\"2027-12-31\"}");
        call("PUT", bot, "{\"profile\":{\"verifiedBy\":\"\"}}");
        assertThat(json(call("GET", bot, "")).at("/profile").toString())
                .endsWith("\"verifiedBy\":\"\",\"verifiedAs\":\"\",\"verifiedUntil\":\"\"}");
        var chatbot = tenants.chatbots(Optional.empty()).getFirst();
        assertThat(chatbot.profile().name()).isEqualTo("Parcels");
        assertThat(quotas.take(chatbot, 2)).isEmpty();
        assertThat(quotas.take(chatbot, 1)).isPresent();
        call("PUT", bot, "{\"traffic\":{\"highest\":\"alert\"}}");
        assertThat(json(call("GET", bot, "")).at("/traffic").toString())
                .isEqualTo("{\"usual\":\"transaction\",\"highest\":\"alert\"}");
        call("PUT", bot, "{\"traffic\":{\"highest\":\"marketing\"}}");
        assertThat(json(call("GET", bot, "")).at("/traffic").toString())
                .isEqualTo("{\"usual\":\"marketing\",\"highest\":\"marketing\"}");
        assertThat(call("PUT", bot, "{\"traffic\":{\"usual\":\"alert\"}}").statusCode())
                .isEqualTo(409);
        assertThat(call("PUT", bot, "{\"traffic\":{\"usual\":\"urgent\"}}").body())
                .contains("alert, verification, transaction, marketing");
        JsonNode shown = json(call("GET", bot, ""));
        assertThat(shown.at("/profile/smsNumber").asString()).isEqualTo("106500");
        assertThat(shown.at("/quota/perDay").asInt()).isEqualTo(2);
        assertThat(shown.at("/usage/today").asInt()).isEqualTo(2);
        assertThat(json(call("GET", "/v1/csps/acme", "")).at("/usage/thisMonth").asInt())
                .isEqualTo(2);
        assertThat(metrics.scrape())
                .contains("mc_quota_counted_total 2.0")
                .contains("mc_quota_exceeded_total{level=\"chatbot\",period=\"day\"} 1.0");
    }

    private HttpServer start(Optional<Secret> token) {
        return new HttpServer(
                new HostPort("127.0.0.1", 0), new Router(routes(), token), HttpLimits.DEFAULTS);
    }

    private List<Router.Route> routes() {
        var health =
                new Health() {
                    @Override
                    public List<Check> live() {
                        return List.of();
                    }

                    @Override
                    public List<Check> ready() {
                        return List.of(new Check("store", ready, ""));
                    }
                };
        var gateway = new SmsGatewayRoutes.SmsGateway("ismg-1", "cmpp", "degraded", 2, 1, 70, 3, 4);
        return Stream.of(
                        new AdminRoutes(operations, health, metrics).routes(),
                        new SmsGatewayRoutes(() -> List.of(gateway)).routes(),
                        new NumberRoutes(numbers).routes(),
                        new TokenRoutes(tokens).routes(),
                        new TenantRoutes(
                                        new TenantAdmin(
                                                tenants,
                                                quotas,
                                                check,
                                                new WebhookLanes(webhooks, _ -> waiting)))
                                .routes())
                .flatMap(List::stream)
                .toList();
    }

    private HttpResponse<String> call(String method, String path, String body, String... headers)
            throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create("http://" + server.address() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }
}
