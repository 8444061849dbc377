package org.fivegmc.maap.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.fivegmc.core.message.Message;
import org.fivegmc.maap.tenant.AddressRange;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.Dialect;
import org.fivegmc.maap.tenant.TenantBook;
import org.fivegmc.maap.tenant.Tenants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallbackCheckTest {

    private final AtomicLong now = new AtomicLong(1_000_000);
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int status = 200;
    private volatile String appId = "app";
    private HttpServer hook;
    private TenantBook book;
    private WebhookChannel channel;
    private CallbackCheck check;

    /// Asks for the id of the chatbot.
    private static final Notices ASKING =
            new Notices() {
                @Override
                public Optional<Notice> of(Chatbot chatbot, Message message) {
                    return Optional.empty();
                }

                @Override
                public Optional<Proof> proof(Chatbot chatbot) {
                    return Optional.of(
                            new Proof(
                                    "/notifyPath",
                                    Map.of("echoStr", "e"),
                                    Map.of("echoStr", "e", "appId", chatbot.keys().appId())));
                }
            };

    @BeforeEach
    void start() throws IOException {
        hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/hook/notifyPath", this::answer);
        hook.start();
        book = Tenants.book(url("/hook/"));
        channel = channel("127.0.0.0/8", ASKING);
        check = new CallbackCheck(book, channel, true, () -> Instant.ofEpochMilli(now.get()));
        book.update(Tenants.BOT, chatbot -> chatbot.withProven(false));
    }

    private WebhookChannel channel(String allowed, Notices notices) {
        return new WebhookChannel(
                book,
                Map.of(Dialect.CTCU, notices),
                new WebhookSettings(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(20),
                        3,
                        2,
                        1,
                        List.of(AddressRange.of(allowed))),
                new WebhookEvents() {
                    @Override
                    public void called(Result result, long nanos) {}

                    @Override
                    public void putOff() {}
                },
                () -> Instant.ofEpochMilli(now.get()));
    }

    @AfterEach
    void stop() {
        channel.close();
        hook.stop(0);
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + hook.getAddress().getPort() + path);
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            asked.incrementAndGet();
            call.getResponseHeaders().set("echoStr", call.getRequestHeaders().getFirst("echoStr"));
            call.getResponseHeaders().set("appId", appId);
            call.sendResponseHeaders(status, -1);
        }
    }

    private Chatbot chatbot() {
        return book.chatbot(Tenants.BOT).orElseThrow();
    }

    @Test
    void aWebhookThatShowsWhoseItIsIsAskedOnce() {
        assertThat(chatbot().listens()).isFalse();
        assertThat(check.check(chatbot())).isEmpty();
        assertThat(chatbot().listens()).isTrue();
        assertThat(check.check(chatbot())).isEmpty();
        assertThat(asked.get()).isEqualTo(1);
    }

    @Test
    void oneThatDoesNotIsAskedAgainLater() {
        appId = "another";
        assertThat(check.check(chatbot()).orElseThrow()).contains("appId");
        appId = "app";
        assertThat(check.check(chatbot()).orElseThrow()).as("not yet").contains("appId");
        assertThat(asked.get()).isEqualTo(1);
        now.addAndGet(CallbackCheck.PAUSE.toMillis());
        status = 204;
        assertThat(check.check(chatbot()).orElseThrow()).contains("204");
        assertThat(chatbot().proven()).isFalse();
        status = 200;
        // set up anew it is asked at once
        check.begin(chatbot());
        await().until(() -> chatbot().proven());
        assertThat(asked.get()).isEqualTo(3);
    }

    @Test
    void whatMayNotBeCalledOrDoesNotAnswerProvesNothing() {
        try (WebhookChannel strict = channel("10.0.0.0/8", ASKING)) {
            assertThat(strict.proof(chatbot()).orElseThrow()).contains("private network");
        }
        assertThat(asked.get()).isZero();
        hook.stop(0);
        assertThat(check.check(chatbot()).orElseThrow()).startsWith("the webhook:");
    }

    @Test
    void onlyANewWebhookHasToProveAnything() {
        Chatbot proven = chatbot().withProven(true);
        assertThat(check.isProven(proven, Optional.empty())).isFalse();
        assertThat(check.isProven(proven.withState(Chatbot.State.DEBUG), Optional.of(proven)))
                .isTrue();
        assertThat(check.isProven(proven, Optional.of(chatbot()))).isFalse();
        try (WebhookChannel wordless = channel("127.0.0.0/8", (_, _) -> Optional.empty())) {
            assertThat(
                            new CallbackCheck(book, wordless, true, Instant::now)
                                    .isProven(proven, Optional.empty()))
                    .as("a dialect without such a call")
                    .isTrue();
        }
        var off = new CallbackCheck(book, channel, false, Instant::now);
        assertThat(off.isProven(proven, Optional.empty())).isTrue();
        assertThat(off.check(chatbot())).isEmpty();
        assertThat(chatbot().proven()).isTrue();
        assertThat(asked.get()).isZero();
    }
}
