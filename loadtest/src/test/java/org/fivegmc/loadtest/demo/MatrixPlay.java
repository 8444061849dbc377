package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;
import static org.fivegmc.loadtest.demo.PackagedServer.register;
import static org.fivegmc.loadtest.demo.PackagedServer.sha256;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.fivegmc.loadtest.handset.ChatOptions;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.Feature;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.LargeSent;
import org.fivegmc.loadtest.handset.Mode;
import org.fivegmc.loadtest.handset.Profile;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ReceivedReport;
import org.fivegmc.loadtest.handset.Sent;
import org.fivegmc.loadtest.msrp.Content;
import org.fivegmc.loadtest.msrp.Manners;
import org.fivegmc.loadtest.msrp.Manners.Falling;
import org.fivegmc.loadtest.msrp.Manners.Farewell;
import org.fivegmc.loadtest.msrp.Manners.Vanishing;
import org.jspecify.annotations.Nullable;

/// One cell of the [SizeMatrixIT]: two messages of a size in a mode, from one user to another.
final class MatrixPlay {
    private static final String OCTETS = "application/octet-stream";
    private static final Duration LONG = Duration.ofSeconds(60);

    /// `messages.max-size` of the server.
    private static final int MOST_PAGER = 8_192;

    /// A standalone message of up to `msrp.pager-limit`, CPIM headers included, goes in pager mode.
    private static final int SURELY_SMALL = 900;

    /// There is nobody who would answer a BYE.
    private static final ChatOptions LOST =
            ChatOptions.DEFAULT.with(Manners.GOOD.with(new Falling.AfterAnswer(Farewell.SILENCE)));

    private static final Map<Integer, List<byte[]>> CONTENTS = new ConcurrentHashMap<>();

    /// What happens between that the messages are sent and that they are looked for.
    enum Fate {
        THERE,
        /// The recipient registers afterwards.
        AWAY,
        /// The same, and the server is killed before that.
        CRASH,
        /// The server is killed while it has half of the second message.
        CRASH_WHILE_SENT,
        /// The server is killed while the recipient has half of the first message.
        CRASH_WHILE_RECEIVED
    }

    private final PackagedServer server;
    private final Mode mode;
    private final int octets;
    private final Fate fate;
    private final String to;
    private final Handset a;
    private final Handset b;
    private final List<String> sent = new ArrayList<>();
    private @Nullable Held held;
    private CompletableFuture<Sent> underWay = new CompletableFuture<>();

    MatrixPlay(PackagedServer server, Mode mode, int octets, Fate fate) {
        this.server = server;
        this.mode = mode;
        this.octets = octets;
        this.fate = fate;
        this.to = server.user();
        this.a = server.handset("A", server.user());
        // a device with other modes would get what is sent in pager mode in one of those
        Set<Feature> features = mode == Mode.PAGER ? EnumSet.of(Feature.PAGER) : Feature.up24();
        this.b = server.handset("B", to, Profile.Transport.TCP, features);
    }

    Mode mode() {
        return mode;
    }

    int octets() {
        return octets;
    }

    String name() {
        return "%s, %d octets, %s".formatted(mode, octets, fate);
    }

    private boolean isRefused() {
        return mode == Mode.PAGER && octets > MOST_PAGER;
    }

    // ---- until the crash

    void begin() {
        register(a);
        if (fate == Fate.THERE || fate == Fate.CRASH_WHILE_RECEIVED) {
            register(b);
        }
        if (fate == Fate.CRASH_WHILE_RECEIVED) {
            Vanishing half = new Vanishing.Inside(octets / 2, Farewell.SILENCE);
            b.receiveNextBy(Manners.GOOD.with(half));
        }
        if (isRefused()) {
            beRefused();
            return;
        }
        Sender sender = sender();
        sent.add(accepted(sender.send("", Content.of(content(0)))));
        if (fate == Fate.CRASH_WHILE_SENT) {
            var half = new Held(Content.of(content(1)));
            held = half;
            Sender lost =
                    mode == Mode.LARGE ? (_, content) -> sendLarge("", content, LOST) : sender;
            Thread.ofVirtual().start(() -> underWay.complete(lost.send("", half)));
            assertThat(half.isReached()).isTrue();
        } else {
            sent.add(accepted(sender.send("", Content.of(content(1)))));
        }
        if (fate == Fate.CRASH_WHILE_RECEIVED) {
            assertThat(b.torn().await(1, _ -> true, PATIENCE)).hasSize(1);
        } else if (fate != Fate.THERE) {
            assertThat(server.waiting(to)).isEqualTo(sent.size());
        }
    }

    private void beRefused() {
        for (int i = 0; i < 2; i++) {
            assertThat(a.sendPager(to, content(i), OCTETS, ALL).status()).isEqualTo(413);
            // the connection ends with it, and what is sent before that is seen is lost
            a.goDark();
            a.comeBack();
            register(a);
        }
        assertThat(server.waiting(to)).isZero();
    }

    /// Sends a message, with an id that it has had before or a new one.
    private interface Sender {
        Sent send(String imdnId, Content content);
    }

