package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.loadtest.chatbot.CtcuChatbot;
import org.fivegmc.loadtest.chatbot.Uplink;
import org.fivegmc.loadtest.process.Ports;
import org.fivegmc.loadtest.smsc.SmscEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Who has no RCS reads a chatbot's card as SMS and answers by SMS: an SMSC by SMPP, a chatbot by
/// HTTP, and the packaged server, which is killed in between.
@Timeout(120)
class ChatbotReplyIT {
    private static final int PORT = Ports.free();
    private static final URI SERVER_URL = URI.create("http://127.0.0.1:" + PORT);

    @RegisterExtension
    private static final PackagedServer SERVER =
            new PackagedServer(
                            "MC_CHATBOTS_LISTEN=127.0.0.1:" + PORT,
                            "MC_CHATBOTS_CALLBACKS_NETWORKS=127.0.0.0/8",
                            "MC_MESSAGES_RETRY_SCHEDULE=1s")
                    .withSmsc();

    private static final AtomicInteger BOTS = new AtomicInteger();
    private static final AtomicInteger USERS = new AtomicInteger();

    private static final String CARD =
            """
            {"message": {"generalPurposeCard": {"layout": {}, "content": {"title": "您的包裹",
              "description": "今天送到", "suggestions": [
                {"reply": {"displayText": "收下", "postback": {"data": "take"}}},
                {"reply": {"displayText": "明天", "postback": {"data": "later"}}}]}}}}\
            """;

    private CtcuChatbot bot;
    private String code = "";
    private String user = "";

    @BeforeEach
    void provision() throws IOException {
        code = "10670" + BOTS.incrementAndGet() + "9";
        user = "861390000" + (1000 + USERS.incrementAndGet());
        bot =
                CtcuChatbot.start(
                        new CtcuChatbot.Identity(
                                "sip:" + code + "@botplatform.rcs.local", "app", "key", "token"),
                        InstantSource.system());
        SERVER.put("/v1/csps/acme", "{}");
        SERVER.put(
                "/v1/chatbots/" + URLEncoder.encode(bot.identity().address(), UTF_8),
                """
                {"csp":"acme","appId":"app","appKey":"key","token":"token","callback":"%s"}\
                """
                        .formatted(bot.callback()));
        assertThat(bot.connect(SERVER_URL).errorCode()).isZero();
    }

    @AfterEach
    void close() {
        assertThat(bot.forged().all()).isEmpty();
        bot.close();
    }

    private List<SmscEvent> events(String name, int count) {
        return SERVER.smsc()
                .events()
                .await(count, e -> e.name().equals(name) && isOfThisTest(e), PATIENCE);
    }

    private boolean isOfThisTest(SmscEvent event) {
        return event.text("from").equals(user) || event.text("to").equals(user);
    }

    /// The statuses of the answers, oldest first.
    private List<Integer> answers(int count) {
        return events("mo-answered", count).stream().map(e -> e.number("status")).toList();
    }

    private void write(String text) {
        SERVER.smsc().fromHandset(user, code, text);
    }

    private List<Uplink> uplinks(int count) {
        return bot.uplinks().await(count, u -> u.user().equals("tel:+" + user), PATIENCE);
    }

    private List<String> texts(int count) {
        return uplinks(count).stream().map(Uplink::text).toList();
    }

    private void awaitLinks(int before) {
        assertThat(SERVER.smsc().events().await(before, e -> e.name().equals("bind"), PATIENCE))
                .hasSizeGreaterThanOrEqualTo(before);
    }

    private int links() {
        return (int)
                SERVER.smsc().events().all().stream().filter(e -> e.name().equals("bind")).count();
    }

    @Test
    void aCardIsReadAsSmsAndItsSuggestionIsAnsweredByNumberOrLabel() {
        String parts = CtcuChatbot.json("application/vnd.gsma.botmessage.v1.0+json", CARD);
        assertThat(
                        bot.call(
                                        SERVER_URL,
                                        "messages",
                                        bot.message(
                                                "card",
                                                List.of("+" + user),
                                                parts,
                                                "\"smsSupported\":true"))
                                .errorCode())
                .isZero();
        SmscEvent sms = events("message", 1).getFirst();
        assertThat(sms.text("text")).isEqualTo("您的包裹\n今天送到\n1 收下\n2 明天");
        assertThat(sms.text("from")).isEqualTo(code);

        write("2");
        write("收下");
        write("what?");
        assertThat(answers(3)).containsExactly(0, 0, 0);
        List<Uplink> told = uplinks(3);
        assertThat(told)
                .hasSize(3)
                .allSatisfy(u -> assertThat(u.conversationId()).isEqualTo("conv-card"));
        assertThat(told.stream().map(Uplink::contributionId).distinct()).hasSize(3);
        assertThat(told.getFirst().parts().path(0).path("contentType").asString(""))
                .isEqualTo("application/vnd.gsma.botsuggestion.response.v1.0+json");
        assertThat(told.getFirst().parts().path(0).path("contentText").toString())
                .isEqualTo(
                        "{\"response\":{\"reply\":{\"displayText\":\"明天\",\"postback\":{\"data\":\"later\"}}}}");
        assertThat(told.get(1).parts().toString()).contains("\"take\"");
        assertThat(told.get(2).text()).isEqualTo("what?");
        assertThat(SERVER.get("/v1/traces/" + told.getFirst().messageId()))
                .contains("came as SMS", code, "明天");
    }

    /// Between the answer to the SMSC and the webhook, and what the SMSC brings again after it.
    @Test
    void aKillLosesNothingAndWhatComesAgainIsToldOnce() {
        bot.answerWith(500);
        write("hello");
        assertThat(answers(1)).containsExactly(0);
        int links = links();
        SERVER.killAndStart();
        awaitLinks(links + 1);
        write("hello");
        assertThat(answers(2)).containsExactly(0, 0);
        SERVER.smsc().drop();
        awaitLinks(links + 2);
        write("hello");
        write("next");
        assertThat(answers(4)).containsOnly(0);
        bot.answerWith(204);
        assertThat(texts(2)).containsExactly("hello", "next");
    }

    /// The handset cuts a character in two.
    @Test
    void aLongMessageIsToldAsOne() {
        String text = "一".repeat(66) + "😀" + "二".repeat(10);
        write(text);
        assertThat(answers(2)).containsExactly(0, 0);
        assertThat(texts(1)).containsExactly(text);
    }

    @Test
    void aCodeOfNobodyIsRefusedForGood() {
        SERVER.smsc().fromHandset(user, "1099", "hello");
        assertThat(answers(1)).containsExactly(0x0b);
    }

    @Test
    void aPausedChatbotIsToldLater() {
        String path = "/v1/chatbots/" + URLEncoder.encode(bot.identity().address(), UTF_8);
        SERVER.put(path, "{\"state\":\"paused\"}");
        write("wait");
        assertThat(answers(1)).containsExactly(0);
        assertThat(SERVER.metric("mc_sms_inbound_total{peer=\"smsc-1\",result=\"waits\"}"))
                .isEqualTo(1);
        assertThat(bot.uplinks().all()).isEmpty();
        SERVER.put(path, "{\"state\":\"normal\"}");
        assertThat(texts(1)).containsExactly("wait");
    }
}
