package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.NONE;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;

import java.util.EnumSet;
import java.util.List;
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.handset.Answering;
import org.fivegmc.loadtest.handset.ChatEnd;
import org.fivegmc.loadtest.handset.ChatOptions;
import org.fivegmc.loadtest.handset.ChatOutcome;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.Feature;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.IncomingCall;
import org.fivegmc.loadtest.handset.Mode;
import org.fivegmc.loadtest.handset.ReceivedComposing;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ReceivedReport;
import org.fivegmc.loadtest.handset.Sent;
import org.fivegmc.loadtest.handset.Wording;
import org.fivegmc.loadtest.msrp.Content;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What sessions say besides their messages, and what they do when handsets come, go and come
/// again.
@Timeout(60)
@Tag("RCC07-3.2.3")
@SuppressWarnings("NullAway.Init") // before each
class SessionFormsIT {
    private static final String TYPING = "application/im-iscomposing+xml";
    private static final String IS_TYPING =
            "<?xml version=\"1.0\"?><isComposing xmlns=\"urn:ietf:params:xml:ns:im-iscomposing\">"
                    + "<state>active</state></isComposing>";

    @RegisterExtension private static final PackagedServer SERVER = new PackagedServer();

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

    private static ChatSession onlyChat(Handset handset) {
        return handset.chats().await(1, _ -> true, PATIENCE).getFirst();
    }

    /// The other design is announced by the server of [SessionTlsIT].
    @Test
    @Tag("RCC07-3.2.3.8")
    void theAnswerToAChatSaysThatMessagesCanBeTakenBack() {
        ChatOutcome outcome = a.openChat(to);
        assertThat(outcome.answer().first("Contact"))
                .hasValueSatisfying(contact ->
                        assertThat(contact)
                                .contains("oma.cpm.session")
                                .contains("+g.gsma.rcs.msgrevoke")
                                .doesNotContain("msgfallback"));
    }

    @Test
    @Tag("RCC07-3.2.3.8")
    void whoIsCalledIsToldToo() {
        Handset b = SERVER.registered("B", to);
        a.openChat(to).chat().sendText("text", NONE);
        only(b);
        assertThat(b.seen().matching(head -> head.startsWith("INVITE ")).getFirst().lines())
                .filteredOn(line -> line.startsWith("Contact: "))
                .singleElement()
                .asString()
                .contains("oma.cpm.session", "+g.gsma.rcs.msgrevoke");
    }

    // ---- ids

    /// Another mode is another envelope, and the same message of the same conversation; and so is
    /// the next one, whether there is a session open or not.
    @ParameterizedTest
    @CsvSource({
        "CHAT, PAGER",
        "CHAT, LARGE",
        "LARGE, CHAT",
        "LARGE, PAGER",
        "PAGER, CHAT",
        "PAGER, LARGE",
        "CHAT, CHAT",
        "LARGE, LARGE",
        "PAGER, PAGER"
    })
    @Tag("CPM-C")
    void conversationAndContributionStay(Mode sends, Feature takes) {
        Handset b = SERVER.registered("B", to, EnumSet.of(takes));
        for (int i = 1; i <= 2; i++) {
            switch (sends) {
                case PAGER -> a.sendText(to, "text", NONE);
                case LARGE -> a.sendLarge(to, "text".getBytes(UTF_8), "text/plain", NONE);
                case CHAT -> aChatAbout("conversation-" + i).sendText("text", NONE);
            }
            String sent = a.sent().matching(head -> head.contains("Contribution-ID")).getLast();
            assertThat(b.messages().await(i, _ -> true, PATIENCE).getLast())
                    .returns(Mode.valueOf(takes.name()), ReceivedMessage::mode)
                    .returns(field(sent, "Conversation-ID"), m -> m.sip().conversationId())
                    .returns(field(sent, "Contribution-ID"), m -> m.sip().contributionId());
            SERVER.awaitNothingWaiting(to);
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(b.chats().all().stream().filter(ChatSession::isOpen))
                                .as("one session for each pair")
                                .hasSizeLessThanOrEqualTo(1));
    }

    private ChatSession aChatAbout(String conversation) {
        return a.openChat(to, ChatOptions.DEFAULT.of(conversation)).chat();
    }

