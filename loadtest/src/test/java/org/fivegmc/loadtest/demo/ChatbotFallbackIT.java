package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;
import static org.fivegmc.loadtest.demo.PackagedServer.register;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.loadtest.chatbot.CtcuChatbot;
import org.fivegmc.loadtest.chatbot.Reply;
import org.fivegmc.loadtest.chatbot.Status;
import org.fivegmc.loadtest.handset.Feature;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.Profile;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.process.Ports;
import org.fivegmc.loadtest.smsc.SmscEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The rows of the fallback table that chatbots meet (`docs/fallback-plan.md`): a chatbot by HTTP,
/// handsets by SIP, an SMSC by SMPP, and the packaged server, which is killed in between.
@Timeout(150)
class ChatbotFallbackIT {
    private static final int PORT = Ports.free();
    private static final URI SERVER_URL = URI.create("http://127.0.0.1:" + PORT);
    private static final String SMS = "\"smsSupported\":true,\"smsContent\":\"as SMS %s\"";
    private static final String NO_SMS = "\"smsSupported\":false";
    private static final String AT_ONCE = ",\"storeSupported\":false";

    /// Longer than a device may take to answer.
    private static final Duration ATTEMPT = Duration.ofSeconds(70);

    @RegisterExtension
    private static final PackagedServer SERVER =
            new PackagedServer(
                            "MC_CHATBOTS_LISTEN=127.0.0.1:" + PORT,
                            "MC_CHATBOTS_CALLBACKS_NETWORKS=127.0.0.0/8",
                            "MC_MESSAGES_RETRY_SCHEDULE=1s",
                            "MC_MESSAGES_ATTEMPT_TIMEOUT=7s",
                            "MC_SIP_T1=100ms")
                    .withSmsc();

    private static final AtomicInteger BOTS = new AtomicInteger();

    private CtcuChatbot bot;
    private String user = "";

    @BeforeEach
    void provision() throws IOException {
        bot =
                CtcuChatbot.start(
                        new CtcuChatbot.Identity(
                                "sip:1066" + BOTS.incrementAndGet() + "@botplatform.rcs.local",
                                "app",
                                "key",
                                "token"),
                        InstantSource.system());
        SERVER.put("/v1/csps/acme", "{}");
        SERVER.put(
                "/v1/chatbots/" + URLEncoder.encode(bot.identity().address(), UTF_8),
                """
                {"csp":"acme","appId":"app","appKey":"key","token":"token","callback":"%s"}\
                """
                        .formatted(bot.callback()));
        assertThat(bot.connect(SERVER_URL).errorCode()).isZero();
        user = SERVER.user();
    }

    @AfterEach
    void close() {
        bot.close();
    }

    private void send(String id, String wishes) {
        Reply reply =
                bot.call(
                        SERVER_URL,
                        "messages",
                        bot.message(
                                id,
                                List.of(user),
                                CtcuChatbot.text("as 5G message " + id),
                                wishes.replace("%s", user + id)));
        assertThat(reply.errorCode()).isZero();
    }

    /// The short messages to the user of this test, as soon as there are so many.
    private List<String> sms(int count, Duration patience) {
        return SERVER
                .smsc()
                .events()
                .await(
                        count,
                        event -> event.name().equals("message") && text(event).contains(user),
                        patience)
                .stream()
                .map(ChatbotFallbackIT::text)
                .toList();
    }

    private static String text(SmscEvent event) {
        return event.text("text");
    }

    private List<Status> told(String id, String status) {
        return bot.statuses()
                .await(1, s -> s.messageId().equals(id) && s.status().equals(status), PATIENCE);
    }

    private void fails(String id, int code) {
        assertThat(told(id, "failed"))
                .isNotEmpty()
                .allSatisfy(status -> {
                    assertThat(status.user()).isEqualTo("tel:" + user);
                    assertThat(status.errorCode()).isEqualTo(code);
                });
    }

    /// What is told of a user comes in order: when the next message is through, nothing more can
    /// come of those before.
    private void endsOnce(String... ids) {
        Handset after = SERVER.registered("after", user);
        send("after", NO_SMS);
        assertThat(told("after", "delivered")).hasSize(1);
        assertThat(after.messages().all())
                .extracting(ReceivedMessage::imdnId)
                .containsExactly("after");
        for (String id : ids) {
            assertThat(
                            bot.statuses().all().stream()
                                    .filter(s -> s.messageId().equals(id))
                                    .map(Status::status)
                                    .filter(s -> s.equals("failed") || s.equals("delivered"))
                                    // a call whose answer was lost by a kill is made again
                                    .distinct())
                    .hasSize(1);
        }
    }

