package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.loadtest.chatbot.CtcuChatbot;
import org.fivegmc.loadtest.chatbot.Reply;
import org.fivegmc.loadtest.chatbot.Status;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.process.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Messages of a chatbot that are to be delivered later, by handsets and the packaged server.
@Timeout(120)
class ScheduledIT {
    private static final int PORT = Ports.free();
    private static final URI SERVER_URL = URI.create("http://127.0.0.1:" + PORT);

    @RegisterExtension
    private static final PackagedServer SERVER =
            new PackagedServer(
                    "MC_CHATBOTS_LISTEN=127.0.0.1:" + PORT,
                    "MC_CHATBOTS_CALLBACKS_NETWORKS=127.0.0.0/8",
                    "MC_CHATBOTS_MAX_SCHEDULE=1h",
                    "MC_MESSAGES_RETRY_SCHEDULE=1s");

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

    private Reply send(String id, Instant at) {
        return bot.call(
                SERVER_URL,
                "messages",
                bot.message(
                        id,
                        List.of(user),
                        CtcuChatbot.text(id),
                        "\"earliestDeliveryTime\":\"" + at + "\""));
    }

    private static Instant in(Duration time) {
        return Instant.now().plus(time);
    }

    private List<String> statuses(String id, int count) {
        return bot
                .statuses()
                .await(count, status -> status.messageId().equals(id), PATIENCE)
                .stream()
                .map(Status::status)
                .toList();
    }

    @Test
    void arrivesAtItsTimeBehindWhatWasSentAfterIt() {
        Handset handset = SERVER.registered("A", user);
        Instant time = in(Duration.ofSeconds(3));
        assertThat(send("later", time).errorCode()).isZero();
        assertThat(send("now", Instant.EPOCH).errorCode()).isZero();
        List<ReceivedMessage> arrived = handset.messages().await(2, _ -> true, PATIENCE);
        assertThat(Instant.now()).isAfterOrEqualTo(time);
        assertThat(arrived).extracting(ReceivedMessage::imdnId).containsExactly("now", "later");
        assertThat(statuses("later", 2)).containsExactlyInAnyOrder("sent", "delivered");
    }

    @Test
    void isTakenBackBeforeItsTime() {
        Handset handset = SERVER.registered("A", user);
        Instant time = in(Duration.ofSeconds(3));
        assertThat(send("back", time).errorCode()).isZero();
        String revoke =
                "{\"messageId\":\"back\",\"destinationAddress\":[\"tel:"
                        + user
                        + "\"],\"status\":\"RevokeRequested\"}";
        assertThat(bot.call(SERVER_URL, "revoke", revoke).errorCode()).isZero();
        assertThat(statuses("back", 2)).containsExactlyInAnyOrder("sent", "revokeOk");
        assertThat(send("behind", time.plusSeconds(1)).errorCode()).isZero();
        assertThat(handset.messages().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedMessage::imdnId)
                .containsExactly("behind");
    }

    @Test
    void whatIsDueWhileTheServerIsDeadOrAfterItArrivesOnce() {
        Handset handset = SERVER.registered("A", user);
        Instant time = in(Duration.ofSeconds(1));
        assertThat(send("soon", time).errorCode()).isZero();
        assertThat(send("late", time.plusSeconds(9)).errorCode()).isZero();
        SERVER.killAndStart();
        PackagedServer.register(handset);
        List<ReceivedMessage> arrived = handset.messages().await(2, _ -> true, PATIENCE);
        assertThat(Instant.now()).isAfterOrEqualTo(time.plusSeconds(9));
        assertThat(arrived.stream().map(ReceivedMessage::imdnId).distinct())
                .containsExactly("soon", "late");
    }

    @Test
    void aTimeTooFarAwayIsRefusedWithTheLatestOne() {
        Reply reply = send("far", in(Duration.ofHours(2)));
        assertThat(reply.errorCode()).isEqualTo(20002);
        assertThat(reply.body().path("errorMessage").asString(""))
                .contains("earliestDeliveryTime", "the latest is");
    }
}
