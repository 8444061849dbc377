package org.fivegmc.server.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fivegmc.server.cli.Exit;
import org.fivegmc.server.config.ConfigLoader;
import org.fivegmc.server.metrics.Metric;
import org.fivegmc.server.metrics.MetricCatalogue;
import org.fivegmc.server.wiring.CenterServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One center without gateways: what operators see of it while messages pass.
class CenterServerTest {

    private static final String ALICE = "+8613800000001";
    private static final String BOB = "+8613800000002";
    private static final String STRANGER = "+8613800000009";

    @TempDir private Path data;
    private RunningCenter center;
    private UdpPhone alice;
    private UdpPhone bob;

    @BeforeEach
    void start() throws Exception {
        center = new RunningCenter(data, "");
        alice = center.phone(ALICE);
        bob = center.phone(BOB);
    }

    @AfterEach
    void stop() {
        alice.close();
        bob.close();
        center.close();
    }

    private int send(String to, String id) throws Exception {
        return UdpPhone.status(alice.send(to, "hello", id));
    }

    private String trace(String id) {
        return center.ctl("trace", id).out();
    }

    /// Waits until the story of a message has this step.
    private String traced(String id, String step) {
        await().until(() -> trace(id).contains(step));
        return trace(id);
    }

    @Test
    void subscribersAreAddedShownAndRemoved() {
        assertThat(center.ctl("subscriber", "show", BOB).status()).isEqualTo(Exit.REFUSED);
        assertThat(center.ctl("subscriber", "add", BOB, "--password", "x").status())
                .isEqualTo(Exit.OK);
        assertThat(center.ctl("subscriber", "show", BOB).out())
                .containsPattern("(?m)^msisdn +\\" + BOB + "$")
                .containsPattern("(?m)^password +yes$")
                .containsPattern("(?m)^provisioned +yes$");
        assertThat(center.ctl("subscriber", "remove", BOB).status()).isEqualTo(Exit.OK);
        RunningCenter.Printed gone = center.ctl("subscriber", "show", BOB);
        assertThat(gone.status()).isEqualTo(Exit.REFUSED);
        assertThat(gone.err()).hasLineCount(1);
    }

    @Test
    void anOfflineMessageIsListedPeekedAtAndPurged() throws Exception {
        center.ctl("subscriber", "add", BOB);
        assertThat(send(BOB, "m-1")).isEqualTo(202);

        Matcher row =
                Pattern.compile("(?m)^([0-9a-f]+) +\\" + ALICE + " +held-offline")
                        .matcher(center.ctl("mailbox", "list", BOB).out());
        assertThat(row.find()).isTrue();
        assertThat(center.ctl("mailbox", "peek", BOB, row.group(1)).out())
                .containsPattern("(?m)^imdn message id +m-1$")
                .containsPattern("(?m)^preview +hello$");
        assertThat(traced("m-1", "held")).contains("waits for the recipient to register");
        assertThat(center.ctl("mailbox", "purge", BOB).out()).isEqualTo("removed  1\n");
        assertThat(center.ctl("mailbox", "list", BOB).out()).doesNotContain(row.group(1));
        assertThat(traced("m-1", "purged")).contains("ended");
        assertThat(center.metric("mc_messages_terminal_total{channel=\"none\",state=\"purged\"}"))
                .isEqualTo(1);
    }

    @Test
    void aCursorThatIsNoneIsRefused() {
        assertThat(center.get("/v1/mailboxes/8613800000002?cursor=broken").statusCode())
                .isEqualTo(400);
    }

    @Test
    void anOfflineMessageArrivesAtTheNextRegistration() throws Exception {
        assertThat(bob.register()).isEqualTo(200);
        assertThat(bob.register(0)).isEqualTo(200);
        assertThat(send(BOB, "m-1")).isEqualTo(202);
        assertThat(bob.register()).isEqualTo(200);
        assertThat(bob.next()).contains("hello");
        assertThat(traced("m-1", "delivered rcs"))
                .containsSubsequence("accepted", "held", "sent", "device has it", "ended");
    }

    @Test
    void routesAreExplained() throws Exception {
        assertThat(center.ctl("route", "explain", ALICE, STRANGER).out())
                .containsPattern("(?m)^decision +fall-back$")
                .contains("the recipient is not an RCS user of this center")
                .contains("no user of this center")
                .contains("it is refused: no gateway serves this number");
        assertThat(bob.register()).isEqualTo(200);
        assertThat(center.ctl("route", "explain", ALICE, BOB).out())
                .containsPattern("(?m)^decision +deliver-rcs$")
                .contains("registered with a device that takes this message")
                .contains("1 registered device(s)");
        assertThat(bob.register(0)).isEqualTo(200);
        assertThat(center.ctl("route", "explain", ALICE, BOB).out())
                .containsPattern("(?m)^decision +hold$")
                .containsPattern("(?m)^row +offline-kept$");
        String chatbot = "sip:1065@botplatform.rcs.local";
        assertThat(center.ctl("route", "explain", chatbot, STRANGER, "--no-sms").out())
                .containsPattern("(?m)^decision +fail$")
                .containsPattern("(?m)^row +not-rcs-failed$");
        assertThat(center.ctl("route", "explain", chatbot, STRANGER, "--sms-text").out())
                .containsPattern("(?m)^row +not-rcs-sms-brought$");
    }

    @Test
    void withoutGatewaysStrangersAreNotFound() throws Exception {
        assertThat(send(STRANGER, "m-1")).isEqualTo(404);
        assertThat(center.metric("mc_messages_refused_total{reason=\"unknown_recipient\"}"))
                .isEqualTo(1);
    }

