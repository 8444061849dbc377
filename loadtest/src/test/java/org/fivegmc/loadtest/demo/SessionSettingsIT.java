package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.NONE;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;

import java.util.EnumSet;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.handset.ChatEnd;
import org.fivegmc.loadtest.handset.ChatOutcome;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.Feature;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.Mode;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is set for sessions counts: a server with other limits than the usual ones.
@Timeout(60)
class SessionSettingsIT {
    private static final int SESSIONS = 3;

    @RegisterExtension
    private static final PackagedServer SERVER =
            new PackagedServer(
                    "MC_MSRP_MAX_SESSIONS=" + SESSIONS,
                    "MC_MSRP_MAX_SESSIONS_PER_USER=1",
                    "MC_MSRP_IDLE_TIMEOUT=2s",
                    "MC_MSRP_PAGER_LIMIT=800B");

    /// Those of the test before are over, be it by their idle time.
    @BeforeEach
    void begin() {
        Awaitility.await().atMost(PATIENCE).until(() -> SERVER.metric("mc_sip_sessions") == 0);
    }

    @Test
    void aUserHasOnlySoManySessions() {
        Handset a = SERVER.registered("A", SERVER.user());
        ChatSession first = a.openChat(SERVER.user()).chat();
        String other = SERVER.user();
        assertThat(a.openChat(other).status()).isEqualTo(486);
        assertThat(first.isOpen()).isTrue();
        assertThat(first.bye()).isEqualTo(200);
        assertThat(a.openChat(other).status()).isEqualTo(200);
    }

    @Test
    void allTogetherHaveOnlySoMany() {
        IntStream.range(0, SESSIONS)
                .mapToObj(_ -> SERVER.registered("A", SERVER.user()).openChat(SERVER.user()))
                .forEach(outcome -> assertThat(outcome.status()).isEqualTo(200));
        ChatOutcome full = SERVER.registered("B", SERVER.user()).openChat(SERVER.user());
        assertThat(full.status()).isEqualTo(503);
        assertThat(full.answer().first("Retry-After")).isPresent();
    }

    /// Ours after that time, that of the handset after five times as long.
    @Test
    void aCalmSessionEnds() {
        String to = SERVER.user();
        Handset b = SERVER.registered("B", to);
        ChatSession theirs = SERVER.registered("A", SERVER.user()).openChat(to).chat();
        assertThat(theirs.sendText("hello", NONE).status()).isEqualTo(200);
        ChatSession ours = b.chats().await(1, _ -> true, PATIENCE).getFirst();
        assertThat(ours.awaitEnd(PATIENCE))
                .hasValueSatisfying(end -> assertThat(end.by()).isEqualTo(ChatEnd.By.THEM));
        assertThat(theirs.isOpen()).isTrue();
        assertThat(theirs.awaitEnd(PATIENCE))
                .hasValueSatisfying(end -> assertThat(end.by()).isEqualTo(ChatEnd.By.THEM));
    }

    /// Sizes are those of CPIM: both are below 1,300 octets, where they would go in the same mode.
    @ParameterizedTest
    @CsvSource({"10, PAGER", "800, LARGE"})
    void upToALimitPagerModeIsPreferred(int octets, Mode expected) {
        String to = SERVER.user();
        Handset a = SERVER.registered("A", SERVER.user());
        Handset b = SERVER.registered("B", to, EnumSet.of(Feature.PAGER, Feature.LARGE));
        String text = "x".repeat(octets);
        assertThat(a.sendPager(to, text.getBytes(UTF_8), "text/plain", ALL).status())
                .isBetween(200, 202);
        assertThat(b.messages().await(1, _ -> true, PATIENCE))
                .singleElement()
                .returns(text, ReceivedMessage::text)
                .returns(expected, ReceivedMessage::mode);
    }
}
