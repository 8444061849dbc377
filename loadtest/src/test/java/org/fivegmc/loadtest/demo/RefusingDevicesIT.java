package org.fivegmc.loadtest.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;

import java.util.EnumSet;
import org.fivegmc.loadtest.handset.ChatEnd;
import org.fivegmc.loadtest.handset.ChatOptions;
import org.fivegmc.loadtest.handset.ChatOutcome;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.Feature;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.Mode;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ReceivedReport;
import org.fivegmc.loadtest.handset.Sent;
import org.fivegmc.loadtest.msrp.Manners;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Devices that have a chat open and refuse what comes in it.
@Timeout(60)
@SuppressWarnings("NullAway.Init") // before each
class RefusingDevicesIT {
    /// No SMS: what no device takes has failed.
    @RegisterExtension
    private static final PackagedServer SERVER = new PackagedServer("MC_ROUTING_FALLBACK=never");

    private String from = "";
    private String to = "";
    private Handset a;

    @BeforeEach
    void register() {
        from = SERVER.user();
        to = SERVER.user();
        a = SERVER.registered("A", from);
    }

    private static ReceivedMessage only(Handset handset) {
        return handset.messages().await(1, _ -> true, PATIENCE).getFirst();
    }

    /// A chat of the device's own in which it answers everything so.
    private ChatSession refusing(Handset b, int status) {
        Manners manners = Manners.GOOD.with(new Manners.Answering.AtOnce(status));
        ChatOutcome outcome = b.openChat(from, ChatOptions.DEFAULT.with(manners));
        assertThat(outcome.status()).isEqualTo(200);
        return outcome.chat();
    }

    /// It has forgotten the session, or has it on another connection: the session is over, and the
    /// message comes at once in a new one.
    @ParameterizedTest
    @ValueSource(ints = {481, 506})
    @Tag("RFC4975-10.8")
    void whoDoesNotKnowTheSessionIsCalledAgain(int status) {
        Handset b = SERVER.registered("B", to);
        ChatSession dead = refusing(b, status);
        ChatSession chat = a.openChat(to).chat();
        Sent sent = chat.sendText("once", ALL);
        assertThat(only(b))
                .returns(sent.imdnId(), ReceivedMessage::imdnId)
                .returns(Mode.CHAT, ReceivedMessage::mode);
        assertThat(dead.awaitEnd(PATIENCE))
                .hasValueSatisfying(end -> assertThat(end.by()).isEqualTo(ChatEnd.By.THEM));
        assertThat(a.reports().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedReport::status)
                .containsExactly("delivered");
        SERVER.awaitNothingWaiting(to);
        chat.sendText("again", ALL);
        b.messages().await(2, _ -> true, PATIENCE);
        assertThat(b.calls().all()).as("one session for both").hasSize(1);
        assertThat(b.repeated().all()).isEmpty();
    }

    /// It refuses in the new session, too: the message waits, and the device is not called over and
    /// over.
    @Test
    @Tag("RFC4975-10.8")
    void whoKnowsNoSessionAtAllIsNotCalledInALoop() {
        Handset b = SERVER.registered("B", to);
        b.answerLike(
                ChatOptions.DEFAULT.with(Manners.GOOD.with(new Manners.Answering.AtOnce(481))));
        a.openChat(to).chat().sendText("later", ALL);
        ChatSession first = b.chats().await(1, _ -> true, PATIENCE).getFirst();
        assertThat(first.awaitEnd(PATIENCE)).isPresent();
        assertThat(SERVER.waiting(to)).isEqualTo(1);
        b.answerLike(ChatOptions.DEFAULT);
        assertThat(only(b).text()).isEqualTo("later");
        assertThat(b.calls().all()).as("by the schedule").hasSizeBetween(2, 3);
    }

    /// It does not want this message there, and the chat goes on.
    @ParameterizedTest
    @ValueSource(ints = {403, 413, 415})
    @Tag("RFC4975-10.3")
    void whatIsNotTakenInTheChatComesByMessage(int status) {
        Handset b = SERVER.registered("B", to);
        ChatSession refusing = refusing(b, status);
        Sent sent = a.openChat(to).chat().sendText("text", ALL);
        assertThat(only(b))
                .returns(sent.imdnId(), ReceivedMessage::imdnId)
                .returns(Mode.PAGER, ReceivedMessage::mode);
        SERVER.awaitNothingWaiting(to);
        assertThat(refusing.isOpen()).isTrue();
        assertThat(b.calls().all()).isEmpty();
        assertThat(b.repeated().all()).isEmpty();
    }

    /// There is no other mode.
    @ParameterizedTest
    @ValueSource(ints = {403, 413, 415})
    @Tag("RFC4975-10.3")
    void whatADeviceForChatsAloneDoesNotTakeHasFailed(int status) {
        Handset b = SERVER.registered("B", to, EnumSet.of(Feature.CHAT));
        ChatSession refusing = refusing(b, status);
        Sent sent = a.openChat(to).chat().sendText("text", ALL);
        assertThat(a.reports().await(1, _ -> true, PATIENCE))
                .singleElement()
                .returns(sent.imdnId(), ReceivedReport::about)
                .returns("failed", ReceivedReport::status);
        SERVER.awaitNothingWaiting(to);
        assertThat(refusing.isOpen()).isTrue();
        assertThat(b.messages().all()).isEmpty();
    }
}
