package org.fivegmc.loadtest.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;
import static org.fivegmc.loadtest.demo.PackagedServer.sha256;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.handset.ChatOptions;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ReceivedReport;
import org.fivegmc.loadtest.handset.Sent;
import org.fivegmc.loadtest.msrp.Manners;
import org.fivegmc.loadtest.msrp.Manners.Vanishing;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections that are torn without a word, at every kind of place in a chunked message.
@Timeout(120)
@Tag("RFC4975-5.4")
class DirtyRadioIT {
    private static final int OCTETS = 10_000;
    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension private static final PackagedServer SERVER = new PackagedServer();

    static Stream<Arguments> places() {
        return Stream.of(
                Arguments.of("in the first chunk", new Vanishing.Inside(1)),
                Arguments.of("at the end of a chunk", new Vanishing.Inside(2_048)),
                Arguments.of("between", new Vanishing.Inside(5_000)),
                Arguments.of("in the last chunk", new Vanishing.Inside(OCTETS + 200)),
                Arguments.of("before the answer to the last chunk", new Vanishing.BeforeAnswer()),
                Arguments.of("after that answer", new Vanishing.BeforeReport()));
    }

    /// The recipient has opened a chat that will break, and the message comes in it. It comes again
    /// in another one, with the id by which a handset that had it knows it again.
    @ParameterizedTest(name = "{0}")
    @MethodSource("places")
    void whoVanishesWhileReceivingGetsTheMessageLater(String where, Vanishing vanishing) {
        String from = SERVER.user();
        String to = SERVER.user();
        Handset a = SERVER.registered("A", from);
        Handset b = SERVER.registered("B", to);
        ChatOptions breaking = ChatOptions.DEFAULT.with(Manners.GOOD.with(vanishing));
        assertThat(b.openChat(from, breaking).status()).isEqualTo(200);
        String text = "0123456789".repeat(OCTETS / 10);
        ChatSession chat = a.openChat(to).chat();
        Sent sent = chat.sendText(text, ALL);
        assertThat(sent.status()).isEqualTo(200);
        assertThat(a.reports().await(1, _ -> true, LONG))
                .extracting(ReceivedReport::status)
                .containsExactly("delivered");
        SERVER.awaitNothingWaiting(to);
        assertThat(b.messages().all())
                .singleElement()
                .returns(sent.imdnId(), ReceivedMessage::imdnId)
                .returns(sha256(text.getBytes(StandardCharsets.UTF_8)), ReceivedMessage::sha256);
        assertThat(a.reports().all()).hasSize(1);
    }

    /// What was not answered is not promised: nothing of it arrives, and what follows does.
    @ParameterizedTest(name = "after {0} ms")
    @ValueSource(ints = {50, 300, 700})
    void whoVanishesWhileSendingLeavesNothing(int millis) throws InterruptedException {
        String from = SERVER.user();
        String to = SERVER.user();
        Handset a = SERVER.registered("A", from);
        Handset b = SERVER.registered("B", to);
        Manners slow = Manners.GOOD.with(new Manners.Writing.Drip(100, Duration.ofMillis(20)));
        ChatSession chat = a.openChat(to, ChatOptions.DEFAULT.with(slow)).chat();
        Thread sending = Thread.ofVirtual().start(() -> chat.sendText("x".repeat(OCTETS), ALL));
        Thread.sleep(millis);
        chat.vanish();
        assertThat(sending.join(PATIENCE)).isTrue();
        assertThat(a.openChat(to).chat().sendText("whole", ALL).status()).isEqualTo(200);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(b.messages().all())
                                .extracting(ReceivedMessage::text)
                                .containsExactly("whole"));
        SERVER.awaitNothingWaiting(to);
    }
}
