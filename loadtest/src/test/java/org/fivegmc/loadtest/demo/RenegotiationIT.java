package org.fivegmc.loadtest.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.NONE;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fivegmc.loadtest.handset.Answer;
import org.fivegmc.loadtest.handset.ChatOptions;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.msrp.PeerSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Handsets that offer other media in the middle of a chat: it goes on there.
@Timeout(60)
@Tag("RFC3264-8")
class RenegotiationIT {
    private static final Pattern ORIGIN = Pattern.compile("o=- (\\d+) (\\d+) ");

    @RegisterExtension private static final PackagedServer SERVER = new PackagedServer();

    private static long[] origin(String description) {
        Matcher found = ORIGIN.matcher(description);
        assertThat(found.find()).isTrue();
        return new long[] {Long.parseLong(found.group(1)), Long.parseLong(found.group(2))};
    }

    /// Twice, by who has called and by who was called, whether it connects or is connected to.
    @ParameterizedTest
    @CsvSource({"true, ACTIVE", "true, PASSIVE", "false, ACTIVE", "false, PASSIVE"})
    @Tag("RFC4975-8.4")
    void aChatGoesOnWhereAHandsetHasMovedIt(boolean caller, ChatOptions.Setup setup)
            throws InterruptedException {
        String from = SERVER.user();
        String to = SERVER.user();
        Handset a = SERVER.registered("A", from);
        Handset b = SERVER.registered("B", to);
        ChatSession chatOfA = a.openChat(to).chat();
        chatOfA.sendText("before", NONE);
        ChatSession chatOfB = b.chats().await(1, _ -> true, PATIENCE).getFirst();
        b.messages().await(1, _ -> true, PATIENCE);
        Handset mover = caller ? a : b;
        ChatSession moved = caller ? chatOfA : chatOfB;

        long version = 0;
        for (int i = 1; i <= 2; i++) {
            // what is not answered yet comes again where it was moved to
            SERVER.awaitNothingWaiting(to);
            SERVER.awaitNothingWaiting(from);
            PeerSession before = moved.msrp().orElseThrow();
            Answer answer = mover.renegotiate(moved, ChatOptions.DEFAULT.with(setup));
            assertThat(answer.status()).isEqualTo(200);
            PeerSession after = moved.msrp().orElseThrow();
            if (i == 1 || setup == ChatOptions.Setup.ACTIVE) {
                // who is connected to twice at one address has both on one connection
                assertThat(before.connection().awaitOver(PATIENCE)).as("the one before").isTrue();
            }
            if (version > 0) {
                assertThat(origin(answer.body())[1]).isEqualTo(version + 1);
            }
            version = origin(answer.body())[1];

            assertThat(chatOfA.sendText("from A " + i, NONE).status()).isEqualTo(200);
            assertThat(b.messages().await(1 + i, _ -> true, PATIENCE).getLast())
                    .returns("from A " + i, ReceivedMessage::text);
            assertThat(chatOfB.sendText("from B " + i, NONE).status()).isEqualTo(200);
            assertThat(a.messages().await(i, _ -> true, PATIENCE).getLast())
                    .returns("from B " + i, ReceivedMessage::text);
            assertThat(after.received().all()).as("came where it was moved to").hasSize(1);
        }
        assertThat(moved.isOpen()).isTrue();
        assertThat(a.calls().all()).as("nobody had to call").isEmpty();
        assertThat(b.calls().all()).hasSize(1);
        SERVER.awaitNothingWaiting(to);
        SERVER.awaitNothingWaiting(from);
    }
}
