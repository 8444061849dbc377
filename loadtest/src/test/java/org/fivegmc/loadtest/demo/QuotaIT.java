package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.chatbot.CtcuChatbot;
import org.fivegmc.loadtest.chatbot.Reply;
import org.fivegmc.loadtest.chatbot.Status;
import org.fivegmc.loadtest.process.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/// What providers may send, and that none costs another anything.
@Timeout(180)
@Isolated("it compares times")
@Tag("RCC07-3.6")
class QuotaIT {
    private static final int PORT = Ports.free();
    private static final URI SERVER_URL = URI.create("http://127.0.0.1:" + PORT);

    @RegisterExtension
    private static final PackagedServer SERVER =
            new PackagedServer(
                    "MC_CHATBOTS_LISTEN=127.0.0.1:" + PORT,
                    "MC_CHATBOTS_CALLBACKS_NETWORKS=127.0.0.0/8",
                    "MC_MESSAGES_RETRY_SCHEDULE=1s");

    private static final AtomicInteger BOTS = new AtomicInteger();
    private static final AtomicInteger IDS = new AtomicInteger();

    private final List<CtcuChatbot> bots = new ArrayList<>();

    @AfterEach
    void close() {
        bots.forEach(CtcuChatbot::close);
    }

    private CtcuChatbot bot(String csp, String callback) throws IOException {
        CtcuChatbot bot =
                CtcuChatbot.start(
                        new CtcuChatbot.Identity(
                                "sip:1067" + BOTS.incrementAndGet() + "@botplatform.rcs.local",
                                "app",
                                "key",
                                "token"),
                        InstantSource.system());
        bots.add(bot);
        SERVER.put(
                path(bot),
                """
                {"csp":"%s","appId":"app","appKey":"key","token":"token","callback":"%s"}\
                """
                        .formatted(csp, callback.isEmpty() ? bot.callback() : callback));
        assertThat(bot.connect(SERVER_URL).errorCode()).isZero();
        return bot;
    }

    private static String path(CtcuChatbot bot) {
        return "/v1/chatbots/" + URLEncoder.encode(bot.identity().address(), UTF_8);
    }

    private static Reply send(CtcuChatbot bot, String... users) {
        return sendAs("q" + IDS.incrementAndGet(), bot, users);
    }

    private static Reply sendAs(String id, CtcuChatbot bot, String... users) {
        return bot.call(
                SERVER_URL,
                "messages",
                bot.message(id, Arrays.asList(users), CtcuChatbot.text("x"), ""));
    }

    @Test
    void whatIsOverAQuotaIsRefusedWithTheNameOfIt() throws IOException {
        SERVER.put("/v1/csps/small", "{\"quota\":{\"perMonth\":4}}");
        CtcuChatbot one = bot("small", "");
        CtcuChatbot two = bot("small", "");
        SERVER.put(path(one), "{\"quota\":{\"perDay\":4}}");
        String a = SERVER.user();
        String b = SERVER.user();
        assertThat(sendAs("first", one, a, b).errorCode()).isZero();
        // the same message again is counted once
        assertThat(sendAs("first", one, a, b).errorCode()).isZero();
        assertThat(send(one, a).errorCode()).isZero();
        Reply day = send(one, a, b);
        assertThat(day.errorCode()).isEqualTo(30001);
        assertThat(day.body().path("errorCode").isString()).isTrue();
        assertThat(day.errorMessage()).contains(one.identity().address(), "4 recipients a day");
        assertThat(send(two, a).errorCode()).isZero();
        Reply month = send(two, a, b);
        assertThat(month.errorCode()).isEqualTo(30002);
        assertThat(month.errorMessage()).contains("provider small", "4 recipients a month");
        SERVER.put(path(two), "{\"quota\":{\"perSecond\":1}}");
        SERVER.put("/v1/csps/small", "{\"quota\":{\"perMonth\":0}}");
        assertThat(send(two, a, b).errorCode()).isEqualTo(30003);
        assertThat(SERVER.metric("mc_quota_exceeded_total{level=\"csp\",period=\"month\"}"))
                .isEqualTo(2);
        // nothing of what was refused is on its way
        assertThat(SERVER.waiting(b)).isEqualTo(1);
        assertThat(SERVER.waiting(a)).isEqualTo(3);
    }