    /// The messages of a chat share its ids, and need one INVITE.
    @Test
    @Tag("CPM-C")
    void theMessagesOfAChatComeInOneSession() {
        Handset b = SERVER.registered("B", to);
        ChatSession chat = aChatAbout("one");
        chat.sendText("1", NONE);
        only(b);
        chat.sendText("2", NONE);
        b.messages().await(2, _ -> true, PATIENCE);
        assertThat(b.calls().all()).hasSize(1);
    }

    /// "A new INVITE for each sender and conversation."
    @Test
    @Tag("CPM-C")
    void twoChatsThatWereStoredComeWithTheirOwnIds() {
        aChatAbout("one").sendText("1", NONE);
        String one = a.sent().matching(head -> head.contains("Contribution-ID")).getLast();
        ChatSession second = aChatAbout("two");
        second.sendText("2", NONE);
        second.sendText("3", NONE);
        String two = a.sent().matching(head -> head.contains("Contribution-ID")).getLast();
        Handset b = SERVER.registered("B", to);
        assertThat(b.messages().await(3, _ -> true, PATIENCE))
                .extracting(
                        ReceivedMessage::text,
                        m -> m.sip().conversationId(),
                        m -> m.sip().contributionId())
                .containsExactly(
                        tuple("1", "one", field(one, "Contribution-ID")),
                        tuple("2", "two", field(two, "Contribution-ID")),
                        tuple("3", "two", field(two, "Contribution-ID")));
        assertThat(b.calls().all()).as("one for each conversation").hasSize(2);
        assertThat(b.repeated().all()).isEmpty();
    }

    private static String field(String head, String name) {
        return head.lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElseThrow();
    }

    // ---- what the called device takes

    /// Its answer says so, and that is not tried: the next mode is.
    @ParameterizedTest
    @CsvSource({
        "a document, LARGE, text/plain, 1000000",
        "more than fits, LARGE, *, 3000",
        "what fits, CHAT, *, 6000"
    })
    @Tag("RFC4975-8.6")
    void aSessionGetsOnlyWhatItIsFor(String what, Mode expected, String wrapped, long most) {
        Handset b = SERVER.registered("B", to, EnumSet.of(Feature.CHAT, Feature.LARGE));
        b.answerLike(ChatOptions.DEFAULT.with(Wording.PLAIN.taking(wrapped).takingAtMost(most)));
        ChatSession ours = a.openChat(to).chat();
        ours.sendText("first", ALL);
        assertThat(only(b)).returns(Mode.CHAT, ReceivedMessage::mode);
        // the chat stays as it is, the large message has a session of its own
        b.answerLike(ChatOptions.DEFAULT);
        Sent sent =
                ours.send(
                        what.equals("a document") ? "application/json" : "text/plain",
                        Content.of(" ".repeat(5_000).getBytes(UTF_8)),
                        ALL);
        assertThat(sent.status()).isEqualTo(200);
        assertThat(b.messages().await(2, _ -> true, PATIENCE).getLast())
                .as(what)
                .returns(expected, ReceivedMessage::mode)
                .returns(sent.imdnId(), ReceivedMessage::imdnId)
                .returns(5_000L, ReceivedMessage::octets);
        assertThat(onlyChat(b).isOpen()).as("nobody has called again").isTrue();
        assertThat(b.chats().all()).hasSize(1);
    }

    // ---- reports

    /// It does not list their type: what it is told goes as MESSAGE while the chat is open.
    @ParameterizedTest
    @CsvSource({"*, CHAT", "text/plain message/imdn+xml, CHAT", "text/plain, PAGER"})
    @Tag("RFC4975-8.6")
    void reportsGoInTheChatOnlyWhereTheyAreTaken(String wrapped, Mode expected) {
        Handset b = SERVER.registered("B", to);
        Wording wording = Wording.PLAIN.taking(wrapped.split(" ", -1));
        ChatSession ours = a.openChat(to, ChatOptions.DEFAULT.with(wording)).chat();
        Sent sent = ours.sendText("hello", ALL);
        ReceivedMessage received = only(b);
        assertThat(b.display(received)).isEqualTo(200);
        assertThat(a.reports().await(2, _ -> true, PATIENCE))
                .extracting(ReceivedReport::about, ReceivedReport::status, ReceivedReport::mode)
                .containsExactlyInAnyOrder(
                        tuple(sent.imdnId(), "delivered", expected),
                        tuple(sent.imdnId(), "displayed", expected));
        assertThat(ours.isOpen()).isTrue();
    }

