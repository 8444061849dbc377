package org.fivegmc.loadtest.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.fivegmc.loadtest.demo.PackagedServer.NONE;
import static org.fivegmc.loadtest.demo.PackagedServer.random;
import static org.fivegmc.loadtest.demo.PackagedServer.register;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.groups.Tuple;
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.LargeSent;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.Sent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The server is killed while several pairs of users chat, and others send large messages, as fast
/// as they are answered.
@Timeout(180)
@Tag("RCC07-3.2.2")
@Tag("RCC07-3.2.3")
class KilledInSessionsIT {
    private static final int PAIRS = 6;
    private static final int ENOUGH = 40;
    private static final int LARGE_PAIRS = 3;
    private static final int ENOUGH_LARGE = 6;
    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension private static final PackagedServer SERVER = new PackagedServer();

    /// Two users, of whom one writes until nobody answers.
    private interface Pair {
        Handset to();

        void write();

        /// What was answered with 200 for its last chunk, in that order.
        List<Tuple> acknowledged();

        /// The same of what has come.
        Tuple seen(ReceivedMessage message);

        void vanish();
    }

    private record Chatting(Handset to, ChatSession chat, ConcurrentLinkedQueue<Tuple> answered)
            implements Pair {
        @Override
        public void write() {
            for (int i = 0; i < 100_000; i++) {
                Sent sent = chat.sendText("text " + i, NONE);
                if (sent.status() != 200) {
                    return;
                }
                answered.add(tuple(sent.imdnId(), "text " + i));
            }
        }

        @Override
        public List<Tuple> acknowledged() {
            return List.copyOf(answered);
        }

        @Override
        public Tuple seen(ReceivedMessage message) {
            return tuple(message.imdnId(), message.text());
        }

        @Override
        public void vanish() {
            chat.vanish();
        }
    }

    /// Some of the messages fit in a row of the store, others are files beside it.
    private record Sending(Handset from, Handset to, String number) implements Pair {
        @Override
        public void write() {
            for (int i = 0; i < 10_000; i++) {
                byte[] content = random((i % 2 == 0 ? 10_000 : 100_000) + i);
                if (!from.sendLarge(number, content, "application/octet-stream", NONE).accepted()) {
                    return;
                }
            }
        }

        @Override
        public List<Tuple> acknowledged() {
            return from.largeAnswered().matching(LargeSent::accepted).stream()
                    .map(sent -> tuple(sent.imdnId(), sent.sha256()))
                    .toList();
        }

        @Override
        public Tuple seen(ReceivedMessage message) {
            return tuple(message.imdnId(), message.sha256());
        }

        @Override
        public void vanish() {
            from.goDark();
        }
    }

    @Test
    void whatWasAnsweredArrivesWhoeverWroteIt() {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            String to = SERVER.user();
            Handset a = SERVER.registered("A" + i, SERVER.user());
            Handset b = SERVER.registered("B" + i, to);
            pairs.add(new Chatting(b, a.openChat(to).chat(), new ConcurrentLinkedQueue<>()));
        }
        for (int i = 0; i < LARGE_PAIRS; i++) {
            String to = SERVER.user();
            Handset c = SERVER.registered("C" + i, SERVER.user());
            pairs.add(new Sending(c, SERVER.registered("D" + i, to), to));
        }
        pairs.forEach(pair -> Thread.ofVirtual().start(pair::write));
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(pairs).allSatisfy(KilledInSessionsIT::hasEnough));
        SERVER.kill();
        // which answers come to an end with
        pairs.forEach(Pair::vanish);
        SERVER.startAgain();
        pairs.forEach(pair -> register(pair.to()));
        assertThat(pairs).allSatisfy(KilledInSessionsIT::everythingHasCome);
    }

    private static void hasEnough(Pair pair) {
        int enough = pair instanceof Chatting ? ENOUGH : ENOUGH_LARGE;
        assertThat(pair.acknowledged()).hasSizeGreaterThanOrEqualTo(enough);
    }

    /// As it was, in order, and once: of one conversation one message is under way at a time
    /// (docs/adr/0009-order-lanes.md), and no more than that may come a second time.
    private static void everythingHasCome(Pair pair) {
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() ->
                        assertThat(pair.to().messages().all())
                                .extracting(pair::seen)
                                .containsSubsequence(pair.acknowledged()));
        assertThat(pair.to().repeated().all()).hasSizeLessThanOrEqualTo(1);
    }
}