    @Test
    void aKillForgetsNoMoreThanWasSentJustBefore() throws IOException {
        SERVER.put("/v1/csps/kept", "{\"quota\":{\"perDay\":2}}");
        CtcuChatbot bot = bot("kept", "");
        String a = SERVER.user();
        String b = SERVER.user();
        assertThat(send(bot, a, b).errorCode()).isZero();
        assertThat(send(bot, a).errorCode()).isEqualTo(30001);
        // saved every two seconds
        LockSupport.parkNanos(Duration.ofSeconds(5).toNanos());
        SERVER.killAndStart();
        assertThat(SERVER.get("/v1/csps/kept")).contains("\"today\":2");
        assertThat(bot.connect(SERVER_URL).errorCode()).isZero();
        assertThat(send(bot, a).errorCode()).isEqualTo(30001);
    }

    /// How long one provider waits for answers and for calls of its webhook, alone and beside one
    /// that sends ten times what it may and one whose webhook takes connections and never answers.
    @Test
    void aGreedyProviderAndADeadWebhookCostAnotherNothing() throws Exception {
        SERVER.put("/v1/csps/good", "{}");
        SERVER.put("/v1/csps/greedy", "{\"quota\":{\"perSecond\":2}}");
        SERVER.put("/v1/csps/dead", "{}");
        CtcuChatbot good = bot("good", "");
        CtcuChatbot greedy = bot("greedy", "");
        String user = SERVER.user();
        String others = SERVER.user();
        measured(good, user, 50); // the server warms up
        Latencies alone = measured(good, user, 120);
        var busy = new AtomicBoolean(true);
        var refused = new AtomicInteger();
        var taken = new AtomicInteger();
        try (ServerSocket hole = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress())) {
            CtcuChatbot dead = bot("dead", "http://127.0.0.1:" + hole.getLocalPort() + "/hook");
            Thread flood =
                    Thread.ofVirtual()
                            .start(() ->
                                    paced(
                                            busy,
                                            20,
                                            () -> {
                                                int code = send(greedy, others).errorCode();
                                                (code == 0 ? taken : refused).incrementAndGet();
                                            }));
            Thread mute = Thread.ofVirtual().start(() -> paced(busy, 20, () -> send(dead, others)));
            // both are at work
            Awaitility.await().atMost(PATIENCE).until(() -> refused.get() > 10);
            Latencies beside = measured(good, user, 120);
            busy.set(false);
            flood.join();
            mute.join();
            assertThat(refused.get()).isGreaterThan(taken.get());
            assertThat(dead.statuses().all()).isEmpty();
            assertThat(beside.submits() / alone.submits())
                    .as("submits: %s beside, %s alone", beside, alone)
                    .isLessThan(25);
            assertThat(beside.callbacks() / alone.callbacks())
                    .as("callbacks: %s beside, %s alone", beside, alone)
                    .isLessThan(25);
        }
    }

    /// So many a second, as far as they are answered.
    private static void paced(AtomicBoolean busy, int perSecond, Runnable step) {
        long gap = Duration.ofSeconds(1).toNanos() / perSecond;
        long next = System.nanoTime();
        while (busy.get()) {
            step.run();
            next += gap;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    /// 99th percentiles in milliseconds.
    private record Latencies(double submits, double callbacks) {}

    private static Latencies measured(CtcuChatbot bot, String user, int count) {
        long[] submits = new long[count];
        long[] callbacks = new long[count];
        for (int i = 0; i < count; i++) {
            String id = "l" + IDS.incrementAndGet();
            long begin = System.nanoTime();
            assertThat(sendAs(id, bot, user).errorCode()).isZero();
            submits[i] = System.nanoTime() - begin;
            List<Status> told =
                    bot.statuses().await(1, status -> status.messageId().equals(id), PATIENCE);
            assertThat(told).isNotEmpty();
            callbacks[i] = System.nanoTime() - begin;
        }
        return new Latencies(p99(submits), p99(callbacks));
    }

    private static double p99(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length * 99 / 100 - 1] / 1e6;
    }
}