    @Test
    void whoIsAwayGetsAnSmsWhereNothingIsKept() {
        send("m1", SMS + AT_ONCE);
        assertThat(sms(1, PATIENCE)).containsExactly("as SMS " + user + "m1");
        assertThat(told("m1", "deliveredToNetwork")).hasSize(1);
        assertThat(told("m1", "delivered")).hasSize(1);
        endsOnce("m1");
    }

    /// Keeping wins over SMS.
    @Test
    void whoIsAwayGetsNoSmsWhereItIsKept() {
        send("m1", SMS);
        SERVER.killAndStart();
        Handset handset = SERVER.registered("A", user);
        assertThat(told("m1", "delivered")).isNotEmpty();
        assertThat(handset.messages().all()).hasSize(1);
        assertThat(sms(0, Duration.ZERO)).isEmpty();
    }

    @Test
    void withoutSmsItFailsAtOnceAndOnceAlsoWhenTheServerIsKilled() {
        bot.answerWith(500);
        send("m1", NO_SMS + AT_ONCE);
        SERVER.killAndStart();
        assertThat(bot.connect(SERVER_URL).errorCode()).isZero();
        Handset handset = SERVER.registered("A", user);
        // the answer may have been lost: the same again is the same, also with the user there
        send("m1", NO_SMS + AT_ONCE);
        bot.answerWith(204);
        fails("m1", 4);
        SERVER.killAndStart();
        assertThat(bot.connect(SERVER_URL).errorCode()).isZero();
        assertThat(handset.messages().all()).isEmpty();
        endsOnce("m1");
    }

    @Test
    void whoseDevicesKnowNoChatbotsIsNotWaitedFor() {
        Handset handset =
                SERVER.registered("A", user, EnumSet.complementOf(EnumSet.of(Feature.CHATBOTS)));
        send("m1", NO_SMS);
        fails("m1", 2);
        send("m2", SMS);
        assertThat(sms(1, PATIENCE)).containsExactly("as SMS " + user + "m2");
        assertThat(told("m2", "delivered")).hasSize(1);
        assertThat(handset.unregister().succeeded()).isTrue();
        send("m3", NO_SMS);
        fails("m3", 2);
        endsOnce("m1", "m2", "m3");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 480, 486, 488, 503, 606})
    void whatADeviceRefusesIsNotKept(int status) {
        // which has no other mode that a refusal could be answered with
        Handset handset = SERVER.registered("A", user, EnumSet.of(Feature.PAGER, Feature.CHATBOTS));
        handset.answerMessagesWith(status);
        send("m1", SMS + AT_ONCE);
        assertThat(sms(1, PATIENCE)).containsExactly("as SMS " + user + "m1");
        send("m2", NO_SMS + AT_ONCE);
        // what it does not take it is not asked for again before it registers anew
        boolean known = status == 404 || status == 488 || status == 606;
        fails("m2", known ? 2 : 4);
        assertThat(told("m1", "delivered")).hasSize(1);
        handset.answerMessagesWith(200);
        register(handset);
        send("m3", NO_SMS + AT_ONCE);
        assertThat(told("m3", "delivered")).hasSize(1);
        assertThat(handset.messages().all())
                .extracting(ReceivedMessage::imdnId)
                .containsExactly("m3");
        assertThat(sms(1, Duration.ZERO)).hasSize(1);
    }

    /// The wish is with the message on the disk: the attempt is repeated, and then it is over.
    @Test
    void theWishSurvivesAKillDuringTheAttempt() {
        Handset handset = SERVER.handset("A", user, Profile.Transport.UDP, Feature.up24());
        register(handset);
        handset.goDark();
        send("m1", SMS + AT_ONCE);
        SERVER.killAndStart();
        assertThat(sms(1, ATTEMPT)).containsExactly("as SMS " + user + "m1");
        assertThat(told("m1", "delivered")).isNotEmpty();
        handset.comeBack();
        register(handset);
        assertThat(bot.connect(SERVER_URL).errorCode()).isZero();
        send("m2", NO_SMS);
        assertThat(told("m2", "delivered")).hasSize(1);
        assertThat(handset.messages().all())
                .extracting(ReceivedMessage::imdnId)
                .containsExactly("m2");
    }
}