    private Sender sender() {
        return switch (mode) {
            case PAGER -> (_, content) -> a.sendPager(to, octetsOf(content), OCTETS, ALL);
            case LARGE -> (id, content) -> sendLarge(id, content, ChatOptions.DEFAULT);
            case CHAT -> {
                ChatSession chat = a.openChat(to).chat();
                yield (id, content) ->
                        id.isEmpty()
                                ? chat.send(OCTETS, content, ALL)
                                : chat.sendAgain(id, OCTETS, content, ALL);
            }
        };
    }

    private Sent sendLarge(String imdnId, Content content, ChatOptions options) {
        LargeSent large =
                imdnId.isEmpty()
                        ? a.sendLarge(to, content, OCTETS, ALL, options)
                        : a.sendLarge(to, imdnId, content, OCTETS, ALL, options);
        assertThat(large.sipStatus()).isEqualTo(200);
        return new Sent(large.msrpStatus(), large.imdnId());
    }

    private String accepted(Sent message) {
        assertThat(message.status()).isEqualTo(mode == Mode.PAGER ? 202 : 200);
        return message.imdnId();
    }

    // ---- and after it

    void end() {
        if (fate != Fate.THERE) {
            register(a);
            register(b);
        }
        Held half = held;
        if (half != null) {
            half.letGo();
            Sent before = underWay.completeOnTimeout(new Sent(0, ""), 60, TimeUnit.SECONDS).join();
            assertThat(before.status()).as("never acknowledged").isEqualTo(408);
            Sent again = sender().send(before.imdnId(), Content.of(content(1)));
            assertThat(again.imdnId()).isEqualTo(before.imdnId());
            sent.add(accepted(again));
        }
        if (isRefused()) {
            comesAlone();
        } else {
            comeOnceInOrder();
        }
    }

    private void comesAlone() {
        Sent next = a.sendPager(to, "next".getBytes(UTF_8), "text/plain", ALL);
        assertThat(next.status()).isEqualTo(202);
        // in order: what was before it would come before it
        b.messages().await(1, _ -> true, PATIENCE);
        assertThat(a.reports().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedReport::about)
                .containsExactly(next.imdnId());
        assertThat(b.messages().all())
                .extracting(ReceivedMessage::imdnId)
                .containsExactly(next.imdnId());
    }

    private void comeOnceInOrder() {
        List<ReceivedMessage> came = b.messages().await(2, _ -> true, LONG);
        Mode expected = mode == Mode.LARGE && octets <= SURELY_SMALL ? Mode.PAGER : mode;
        assertThat(came)
                .extracting(
                        ReceivedMessage::imdnId,
                        ReceivedMessage::octets,
                        ReceivedMessage::sha256,
                        ReceivedMessage::mode)
                .containsExactly(
                        tuple(sent.getFirst(), (long) octets, sha256(content(0)), expected),
                        tuple(sent.getLast(), (long) octets, sha256(content(1)), expected));
        for (ReceivedMessage message : came) {
            assertThat(b.display(message)).isBetween(200, 202);
        }
        a.reports().await(4, _ -> true, LONG);
        server.awaitNothingWaiting(to);
        assertThat(a.reports().all())
                .extracting(ReceivedReport::about, ReceivedReport::status)
                .containsExactlyInAnyOrder(
                        tuple(sent.getFirst(), "delivered"),
                        tuple(sent.getFirst(), "displayed"),
                        tuple(sent.getLast(), "delivered"),
                        tuple(sent.getLast(), "displayed"));
        assertThat(b.messages().all()).hasSize(2);
        assertThat(b.repeated().all()).isEmpty();
    }

    // ---- contents

    private byte[] content(int which) {
        return CONTENTS.computeIfAbsent(octets, size -> List.of(made(size, 1), made(size, 2)))
                .get(which);
    }

    /// Differs from others of its length from the first octet on.
    private static byte[] made(int size, int number) {
        byte[] content = new byte[size];
        new SplittableRandom(size + number).nextBytes(content);
        content[0] = (byte) number;
        return content;
    }

    private static byte[] octetsOf(Content content) {
        byte[] octets = new byte[(int) content.total()];
        try {
            content.read(0, octets, octets.length);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return octets;
    }

    /// A content of which no more than half is sent until it is let go.
    private static final class Held implements Content {
        private final Content whole;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch free = new CountDownLatch(1);

        Held(Content whole) {
            this.whole = whole;
        }

        boolean isReached() {
            try {
                return reached.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        void letGo() {
            free.countDown();
        }

        @Override
        public long total() {
            return whole.total();
        }

        @Override
        public void read(long offset, byte[] into, int count) throws IOException {
            if (offset >= total() / 2) {
                reached.countDown();
                try {
                    if (!free.await(LONG.toMillis(), TimeUnit.MILLISECONDS)) {
                        throw new IOException("never let go");
                    }
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("held");
                }
            }
            whole.read(offset, into, count);
        }

        @Override
        public String sha256() throws IOException {
            return whole.sha256();
        }
    }
}