    @Test
    void aMessageMovesTheMetersAndLeavesATrace() throws Exception {
        assertThat(bob.register()).isEqualTo(200);
        assertThat(send(BOB, "m-1")).isEqualTo(202);
        assertThat(bob.next()).contains("hello");

        assertThat(traced("m-1", "delivered rcs"))
                .containsSubsequence("accepted", "sent", "device has it", "ended");
        Matcher id = Pattern.compile("(?m)^message id +([0-9a-f]+)$").matcher(trace("m-1"));
        assertThat(id.find()).isTrue();
        assertThat(trace(id.group(1))).isEqualTo(trace("m-1"));

        String text = center.get("/metrics").body();
        for (Metric metric : MetricCatalogue.ALL) {
            boolean ofOthers =
                    metric.name().startsWith("mc_smpp_") || metric.name().startsWith("mc_content_");
            if (!ofOthers
                    && metric.labels().stream().noneMatch(label -> label.values().isEmpty())) {
                assertThat(text).containsPattern("(?m)^" + metric.name() + "[_ {]");
            }
        }
        assertThat(text).contains("mc_shard_queue_entries{writer=\"1\"}");
        assertThat(center.metric("mc_messages_submitted_total{origin=\"p2p\"}")).isEqualTo(1);
        assertThat(center.metric("mc_messages_terminal_total{channel=\"rcs\",state=\"delivered\"}"))
                .isEqualTo(1);
        assertThat(center.metric("mc_accept_latency_seconds_count")).isEqualTo(1);
        assertThat(center.metric("mc_delivery_latency_seconds_count{channel=\"rcs\"}"))
                .isEqualTo(1);
        assertThat(center.metric("mc_store_write_batch_seconds_count")).isPositive();
        assertThat(center.metric("mc_rocksdb_memtable_bytes")).isPositive();
        assertThat(
                        center.metric(
                                "mc_sip_transactions_total{code_class=\"2xx\",direction=\"in\",method=\"MESSAGE\"}"))
                .isEqualTo(1);
    }

    @Test
    void aStopWaitsForWhatIsUnderWayAndRefusesWhatIsNew() throws Exception {
        assertThat(bob.register()).isEqualTo(200);
        bob.answer(0);
        assertThat(send(BOB, "m-1")).isEqualTo(202);
        traced("m-1", "sent");
        try (var stopping = Executors.newVirtualThreadPerTaskExecutor()) {
            var stopped = stopping.submit(center::close);
            await().until(() -> !center.isReady());
            String refused = alice.send(BOB, "late", "m-2");
            assertThat(UdpPhone.status(refused)).isEqualTo(503);
            assertThat(refused).containsPattern("(?m)^Retry-After: \\d+");
            bob.answer(200);
            assertThat(bob.next()).contains("hello");
            stopped.get();
        }
    }

    @Test
    void aTraceAfterARestartTellsWhatIsStored() throws Exception {
        center.ctl("subscriber", "add", BOB);
        assertThat(send(BOB, "m-1")).isEqualTo(202);
        Matcher id =
                Pattern.compile("(?m)^message id +([0-9a-f]+)$").matcher(traced("m-1", "held"));
        assertThat(id.find()).isTrue();
        assertThat(trace("m-1")).containsPattern("(?m)^note +-$");
        center.close();
        alice.close();
        bob.close();
        start();
        assertThat(trace(id.group(1)))
                .containsPattern("(?m)^from +\\" + ALICE + "$")
                .containsPattern("(?m)^to +\\" + BOB + "$")
                .containsPattern("(?m)^state +held-offline$")
                .containsPattern("(?m)^note +earlier steps are from before the start at 20")
                .containsPattern("(?m)^accepted at +20")
                .containsPattern("(?m)^reason +waits for the recipient to register$")
                .containsPattern("(?m)^attempts +0$")
                .containsPattern("(?m)^reports due +-$");
        RunningCenter.Printed byTheSendersId = center.ctl("trace", "m-1");
        assertThat(byTheSendersId.status()).isEqualTo(Exit.REFUSED);
        assertThat(byTheSendersId.err()).contains("an older one is found by our id");
        assertThat(center.ctl("trace", "0".repeat(32)).err())
                .startsWith("not among the 1 stored messages")
                .contains("it ended before, or never was here");

        assertThat(bob.register()).isEqualTo(200);
        assertThat(bob.next()).contains("hello");
        assertThat(traced(id.group(1), "delivered rcs"))
                .containsPattern("(?m)^state +ended$")
                .containsPattern("(?m)^to +\\" + BOB + "$")
                .contains("earlier steps are from before the start")
                .containsSubsequence("sent", "device has it", "ended");
    }

    @Test
    void whatWasAcceptedSurvivesARestart() throws Exception {
        center.ctl("subscriber", "add", BOB);
        assertThat(send(BOB, "m-1")).isEqualTo(202);
        center.close();
        alice.close();
        bob.close();
        start();
        assertThat(bob.register()).isEqualTo(200);
        assertThat(bob.next()).contains("hello");
    }

    @Test
    void addressesAreShownAsTheyAreBound(@TempDir Path other) {
        String yaml =
                """
                data-dir: %s
                sip: {listen: ["udp:127.0.0.1:0"], udp-loops: 1}
                http: {listen: "127.0.0.1:0"}
                store: {engine: memory}
                """
                        .formatted(other);
        if (!(new ConfigLoader(Map.of()).load("test.yaml", yaml)
                instanceof ConfigLoader.Outcome.Loaded loaded)) {
            throw new AssertionError("not loaded");
        }
        try (var server = new CenterServer(loaded.config(), "1")) {
            assertThat(server.endpoints())
                    .singleElement()
                    .asString()
                    .matches("udp:127\\.0\\.0\\.1:[1-9][0-9]*");
        }
    }
}
