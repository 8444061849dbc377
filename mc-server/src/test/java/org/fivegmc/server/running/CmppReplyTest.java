package org.fivegmc.server.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fivegmc.fallback.cmpp.SmsGateProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// People without RCS write to a chatbot of China Mobile's dialect, over a CMPP gateway of another
/// make.
class CmppReplyTest {

    private static final String BOT = "sip:10655001@botplatform.rcs.local";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path data;
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private SmsGateProcess ismg;
    private HttpServer webhook;

    @BeforeEach
    void open() throws Exception {
        ismg = kept(new SmsGateProcess());
        webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        webhook.createContext(
                "/",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    if (status == 200) {
                        told.add(exchange.getRequestURI().getPath() + "\n" + body);
                    }
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        webhook.start();
        parts.add(() -> webhook.stop(0));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : parts.reversed()) {
            part.close();
        }
    }

    private <T extends AutoCloseable> T kept(T part) {
        parts.add(part);
        return part;
    }

    private RunningCenter center() throws Exception {
        Path secret = Files.writeString(data.resolve("ismg.secret"), SmsGateProcess.SECRET);
        RunningCenter center =
                kept(
                        new RunningCenter(
                                data.resolve("data"),
                                """
                                chatbots: {callbacks: {networks: [127.0.0.0/8]}}
                                messages: {retry-schedule: [1s]}
                                fallback:
                                  hand-over-timeout: 6s
                                  gateways:
                                    - id: ismg-1
                                      type: cmpp
                                      host: 127.0.0.1
                                      port: %d
                                      system-id: '%s'
                                      enquire-tries: 3
                                      response-timeout: 5s
                                      cmpp: {shared-secret: 'file:%s', service-id: RCS}
                                """
                                        .formatted(ismg.port(), SmsGateProcess.SP_ID, secret)));
        await().atMost(PATIENCE)
                .until(() -> center.metric("mc_smpp_links_up{peer=\"ismg-1\"}") == 1);
        return center;
    }

    private void provision(RunningCenter center) {
        String hook = "http://127.0.0.1:" + webhook.getAddress().getPort() + "/hook";
        assertThat(center.ctl("csp", "add", "acme").status()).isZero();
        assertThat(
                        center.ctl(
                                        "chatbot",
                                        "add",
                                        BOT,
                                        "--csp",
                                        "acme",
                                        "--dialect",
                                        "cmcc",
                                        "--app-id",
                                        "app",
                                        "--app-key",
                                        "key",
                                        "--signing-token",
                                        "token",
                                        "--callback",
                                        hook)
                                .status())
                .isZero();
    }

    private void answered(int count) {
        await().atMost(PATIENCE).until(() -> ismg.answers.size() == count);
    }

    private static String element(String xml, String name) {
        Matcher found = Pattern.compile("<" + name + ">([^<]*)</" + name + ">").matcher(xml);
        return found.find() ? found.group(1) : "";
    }

    private List<String> texts(int count) {
        await().atMost(PATIENCE).until(() -> told.size() >= count);
        return told.stream().map(xml -> element(xml, "bodyText")).toList();
    }

    @Test
    void whatAHandsetWritesIsToldOnceAlsoAfterARestart() throws Exception {
        RunningCenter center = center();
        provision(center);
        status = 503;
        ismg.command("mo 13800000009 10655001 \u4f60\u597d");
        answered(1);
        center.close();
        RunningCenter again = center();
        ismg.command("again");
        answered(2);
        // with digits behind the code, and the same words as a message of their own
        ismg.command("mo 13800000009 1065500188 \u4f60\u597d");
        answered(3);
        ismg.command("mo 13800000009 10659999 nobody");
        answered(4);
        assertThat(ismg.answers).containsExactly(0, 0, 0, 9);
        status = 200;
        assertThat(texts(2)).containsExactly("\u4f60\u597d", "\u4f60\u597d");
        assertThat(told)
                .allSatisfy(xml -> {
                    assertThat(xml).startsWith("/hook/InboundMessageNotification/" + BOT);
                    assertThat(element(xml, "senderAddress")).isEqualTo("tel:+8613800000009");
                    assertThat(element(xml, "destinationAddress")).isEqualTo(BOT);
                    assertThat(element(xml, "conversationID")).isNotEmpty();
                });
        assertThat(again.metric("mc_sms_inbound_total{peer=\"ismg-1\",result=\"repeated\"}"))
                .isEqualTo(1);
        assertThat(again.metric("mc_sms_inbound_total{peer=\"ismg-1\",result=\"taken\"}"))
                .isEqualTo(1);
        assertThat(again.metric("mc_smpp_inbound_refused_total{peer=\"ismg-1\"}")).isEqualTo(1);
        assertThat(again.ctl("trace", element(told.getLast(), "messageId")).out())
                .contains("came as SMS", "1065500188", "ismg-1");
    }
}
