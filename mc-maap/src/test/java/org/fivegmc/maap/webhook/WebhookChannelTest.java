package org.fivegmc.maap.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.fivegmc.core.delivery.AttemptOutcome;
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
import org.fivegmc.maap.tenant.AddressRange;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.ChatbotKeys;
import org.fivegmc.maap.tenant.Dialect;
import org.fivegmc.maap.tenant.TenantBook;
import org.fivegmc.maap.tenant.Tenants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebhookChannelTest {

    private static final Binding WEBHOOK =
            new Binding(
                    ChatbotBook.WEBHOOK,
                    new Capabilities(Capabilities.PAGER),
                    0,
                    Long.MAX_VALUE,
                    new byte[0]);

    /// Tells ids that begin with `r` together.
    private static final class Words implements Notices {
        @Override
        public Optional<Notice> of(Chatbot chatbot, Message message) {
            String id = message.imdnId().value();
            return id.equals("wordless") ? Optional.empty() : Optional.of(notice("body"));
        }

        @Override
        public boolean isShared(Message message) {
            return message.imdnId().value().startsWith("r");
        }

        @Override
        public Optional<Notice> of(Chatbot chatbot, List<Message> messages) {
            return isShared(messages.getFirst())
                    ? Optional.of(
                            notice(
                                    messages.stream()
                                            .map(message -> message.imdnId().value())
                                            .collect(Collectors.joining(" "))))
                    : Notices.super.of(chatbot, messages);
        }

        private static Notice notice(String body) {
            return new Notice("/told", Map.of("nonce", "7"), "text/plain", body.getBytes(UTF_8));
        }
    }

    private final List<String> called = new CopyOnWriteArrayList<>();
    private final List<ChatbotAddress> recovered = new CopyOnWriteArrayList<>();
    private final AtomicInteger putOff = new AtomicInteger();
    private final AtomicLong now = new AtomicLong(1_000_000);
    private final CountDownLatch patience = new CountDownLatch(1);
    private static final ChatbotAddress OTHER = new ChatbotAddress("sip:2@botplatform.x");
    private static final ChatbotAddress THIRD = new ChatbotAddress("sip:3@botplatform.x");

    private HttpServer hook;
    private TenantBook book;
    private WebhookChannel channel;
    private volatile int status = 204;

    @BeforeEach
    void start() throws IOException {
        hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        hook.createContext("/", this::answer);
        hook.start();
        book = Tenants.book(url("/hook/"));
        channel = channel(List.of(AddressRange.of("127.0.0.0/8")));
    }

    @AfterEach
    void stop() {
        patience.countDown();
        channel.close();
        hook.stop(0);
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + hook.getAddress().getPort() + path);
    }

    private WebhookChannel channel(List<AddressRange> allowed) {
        return channel(allowed, Duration.ofMillis(700));
    }

    private WebhookChannel channel(List<AddressRange> allowed, Duration answer) {
        var made =
                new WebhookChannel(
                        book,
                        Map.of(Dialect.CTCU, new Words()),
                        new WebhookSettings(Duration.ofSeconds(2), answer, 3, 2, 3, allowed),
                        new WebhookEvents() {
                            @Override
                            public void called(Result result, long nanos) {
                                called.add(result.name());
                            }

                            @Override
                            public void putOff() {
                                putOff.incrementAndGet();
                            }
                        },
                        (InstantSource) () -> java.time.Instant.ofEpochMilli(now.get()));
        made.onRecovery(recovered::add);
        return made;
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            String body = new String(call.getRequestBody().readAllBytes(), UTF_8);
            called.add(
                    call.getRequestURI()
                            + " "
                            + call.getRequestHeaders().getFirst("nonce")
                            + " "
                            + body);
            if (status == 0) {
                patience.await(10, TimeUnit.SECONDS);
            }
            if (status == 302) {
                call.getResponseHeaders().add("location", url("/elsewhere").toString());
            }
            call.sendResponseHeaders(status == 0 ? 204 : status, -1);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<AttemptOutcome> begin(String id) {
        var outcome = new CompletableFuture<AttemptOutcome>();
        channel.send(message(id), WEBHOOK, outcome::complete);
        return outcome;
    }

    private void begin(ChatbotAddress other, String id) {
        Chatbot bot = Tenants.chatbot(url("/hook/"));
        book.put(
                new Chatbot(
                        other,
                        bot.csp(),
                        "",
                        bot.dialect(),
                        new ChatbotKeys(other.uri(), "k", "k"),
                        bot.callback(),
                        bot.state(),
                        bot.testers()));
        channel.send(message(other, id), WEBHOOK, _ -> {});
    }

    private static Message message(String id) {
        return message(Tenants.BOT, id);
    }

    private static Message message(ChatbotAddress to, String id) {
        return new Message(
                new MessageId(1, 1),
                Msisdn.of("+8613900000001"),
                to,
                new ImdnMessageId(id),
                Purpose.CONTENT,
                Dispositions.NONE,
                FallbackOffer.NONE,
                Payload.of("text/plain", "hi".getBytes(UTF_8)),
                0,
                Long.MAX_VALUE,
                Handling.USUAL);
    }

    private AttemptOutcome send(String id) {
        return begin(id).orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Test
    void isCalledAtItsPathWithItsHeaders() {
        assertThat(send("a")).isEqualTo(new AttemptOutcome.Accepted(true));
        assertThat(called).containsExactly("/hook/told 7 body", "TAKEN");
        assertThat(send("wordless")).isInstanceOf(AttemptOutcome.Accepted.class);
        assertThat(called).hasSize(2);
    }

    @Test
    void whatIsNotTakenIsTriedAgainLater() {
        for (int refused : new int[] {400, 404, 500, 503}) {
            status = refused;
            assertThat(send("a"))
                    .isEqualTo(new AttemptOutcome.Later("the webhook answered " + refused, 0));
        }
    }

    @Test
    void redirectionsAreNotFollowed() {
        status = 302;
        assertThat(send("a")).isInstanceOf(AttemptOutcome.Later.class);
        assertThat(called).containsExactly("/hook/told 7 body", "REFUSED");
    }

    @Test
    void whoDoesNotAnswerInTimeIsNotWaitedFor() {
        status = 0;
        assertThat(send("a"))
                .isEqualTo(
                        new AttemptOutcome.Unreachable("the webhook did not answer in time")
                                .inDoubt());
        hook.stop(0);
        assertThat(send("b").plain()).isInstanceOf(AttemptOutcome.Unreachable.class);
    }

    @Test
    void privateAddressesAreNotCalled() {
        channel.close();
        channel = channel(List.of());
        assertThat(send("a"))
                .isEqualTo(
                        new AttemptOutcome.Unreachable(
                                "127.0.0.1 is an address of a private network"));
        assertThat(called).containsExactly("FORBIDDEN");
    }

    @Test
    void aDeadWebhookIsLeftAloneAndRecovers() {
        status = 500;
        for (int i = 0; i < Health.FAILURES; i++) {
            assertThat(send("a" + i)).isInstanceOf(AttemptOutcome.Later.class);
        }
        int calls = called.size();
        assertThat(send("b"))
                .isEqualTo(
                        new AttemptOutcome.Later(
                                "the webhook does not answer", Health.SHORTEST_MS));
        assertThat(called).as("not called").hasSize(calls);
        assertThat(putOff).hasValue(1);

        now.addAndGet(Health.SHORTEST_MS);
        send("c"); // one tries, in vain: the pause doubles
        assertThat(send("d"))
                .isEqualTo(
                        new AttemptOutcome.Later(
                                "the webhook does not answer", 2 * Health.SHORTEST_MS));
        status = 204;
        now.addAndGet(2 * Health.SHORTEST_MS);
        assertThat(recovered).isEmpty();
        assertThat(send("e")).isInstanceOf(AttemptOutcome.Accepted.class);
        await().untilAsserted(() -> assertThat(recovered).containsExactly(Tenants.BOT));
        assertThat(send("f")).isInstanceOf(AttemptOutcome.Accepted.class);
    }

    @Test
    void aDeadWebhookShowsWhyAndIsCalledAtOnceWhenSomebodyAsks() {
        assertThat(channel.state(Tenants.BOT))
                .isEqualTo(new WebhookState(0, 0, 0, Optional.empty()));
        status = 500;
        for (int i = 0; i < Health.FAILURES; i++) {
            send("a" + i);
        }
        long tryAt = now.get() + Health.SHORTEST_MS;
        assertThat(channel.state(Tenants.BOT))
                .isEqualTo(
                        new WebhookState(
                                Health.FAILURES,
                                tryAt,
                                0,
                                Optional.of(
                                        new WebhookState.Failure(
                                                now.get(), "the webhook answered 500"))));

        status = 204;
        channel.retry(Tenants.BOT);
        assertThat(recovered).as("what waits is looked at").containsExactly(Tenants.BOT);
        assertThat(send("b")).isInstanceOf(AttemptOutcome.Accepted.class);
        assertThat(channel.state(Tenants.BOT).failures()).isZero();
        assertThat(channel.state(Tenants.BOT).last()).as("the last one stays").isPresent();
    }

    @Test
    void noRoomForACallIsNoSignThatAWebhookWorks() {
        status = 500;
        for (int i = 0; i < Health.FAILURES; i++) {
            send("a" + i);
        }
        long tryAt = channel.state(Tenants.BOT).tryAtMs();
        // another uses all calls there may be: two of its own at a time
        status = 0;
        begin(OTHER, "o1");
        begin(OTHER, "o2");
        begin(THIRD, "o3");
        await().until(() -> called.stream().filter(c -> c.startsWith("/hook")).count() == 8);
        now.set(tryAt);
        assertThat(send("b"))
                .isEqualTo(new AttemptOutcome.Later("too many calls at a time", 1_000));
        assertThat(channel.state(Tenants.BOT).failures()).isEqualTo(Health.FAILURES);
    }

    @Test
    void callsAtATimeAreLimited() {
        status = 0;
        CompletableFuture<AttemptOutcome> first = begin("a");
        CompletableFuture<AttemptOutcome> second = begin("b");
        assertThat(send("c")).isInstanceOf(AttemptOutcome.Later.class);
        assertThat(first).isNotDone();
        patience.countDown();
        assertThat(first.join()).isInstanceOf(AttemptOutcome.Accepted.class);
        assertThat(second.join()).isInstanceOf(AttemptOutcome.Accepted.class);
    }

    @Test
    void reportsThatComeDuringACallGoTogether() {
        channel.close();
        channel = channel(List.of(AddressRange.of("127.0.0.0/8")), Duration.ofSeconds(20));
        status = 0;
        var outcomes = new ArrayList<CompletableFuture<AttemptOutcome>>();
        outcomes.add(begin("r1"));
        await().until(() -> called.contains("/hook/told 7 r1"));
        for (String id : List.of("r2", "r3", "r4", "r5")) {
            outcomes.add(begin(id));
        }
        await().until(() -> called.contains("/hook/told 7 r2 r3 r4"));
        assertThat(called).as("two calls at a time").hasSize(2);
        status = 204;
        patience.countDown();
        for (CompletableFuture<AttemptOutcome> outcome : outcomes) {
            assertThat(outcome.orTimeout(20, TimeUnit.SECONDS).join())
                    .isEqualTo(new AttemptOutcome.Accepted(true));
        }
        assertThat(called).contains("/hook/told 7 r5");
        assertThat(putOff).hasValue(0);
    }

    @Test
    void reportsOfARefusedCallAreAllTriedAgain() {
        status = 400;
        assertThat(send("r1")).isEqualTo(new AttemptOutcome.Later("the webhook answered 400", 0));
        status = 204;
        assertThat(send("r2")).isEqualTo(new AttemptOutcome.Accepted(true));
        book.put(Tenants.chatbot(url("/hook")).withState(Chatbot.State.PAUSED));
        assertThat(send("r3")).isInstanceOf(AttemptOutcome.Offline.class);
    }

    @Test
    void whoCanNotTakeAnOutcomeKeepsNothingBack() {
        var told = new CountDownLatch(1);
        channel.send(
                message("r1"),
                WEBHOOK,
                _ -> {
                    told.countDown();
                    throw new IllegalStateException("the listener's fault");
                });
        await().until(() -> told.getCount() == 0);
        assertThat(send("r2")).isEqualTo(new AttemptOutcome.Accepted(true));
        assertThat(send("r3")).isEqualTo(new AttemptOutcome.Accepted(true));
    }

    @Test
    void whoIsPausedOrGoneIsNotCalled() {
        book.put(Tenants.chatbot(url("/hook")).withState(Chatbot.State.PAUSED));
        assertThat(send("a")).isInstanceOf(AttemptOutcome.Offline.class);
        book.remove(Tenants.BOT);
        assertThat(send("b")).isInstanceOf(AttemptOutcome.NotPossible.class);
        assertThat(called).isEmpty();
    }
}