    // ---- registrations

    /// Its SIP connection is another then; the session and its MSRP connection stay.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("RFC5626-5.3")
    void sessionsOutliveARegistrationOverAnotherConnection(boolean opensItself) {
        Handset b = SERVER.registered("B", to);
        ChatSession ours = a.openChat(to).chat();
        ours.sendText("before", NONE);
        only(b);
        ChatSession theirs = opensItself ? b.openChat(from).chat() : onlyChat(b);
        b.move();
        PackagedServer.register(b);
        ours.sendText("after", NONE);
        assertThat(b.messages().await(2, _ -> true, PATIENCE))
                .extracting(ReceivedMessage::text)
                .containsExactly("before", "after");
        assertThat(b.calls().all()).as("nobody had to call again").hasSize(1);

        if (opensItself) {
            assertThat(b.openChat(from).status()).isEqualTo(200); // in place of the one before
        } else {
            assertThat(ours.bye()).isEqualTo(200);
        }
        assertThat(theirs.awaitEnd(PATIENCE))
                .hasValueSatisfying(end ->
                        assertThat(end.by()).as("a BYE found it").isEqualTo(ChatEnd.By.THEM));
    }

    // ---- several devices

    @Test
    @Tag("RFC3326-2")
    void theOthersAreToldWhyTheirUsersAreNotAskedAnyMore() {
        Handset phone = SERVER.registered("B", to);
        Handset tablet = SERVER.registered("B2", to);
        phone.answerBy(new Answering.Ring());
        tablet.answerBy(new Answering.Ring());
        Sent sent = a.openChat(to).chat().sendText("once", ALL);
        IncomingCall asked = tablet.calls().await(1, _ -> true, PATIENCE).getFirst();
        phone.calls().await(1, _ -> true, PATIENCE).getFirst().answer();
        assertThat(asked.awaitCancelled(PATIENCE))
                .hasValueSatisfying(reason ->
                        assertThat(reason)
                                .contains("SIP", "cause=200", "text=\"Call completed elsewhere\""));
        assertThat(asked.answer()).as("too late").isEmpty();
        assertThat(only(phone)).returns(Mode.CHAT, ReceivedMessage::mode);
        assertThat(only(tablet))
                .returns(Mode.PAGER, ReceivedMessage::mode)
                .returns(sent.imdnId(), ReceivedMessage::imdnId);
    }

    /// Both sides call at the same time: who opens the chat need not answer the other call.
    @Test
    @Tag("RCC07-3.2.3")
    void aCallThatRingsEndsWhenItsUserOpensTheChat() {
        Handset b = SERVER.registered("B", to);
        b.answerBy(new Answering.Ring());
        Sent sent = a.openChat(to).chat().sendText("hello", ALL);
        IncomingCall rings = b.calls().await(1, _ -> true, PATIENCE).getFirst();
        ChatSession theirs = b.openChat(from).chat();
        assertThat(rings.awaitCancelled(PATIENCE)).isPresent();
        assertThat(theirs.received().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedMessage::imdnId)
                .containsExactly(sent.imdnId());
        assertThat(a.reports().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedReport::status)
                .containsExactly("delivered");
        assertThat(theirs.isOpen()).isTrue();
        assertThat(b.messages().all()).hasSize(1);
    }

