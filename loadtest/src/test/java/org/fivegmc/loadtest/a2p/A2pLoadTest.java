package org.fivegmc.loadtest.a2p;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fivegmc.loadtest.http.SmallServer;
import org.fivegmc.loadtest.process.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The tool against a server that is right or wrong in known ways.
@Timeout(60)
class A2pLoadTest {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final String TAKEN = "{\"errorCode\":\"0\"}";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private volatile int hook;
    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private final HttpClient client = HttpClient.newHttpClient();

    /// What is answered to a message that would be taken.
    private UnaryOperator<String> answer = taken -> taken;

    /// What is told of a message.
    private List<String> statuses = List.of("deliveredToNetwork", "delivered");

    private String signingToken = "tok1";

    @AfterEach
    void close() {
        client.shutdownNow();
    }

    @Test
    void everyMessageIsAnotherOneAndReportedOnOnce() throws Exception {
        assertThat(play("--most", "300", "--users", "7")).as(this::text).isZero();
        assertThat(messages)
                .extracting(m -> m.path("messageId").asString())
                .hasSize(300)
                .doesNotHaveDuplicates();
        assertThat(messages)
                .extracting(m -> m.path("destinationAddress").path(0).asString())
                .containsOnly(
                        Stream.iterate(0, n -> n < 7, n -> n + 1)
                                .map(n -> "tel:+8613800000" + "%03d".formatted(n))
                                .toArray(String[]::new));
        assertThat(text())
                .containsPattern("clean +yes")
                .containsPattern("acceptedInAll +300\n")
                .containsPattern("deliveredToNetwork +[1-9]")
                .containsPattern("delivered +300\\n")
                .containsPattern("p99Us +[1-9]");
    }

    @Test
    void whatIsBusyOrHasAnOldTokenIsSentAgain() throws Exception {
        var turn = new AtomicInteger();
        answer =
                taken ->
                        switch (turn.incrementAndGet()) {
                            case 3 -> "{\"errorCode\":\"-1\"}";
                            case 5 -> "{\"errorCode\":40014}";
                            default -> taken;
                        };
        assertThat(play("--most", "20", "--connections", "1")).as(this::text).isZero();
        assertThat(tokens).hasValue(2);
        assertThat(text())
                .containsPattern("acceptedInAll +20\n")
                .containsPattern("busy +1\n")
                .containsPattern("tokensRenewed +1\n");
    }

    @Test
    void aRefusalIsShownAndIsNoSuccess() throws Exception {
        answer = _ -> "{\"errorCode\":\"30008\",\"errorMessage\":\"not the sender\"}";
        assertThat(play("--most", "3", "--settle", "1")).isEqualTo(1);
        assertThat(text()).contains("not the sender").containsPattern("notTaken +3\n");
    }

    @Test
    void missingTwofoldAndForgedStatusesAreFound() throws Exception {
        statuses = List.of("deliveredToNetwork");
        assertThat(play("--most", "5", "--settle", "1")).isEqualTo(1);
        assertThat(text()).containsPattern("missing +5\n");
        printed.reset();
        statuses = List.of("delivered", "failed");
        assertThat(play("--most", "5", "--settle", "1")).isEqualTo(1);
        assertThat(text()).containsPattern("twofold +[1-5]\n");
        printed.reset();
        statuses = List.of("delivered", "delivered");
        signingToken = "another";
        assertThat(play("--most", "5", "--settle", "1")).isEqualTo(1);
        assertThat(text()).containsPattern("forged +[1-9]").containsPattern("missing +5\n");
    }

    @Test
    void aStatusThatIsToldAgainIsCountedAndNoFault() throws Exception {
        statuses = List.of("delivered", "delivered");
        assertThat(play("--most", "5")).as(this::text).isZero();
        assertThat(text()).containsPattern("repeated +[1-5]\n").containsPattern("twofold +0\n");
    }

    @Test
    void argumentsThatAreWrongAreNamed() throws Exception {
        assertThat(A2pLoad.run(List.of("submit", "--users", "0"), out())).isEqualTo(2);
        assertThat(text()).contains("--users").contains("usage:");
        assertThat(A2pLoad.run(List.of("reports", "--text", "a\"b"), out())).isEqualTo(2);
        assertThat(A2pLoad.run(List.of("--help"), out())).isZero();
    }

    private int play(String... more) throws InterruptedException {
        // one of its own each time: that of the play before may not be free yet
        hook = Ports.free();
        try (SmallServer server = SmallServer.start(0, this::called)) {
            List<String> args =
                    new ArrayList<>(
                            List.of(
                                    "reports",
                                    "--server",
                                    "127.0.0.1:" + server.port(),
                                    "--listen",
                                    Integer.toString(hook),
                                    "--warmup",
                                    "0",
                                    "--seconds",
                                    "20",
                                    "--connections",
                                    "4"));
            args.addAll(List.of(more));
            return A2pLoad.run(args, out());
        }
    }

    private SmallServer.Answer called(FullHttpRequest request) {
        if (request.uri().endsWith("/accessToken")) {
            return json("{\"accessToken\":\"t%d\"}".formatted(tokens.incrementAndGet()));
        }
        JsonNode message = MAPPER.readTree(ByteBufUtil.getBytes(request.content()));
        String said = answer.apply(TAKEN);
        if (said.equals(TAKEN)) {
            messages.add(message);
            statuses.forEach(status -> tell(message.path("messageId").asString(), status));
        }
        return json(said);
    }

    private static SmallServer.Answer json(String text) {
        return new SmallServer.Answer(200, text.getBytes(UTF_8));
    }

    private void tell(String id, String status) {
        HttpRequest call =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d/hook/deliveryNotification/x/status"
                                                .formatted(hook)))
                        .header("timestamp", "1")
                        .header("nonce", "2")
                        .header("signature", signature())
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"deliveryInfoList\":[{\"messageId\":\"%s\",\"status\":\"%s\"}]}"
                                                .formatted(id, status)))
                        .build();
        var _ = client.sendAsync(call, HttpResponse.BodyHandlers.discarding());
    }

    private String signature() {
        String text = Stream.of(signingToken, "1", "2").sorted().collect(Collectors.joining());
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (java.security.NoSuchAlgorithmException none) {
            throw new IllegalStateException(none);
        }
    }

    private PrintStream out() {
        return new PrintStream(printed, true, UTF_8);
    }

    private String text() {
        return printed.toString(UTF_8);
    }
}
