package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.fivegmc.loadtest.msrp.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Chats between two handsets without a server between them.
@Timeout(60)
class ChatTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Set<Disposition> NOTHING = EnumSet.noneOf(Disposition.class);

    private static <T> T first(org.fivegmc.loadtest.observe.Observed<T> observed) {
        List<T> seen = observed.await(1, _ -> true, PATIENCE);
        assertThat(seen).isNotEmpty();
        return seen.getFirst();
    }

    @ParameterizedTest
    @CsvSource({
        "TCP, false, ACTIVE",
        "TCP, true, ACTIVE",
        "TCP, false, PASSIVE",
        "TCP, true, PASSIVE",
        "TCP, false, ACTPASS",
        "UDP, false, ACTIVE"
    })
    void textsAndReportsGoBothWays(
            Profile.Transport transport, boolean secure, ChatOptions.Setup setup) {
        try (Pair pair = Pair.over(transport)) {
            ChatOptions options = ChatOptions.DEFAULT.with(setup);
            ChatOutcome outcome = pair.a.openChat(Pair.B, secure ? options.overTls() : options);
            assertThat(outcome.status()).isEqualTo(200);
            assertThat(outcome.answer().first("Session-Expires")).contains("1800;refresher=uac");
            ChatSession ours = outcome.chat();
            ChatSession theirs = first(pair.b.chats());

            Sent sent = ours.sendText("hello 你好", EnumSet.of(Disposition.POSITIVE_DELIVERY));
            assertThat(sent.status()).isEqualTo(200);
            ReceivedMessage received = first(theirs.received());
            assertThat(received.text()).isEqualTo("hello 你好");
            assertThat(received.imdnId()).isEqualTo(sent.imdnId());
            assertThat(received.mode()).isEqualTo(Mode.CHAT);
            assertThat(received.sender()).isEqualTo("sip:" + Pair.A + "@ims.example");
            assertThat(received.sip().conversationId()).isNotEmpty();
            assertThat(received.sip().contributionId()).isNotEmpty();
            assertThat(received.sip().acceptContact().getFirst()).contains("oma.cpm.session");
            assertThat(first(pair.b.texts()).text()).isEqualTo("hello 你好");

            assertThat(pair.b.display(received)).isEqualTo(200);
            assertThat(pair.a.reports().await(2, _ -> true, PATIENCE))
                    .allMatch(report -> report.about().equals(sent.imdnId()))
                    .allMatch(report -> report.mode() == Mode.CHAT)
                    .extracting(ReceivedReport::status)
                    .containsExactlyInAnyOrder("delivered", "displayed");

            assertThat(theirs.sendText("and back", NOTHING).status()).isEqualTo(200);
            assertThat(first(ours.received()).text()).isEqualTo("and back");
        }
    }

    @Test
    void reportsGoByMessageWhenTheChatIsOver() {
        try (Pair pair = Pair.over(Profile.Transport.TCP)) {
            ChatSession chat = pair.a.openChat(Pair.B).chat();
            Sent sent = chat.sendText("read it later", EnumSet.of(Disposition.DISPLAY));
            ReceivedMessage received = first(pair.b.messages());
            assertThat(chat.bye()).isEqualTo(200);
            assertThat(first(pair.b.chats()).awaitEnd(PATIENCE)).isPresent();
            assertThat(pair.b.display(received)).isEqualTo(200);
            ReceivedReport report = first(pair.a.reports());
            assertThat(report.about()).isEqualTo(sent.imdnId());
            assertThat(report.mode()).isEqualTo(Mode.PAGER);
        }
    }

    @ParameterizedTest
    @EnumSource(Profile.Transport.class)
    void eitherSideEndsIt(Profile.Transport transport) {
        try (Pair pair = Pair.over(transport)) {
            ChatSession first = pair.a.openChat(Pair.B).chat();
            assertThat(first.bye()).isEqualTo(200);
            assertThat(first.isOpen()).isFalse();
            assertThat(first.bye()).isEqualTo(481);
            assertThat(first(pair.b.chats()).awaitEnd(PATIENCE))
                    .contains(new ChatEnd(ChatEnd.By.THEM, ""));
            assertThat(first.sendText("too late", NOTHING).status()).isEqualTo(408);

            ChatSession second = pair.a.openChat(Pair.B).chat();
            ChatSession theirs = pair.b.chats().await(2, _ -> true, PATIENCE).getLast();
            assertThat(theirs.bye()).isEqualTo(200);
            assertThat(second.awaitEnd(PATIENCE)).contains(new ChatEnd(ChatEnd.By.THEM, ""));
        }
    }

    @Test
    void theUserAnswersOrDeclines() {
        try (Pair pair =
                Pair.over(Profile.Transport.TCP, profile -> profile.with(new Answering.Ring()))) {
            Calling calling = pair.a.callChat(Pair.B, ChatOptions.DEFAULT);
            assertThat(calling.awaitRinging(PATIENCE)).isTrue();
            IncomingCall call = first(pair.b.calls());
            assertThat(call.mode()).isEqualTo(Mode.CHAT);
            assertThat(call.answer()).isPresent();
            assertThat(calling.outcome().chat().sendText("at last", NOTHING).status())
                    .isEqualTo(200);

            Calling again = pair.a.callChat(Pair.B, ChatOptions.DEFAULT);
            IncomingCall other = pair.b.calls().await(2, _ -> true, PATIENCE).getLast();
            assertThat(other.decline(603)).isTrue();
            assertThat(again.outcome().status()).isEqualTo(603);
            assertThat(other.answer()).isEmpty();

            pair.b.answerBy(new Answering.Refuse(486));
            assertThat(pair.a.openChat(Pair.B)).isInstanceOf(ChatOutcome.Refused.class);
            pair.b.answerBy(new Answering.AtOnce());
            assertThat(pair.a.openChat(Pair.B).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(Profile.Transport.class)
    void whoCallsGivesUp(Profile.Transport transport) {
        try (Pair pair = Pair.over(transport, profile -> profile.with(new Answering.Ring()))) {
            Calling calling = pair.a.callChat(Pair.B, ChatOptions.DEFAULT);
            assertThat(calling.awaitRinging(PATIENCE)).isTrue();
            calling.cancel();
            assertThat(calling.outcome().status()).isEqualTo(487);
            IncomingCall call = first(pair.b.calls());
            assertThat(call.awaitCancelled(PATIENCE)).isPresent();
            assertThat(call.answer()).isEmpty();

            ChatOptions impatient = ChatOptions.DEFAULT.withPatience(Duration.ofMillis(500));
            assertThat(pair.a.openChat(Pair.B, impatient).status()).isEqualTo(487);
        }
    }

    @ParameterizedTest
    @EnumSource(Profile.Transport.class)
    void bothRefreshTheSession(Profile.Transport transport) {
        try (Pair pair = Pair.over(transport)) {
            ChatSession ours = pair.a.openChat(Pair.B).chat();
            ChatSession theirs = first(pair.b.chats());
            for (ChatSession side : List.of(ours, theirs, ours)) {
                assertThat(side.refresh().status()).isEqualTo(200);
                Answer again = side.reinvite();
                assertThat(again.status()).isEqualTo(200);
                assertThat(again.first("Session-Expires")).contains("1800;refresher=uac");
                assertThat(again.body()).contains("a=path:msrp://");
            }
            assertThat(theirs.sendText("still here", NOTHING).status()).isEqualTo(200);
            assertThat(ours.bye()).isEqualTo(200);
        }
    }

    @Test
    void aTooSmallIntervalIsRaised() {
        try (Pair pair = Pair.over(Profile.Transport.TCP)) {
            ChatOptions hasty = ChatOptions.DEFAULT.withSessionExpires(Duration.ofSeconds(30));
            ChatOutcome outcome = pair.a.openChat(Pair.B, hasty);
            assertThat(outcome.status()).isEqualTo(200);
            assertThat(outcome.answer().first("Session-Expires")).contains("90;refresher=uac");
            assertThat(pair.b.calls().all()).hasSize(2);
        }
    }

    @Test
    void typingIsToldBareAndInCpim() {
        try (Pair pair = Pair.over(Profile.Transport.TCP)) {
            ChatSession chat = pair.a.openChat(Pair.B).chat();
            assertThat(chat.isComposing(true)).isEqualTo(200);
            Content idle = Content.of(Templates.composing(false).getBytes(UTF_8));
            assertThat(chat.send(MsrpEnd.COMPOSING, idle, NOTHING).status()).isEqualTo(200);
            List<ReceivedComposing> seen = pair.b.composing().await(2, _ -> true, PATIENCE);
            assertThat(seen).extracting(ReceivedComposing::active).containsExactly(true, false);
            assertThat(seen).extracting(ReceivedComposing::wrapped).containsExactly(false, true);
            assertThat(pair.b.messages().all()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void vanishingLeavesTheOtherSideInTheDark(boolean secure) throws Exception {
        try (Pair pair = Pair.over(Profile.Transport.TCP)) {
            ChatOptions options = ChatOptions.DEFAULT;
            ChatSession ours = pair.a.openChat(Pair.B, secure ? options.overTls() : options).chat();
            ChatSession theirs = first(pair.b.chats());
            var connection = theirs.msrp().orElseThrow().connection();
            ours.vanish();
            assertThat(connection.awaitOver(PATIENCE)).isTrue();
            assertThat(ours.isOpen()).isFalse();
            assertThat(theirs.isOpen()).isTrue();
            assertThat(theirs.sendText("anybody?", NOTHING).status()).isEqualTo(408);
        }
    }

    @Test
    void whatCannotChatRefuses() {
        try (Pair pair =
                Pair.over(
                        Profile.Transport.TCP,
                        profile -> profile.withFeatures(EnumSet.of(Feature.PAGER)))) {
            assertThat(pair.a.openChat(Pair.B).status()).isEqualTo(488);
            assertThat(pair.b.chats().all()).isEmpty();
        }
    }

    @Test
    void nobodyThereIsAnOutcome() {
        try (Pair pair = Pair.over(Profile.Transport.TCP)) {
            pair.b.close();
            assertThat(pair.a.openChat(Pair.B)).isInstanceOf(ChatOutcome.Refused.class);
            pair.a.goDark();
            assertThat(pair.a.openChat(Pair.B).status()).isEqualTo(408);
        }
    }

    @Test
    void whatNoHandsetSaysIsRefused() throws Exception {
        try (Pair pair = Pair.over(Profile.Transport.UDP);
                RawSip raw = new RawSip(pair.b)) {
            assertThat(raw.ask("INVITE", "Require: 100rel", Sdp.TYPE, "v=0\r\n"))
                    .startsWith("SIP/2.0 420")
                    .contains("Unsupported: 100rel");
            assertThat(raw.ask("INVITE", "", Sdp.TYPE, "v=0\r\n")).startsWith("SIP/2.0 488");
            assertThat(raw.ask("INVITE", "Session-Expires: 60", Sdp.TYPE, "v=0\r\n"))
                    .startsWith("SIP/2.0 422")
                    .contains("Min-SE: 90");
            assertThat(raw.ask("BYE", "", Sdp.TYPE, "v=0\r\n")).startsWith("SIP/2.0 481");
            assertThat(raw.ask("UPDATE", "", Sdp.TYPE, "v=0\r\n")).startsWith("SIP/2.0 481");
            assertThat(raw.ask("INFO", "", Sdp.TYPE, "v=0\r\n"))
                    .startsWith("SIP/2.0 405")
                    .contains("UPDATE");
        }
    }
}