    /// Nobody has to be asked, and both have the whole conversation.
    @Test
    void bothAnswerAtOnce() {
        Handset phone = SERVER.registered("B", to);
        Handset tablet = SERVER.registered("B2", to);
        ChatSession chat = a.openChat(to).chat();
        List<Sent> sent = List.of(chat.sendText("one", ALL), chat.sendText("two", ALL));
        for (Handset device : List.of(phone, tablet)) {
            assertThat(device.messages().await(2, _ -> true, PATIENCE))
                    .extracting(ReceivedMessage::imdnId, ReceivedMessage::mode)
                    .containsExactly(
                            tuple(sent.getFirst().imdnId(), Mode.CHAT),
                            tuple(sent.getLast().imdnId(), Mode.CHAT));
            assertThat(device.chats().all()).hasSize(1);
            assertThat(onlyChat(device).isOpen()).isTrue();
        }
        a.reports().await(2, _ -> true, PATIENCE);
        SERVER.awaitNothingWaiting(to);
        SERVER.awaitNothingWaiting(from);
        assertThat(a.reports().all())
                .as("once for each message, whatever the number of devices")
                .extracting(ReceivedReport::about, ReceivedReport::status)
                .containsExactlyInAnyOrder(
                        tuple(sent.getFirst().imdnId(), "delivered"),
                        tuple(sent.getLast().imdnId(), "delivered"));
        assertThat(phone.repeated().all()).isEmpty();
        assertThat(tablet.repeated().all()).isEmpty();
        // who opened it has gone, and neither need be kept
        assertThat(chat.bye()).isEqualTo(200);
        assertThat(onlyChat(phone).awaitEnd(PATIENCE)).isPresent();
        assertThat(onlyChat(tablet).awaitEnd(PATIENCE)).isPresent();
    }

    // ---- typing

    @Test
    @Tag("RFC3994-3")
    void thatSomebodyTypesIsNotKeptForWhoIsAway() {
        ChatSession chat = a.openChat(to).chat();
        assertThat(chat.isComposing(true)).as("bare").isEqualTo(200);
        assertThat(chat.send(TYPING, Content.of(IS_TYPING.getBytes(UTF_8)), NONE).status())
                .as("in CPIM")
                .isEqualTo(200);
        assertThat(SERVER.waiting(to)).isZero();
        Sent sent = chat.sendText("done", NONE);
        assertThat(SERVER.waiting(to)).isEqualTo(1);

        Handset b = SERVER.registered("B", to);
        assertThat(only(b).imdnId()).isEqualTo(sent.imdnId());
        assertThat(b.composing().all()).as("of what was before").isEmpty();
        // both forms pass where somebody is there to see them and no message is on its way
        SERVER.awaitNothingWaiting(to);
        chat.isComposing(true);
        chat.send(TYPING, Content.of(IS_TYPING.getBytes(UTF_8)), NONE);
        assertThat(b.composing().await(2, _ -> true, PATIENCE))
                .extracting(ReceivedComposing::active, ReceivedComposing::wrapped)
                .containsExactly(tuple(true, false), tuple(true, true));
        assertThat(SERVER.waiting(to)).isZero();
    }

    // ---- the beginning of a chat

    @Test
    void aNewChatReplacesTheOneBefore() {
        Handset b = SERVER.registered("B", to);
        ChatSession before = a.openChat(to).chat();
        before.sendText("one", NONE);
        ChatSession after = a.openChat(to).chat();
        assertThat(before.awaitEnd(PATIENCE))
                .hasValueSatisfying(end -> {
                    assertThat(end.by()).isEqualTo(ChatEnd.By.THEM);
                    assertThat(end.reason()).contains("Replaced by a new session");
                });
        assertThat(after.isOpen()).isTrue();
        assertThat(after.sendText("two", NONE).status()).isEqualTo(200);
        assertThat(b.messages().await(2, _ -> true, PATIENCE))
                .extracting(ReceivedMessage::text)
                .containsExactly("one", "two");
        // a chat about somebody else is another one
        String other = SERVER.user();
        assertThat(a.openChat(other).chat().isOpen()).isTrue();
        assertThat(after.sendText("three", NONE).status()).isEqualTo(200);
    }

    /// As of clients whose `firstMessageInvite` is set. It is kept before the INVITE is answered.
    @ParameterizedTest
    @EnumSource(names = {"CHAT", "PAGER"})
    void aTextInTheInviteIsAMessage(Feature takes) {
        ChatSession chat = a.openChat(to, ChatOptions.DEFAULT.beginningWith("first")).chat();
        assertThat(SERVER.waiting(to)).isEqualTo(1);
        assertThat(chat.sendText("second", NONE).status()).isEqualTo(200);
        Handset b = SERVER.registered("B", to, EnumSet.of(takes));
        assertThat(b.messages().await(2, _ -> true, PATIENCE))
                .extracting(ReceivedMessage::text)
                .containsExactly("first", "second");
        assertThat(b.messages().all())
                .allSatisfy(m -> assertThat(m.mode()).isEqualTo(Mode.valueOf(takes.name())));
        assertThat(b.repeated().all()).isEmpty();
    }
}
