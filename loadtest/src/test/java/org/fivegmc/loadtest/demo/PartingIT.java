package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.handset.ChatOptions;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.LargeSent;
import org.fivegmc.loadtest.handset.Mode;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.msrp.Content;
import org.fivegmc.loadtest.msrp.Manners;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Who hangs up while the answer to a message is on its way: BYE and answer take different
/// connections, and either may be first.
@Timeout(60)
@Tag("RFC3261-15")
class PartingIT {
    /// Less than the server waits for answers behind a BYE.
    private static final Duration BEHIND = Duration.ofMillis(200);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension private static final PackagedServer SERVER = new PackagedServer();

    @Test
    void anAnswerThatComesBehindTheByeCounts() {
        String from = SERVER.user();
        String to = SERVER.user();
        Handset a = SERVER.registered("A", from);
        Handset b = SERVER.registered("B", to);
        ChatSession late = opened(b, from, new Manners.Answering.Late(BEHIND));
        ChatSession chat = a.openChat(to).chat();
        Thread sending = Thread.ofVirtual().start(() -> chat.sendText("late", ALL));
        b.messages().await(1, _ -> true, PATIENCE);
        late.close();
        SERVER.awaitNothingWaiting(to);
        join(sending);
        assertThat(b.messages().all()).extracting(ReceivedMessage::text).containsExactly("late");
        assertThat(b.repeated().all()).isEmpty();
    }

    @Test
    void withoutAnAnswerTheMessageComesAgain() {
        String from = SERVER.user();
        String to = SERVER.user();
        Handset a = SERVER.registered("A", from);
        Handset b = SERVER.registered("B", to);
        ChatSession mute = opened(b, from, new Manners.Answering.Never());
        ChatSession chat = a.openChat(to).chat();
        Thread sending = Thread.ofVirtual().start(() -> chat.sendText("again", ALL));
        b.messages().await(1, _ -> true, PATIENCE);
        mute.close();
        // the handset knows it by its id and shows it once
        assertThat(b.repeated().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedMessage::text)
                .contains("again");
        SERVER.awaitNothingWaiting(to);
        join(sending);
        assertThat(b.messages().all()).hasSize(1);
    }

    /// The same of a large message, whose session is for it alone.
    @Test
    void anAnswerToALargeMessageThatComesBehindTheByeCounts() {
        String from = SERVER.user();
        String to = SERVER.user();
        Handset a = SERVER.registered("A", from);
        Handset b = SERVER.registered("B", to);
        b.answerLike(
                ChatOptions.DEFAULT.with(Manners.GOOD.with(new Manners.Answering.Late(BEHIND))));
        sendLarge(a, to);
        b.messages().await(1, _ -> true, PATIENCE);
        b.largeSessions().all().getFirst().close();
        SERVER.awaitNothingWaiting(to);
        assertThat(b.messages().all())
                .extracting(ReceivedMessage::mode)
                .containsExactly(Mode.LARGE);
        assertThat(b.repeated().all()).isEmpty();
        assertThat(b.calls().all()).hasSize(1);
    }

    @Test
    void withoutAnAnswerTheLargeMessageComesAgain() {
        String from = SERVER.user();
        String to = SERVER.user();
        Handset a = SERVER.registered("A", from);
        Handset b = SERVER.registered("B", to);
        b.answerLike(ChatOptions.DEFAULT.with(Manners.GOOD.with(new Manners.Answering.Never())));
        sendLarge(a, to);
        b.messages().await(1, _ -> true, PATIENCE);
        b.answerLike(ChatOptions.DEFAULT.with(Manners.GOOD));
        b.largeSessions().all().getFirst().close();
        b.repeated().await(1, _ -> true, PATIENCE);
        SERVER.awaitNothingWaiting(to);
        assertThat(b.messages().all()).hasSize(1);
        assertThat(b.largeSessions().all()).hasSize(2);
    }

    /// In fewer chunks than may be unanswered.
    private static void sendLarge(Handset from, String to) {
        Content content = Content.of("large ".repeat(10_000).getBytes(UTF_8));
        LargeSent sent = from.sendLarge(to, content, "text/plain", ALL, ChatOptions.DEFAULT);
        assertThat(sent.accepted()).isTrue();
    }

    private static ChatSession opened(Handset by, String to, Manners.Answering answering) {
        var options = ChatOptions.DEFAULT.with(Manners.GOOD.with(answering));
        var outcome = by.openChat(to, options);
        assertThat(outcome.status()).isEqualTo(200);
        return outcome.chat();
    }

    private static void join(Thread thread) {
        Awaitility.await().atMost(PATIENCE).until(() -> !thread.isAlive());
    }
}
