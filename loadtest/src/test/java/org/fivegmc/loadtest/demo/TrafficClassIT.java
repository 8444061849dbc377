package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.chatbot.CtcuChatbot;
import org.fivegmc.loadtest.chatbot.Reply;
import org.fivegmc.loadtest.process.Ports;
import org.fivegmc.loadtest.smsc.SmscEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What an SMSC gets first when more waits for it than it takes.
@Timeout(120)
class TrafficClassIT {
    private static final int PORT = Ports.free();
    private static final URI SERVER_URL = URI.create("http://127.0.0.1:" + PORT);

    private static final int BACKLOG = 60;

    /// Of a gateway, unless something else is said.
    private static final int WINDOW = 16;

    @RegisterExtension
    private static final PackagedServer SERVER =
            new PackagedServer(
                            "MC_CHATBOTS_LISTEN=127.0.0.1:" + PORT,
                            "MC_CHATBOTS_CALLBACKS_NETWORKS=127.0.0.0/8")
                    .withSmsc();

    private static String path(CtcuChatbot bot) {
        return "/v1/chatbots/" + URLEncoder.encode(bot.identity().address(), UTF_8);
    }

    private static Reply send(CtcuChatbot bot, String id, String type, List<String> users) {
        return bot.call(
                SERVER_URL,
                "messages",
                bot.message(
                        id,
                        users,
                        CtcuChatbot.text("as 5G message"),
                        "\"smsSupported\":true,\"smsContent\":\""
                                + id
                                + "\",\"trafficType\":\""
                                + type
                                + "\""));
    }

    private static void awaitWaiting(String trafficClass, int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        SERVER.metric(
                                        "mc_smpp_waiting{class=\""
                                                + trafficClass
                                                + "\",peer=\"smsc-1\"}")
                                == count);
    }

    @Test
    void aVerificationAndAnAlertDoNotWaitBehindMarketing() throws IOException {
        var identity =
                new CtcuChatbot.Identity("sip:10681@botplatform.rcs.local", "app", "key", "token");
        try (CtcuChatbot bot = CtcuChatbot.start(identity, InstantSource.system())) {
            SERVER.put("/v1/csps/acme", "{}");
            SERVER.put(
                    path(bot),
                    """
                    {"csp":"acme","appId":"app","appKey":"key","token":"token","callback":"%s"}\
                    """
                            .formatted(bot.callback()));
            assertThat(bot.connect(SERVER_URL).errorCode()).isZero();
            List<String> many =
                    Stream.generate(() -> SERVER.withoutRcs(SERVER.user())).limit(BACKLOG).toList();
            SERVER.smsc().pause();
            assertThat(send(bot, "ad", "advertisement", many).errorCode()).isZero();
            awaitWaiting("marketing", BACKLOG - WINDOW);
            assertThat(send(bot, "code", "authentication", many.subList(0, 1)).errorCode())
                    .isZero();
            awaitWaiting("verification", 1);
            assertThat(send(bot, "storm", "alert", many.subList(0, 1)).errorCode())
                    .isEqualTo(20002);
            SERVER.put(path(bot), "{\"traffic\":{\"highest\":\"alert\"}}");
            assertThat(send(bot, "storm", "alert", many.subList(0, 1)).errorCode()).isZero();
            awaitWaiting("alert", 1);
            SERVER.smsc().resume();

            List<SmscEvent> all = received("message", BACKLOG + 2);
            assertThat(all.stream().map(e -> e.text("text")).limit(WINDOW)).containsOnly("ad");
            assertThat(all.get(WINDOW).text("text")).isEqualTo("storm");
            assertThat(all.get(WINDOW + 1).text("text")).isEqualTo("code");
            List<SmscEvent> submitted = received("submit", BACKLOG + 2);
            assertThat(submitted.get(WINDOW).number("priority")).isEqualTo(3);
            assertThat(submitted.get(WINDOW + 1).number("priority")).isEqualTo(2);
            assertThat(submitted.get(WINDOW + 2).number("priority")).isZero();
        }
    }

    private static List<SmscEvent> received(String name, int count) {
        List<SmscEvent> all =
                SERVER.smsc().events().await(count, e -> e.name().equals(name), PATIENCE);
        assertThat(all).hasSize(count);
        return all;
    }
}
