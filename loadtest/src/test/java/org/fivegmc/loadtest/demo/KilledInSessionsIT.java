package org.fivegmc.loadtest.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.NONE;
import static org.fivegmc.loadtest.demo.PackagedServer.register;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.Sent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The server is killed while several pairs of users chat as fast as they are answered.
@Timeout(180)
@Tag("RCC07-3.2.3")
class KilledInSessionsIT {
    private static final int PAIRS = 6;
    private static final int ENOUGH = 40;
    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension private static final PackagedServer SERVER = new PackagedServer();

    private record Pair(Handset from, Handset to, ChatSession chat, List<Thread> sending) {}

    @Test
    void whatWasAnsweredArrivesWhoeverWroteIt() throws InterruptedException {
        List<Pair> pairs = new ArrayList<>();
        var acknowledged = new ConcurrentLinkedQueue<String>();
        for (int i = 0; i < PAIRS; i++) {
            String to = SERVER.user();
            Handset a = SERVER.registered("A" + i, SERVER.user());
            Handset b = SERVER.registered("B" + i, to);
            pairs.add(new Pair(a, b, a.openChat(to).chat(), new ArrayList<>()));
        }
        for (Pair pair : pairs) {
            pair.sending()
                    .add(
                            Thread.ofVirtual()
                                    .start(() -> writeUntilNobodyAnswers(pair, acknowledged)));
        }
        Awaitility.await().atMost(LONG).until(() -> acknowledged.size() >= ENOUGH * PAIRS);
        SERVER.killAndStart();
        for (Pair pair : pairs) {
            pair.chat().vanish();
            assertThat(pair.sending().getFirst().join(LONG)).isTrue();
            register(pair.to());
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ENOUGH * PAIRS);
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() ->
                        assertThat(
                                        pairs.stream()
                                                .flatMap(
                                                        pair -> pair.to().messages().all().stream())
                                                .map(ReceivedMessage::imdnId))
                                .containsAll(acknowledged)
                                .doesNotHaveDuplicates());
    }

    private static void writeUntilNobodyAnswers(
            Pair pair, ConcurrentLinkedQueue<String> acknowledged) {
        for (int i = 0; i < 100_000; i++) {
            Sent sent = pair.chat().sendText("text " + i, NONE);
            if (sent.status() != 200) {
                return;
            }
            acknowledged.add(sent.imdnId());
        }
    }
}
