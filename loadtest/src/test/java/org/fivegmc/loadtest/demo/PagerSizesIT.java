package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;
import static org.fivegmc.loadtest.demo.PackagedServer.random;
import static org.fivegmc.loadtest.demo.PackagedServer.register;
import static org.fivegmc.loadtest.demo.PackagedServer.sha256;

import java.util.EnumSet;
import org.fivegmc.loadtest.handset.Feature;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.Mode;
import org.fivegmc.loadtest.handset.Profile.Transport;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ReceivedReport;
import org.fivegmc.loadtest.handset.Sent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pager mode at the limits of the server, those it has and those it was given. Every size with
/// every fate: [SizeMatrixIT].
@Timeout(120)
@Tag("RFC3428")
class PagerSizesIT {
    private static final String OCTETS = "application/octet-stream";

    @RegisterExtension private static final PackagedServer SERVER = new PackagedServer();

    /// One that was told to take more.
    @RegisterExtension
    private static final PackagedServer ROOMY =
            new PackagedServer("MC_MESSAGES_MAX_SIZE=128KiB", "MC_SIP_MAX_MESSAGE_SIZE=256KiB");

    @Test
    void comesOverUdp() {
        arrives(SERVER, 1, Transport.UDP, "online");
    }

    /// To a device that has no other mode, since else it would go in a session.
    @ParameterizedTest
    @CsvSource({"65536, online", "65536, crash"})
    void takesMoreWhereItIsConfigured(int octets, String how) {
        arrives(ROOMY, octets, Transport.TCP, how);
    }

    private static void arrives(
            PackagedServer server, int octets, Transport transport, String how) {
        String from = server.user();
        String to = server.user();
        byte[] content = random(octets);
        Handset a = server.handset("A", from, transport, Feature.up24());
        Handset b = server.handset("B", to, transport, EnumSet.of(Feature.PAGER));
        register(a);
        if (how.equals("online")) {
            register(b);
        }
        Sent sent = a.sendPager(to, content, OCTETS, ALL);
        assertThat(sent.status()).isEqualTo(202);
        if (how.equals("crash")) {
            server.killAndStart();
            register(a);
        }
        if (!how.equals("online")) {
            assertThat(server.waiting(to)).isEqualTo(1);
            register(b);
        }
        ReceivedMessage received = b.messages().await(1, _ -> true, PATIENCE).getFirst();
        assertThat(received)
                .returns(Mode.PAGER, ReceivedMessage::mode)
                .returns(sent.imdnId(), ReceivedMessage::imdnId)
                .returns((long) octets, ReceivedMessage::octets)
                .returns(sha256(content), ReceivedMessage::sha256);
        assertThat(a.reports().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedReport::status)
                .containsExactly("delivered");
        assertThat(b.display(received)).isEqualTo(202);
        assertThat(a.reports().await(2, _ -> true, PATIENCE))
                .extracting(ReceivedReport::about, ReceivedReport::status)
                .containsExactly(
                        tuple(sent.imdnId(), "delivered"), tuple(sent.imdnId(), "displayed"));
        assertThat(b.messages().all()).hasSize(1);
        assertThat(b.repeated().all()).isEmpty();
        server.awaitNothingWaiting(to);
    }

    /// By `messages.max-size`, which is 8 KiB, and by `sip.max-message-size`, which is 64 KiB: 513
    /// if only the headers make it too large.
    @ParameterizedTest
    @CsvSource({"8192, 413", "60000, 413", "64700, 513"})
    void whatIsTooLargeIsRefusedAndLeavesNothing(int octets, int status) {
        String to = SERVER.user();
        Handset a = SERVER.registered("A", SERVER.user());
        Handset b = SERVER.registered("B", to);
        double submitted = submitted();
        Sent refused = a.sendPager(to, random(octets), OCTETS, ALL);
        assertThat(refused.status()).isEqualTo(status);
        assertThat(submitted()).isEqualTo(submitted);
        assertThat(SERVER.waiting(to)).isZero();
        // the connection may have ended with what was refused
        register(a);
        Sent next = a.sendPager(to, "next".getBytes(UTF_8), "text/plain", ALL);
        assertThat(next.status()).isEqualTo(202);
        // in order: what was before it has come before it
        assertThat(b.messages().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedMessage::imdnId)
                .containsExactly(next.imdnId());
        assertThat(a.reports().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedReport::about)
                .containsExactly(next.imdnId());
    }

    @ParameterizedTest
    @CsvSource({"131072, 413", "262144, 413"})
    void whatIsConfiguredIsALimitToo(int octets, int status) {
        Handset a = ROOMY.registered("A", ROOMY.user());
        String to = ROOMY.user();
        assertThat(a.sendPager(to, random(octets), OCTETS, ALL).status()).isEqualTo(status);
        assertThat(ROOMY.waiting(to)).isZero();
    }

    private static double submitted() {
        return SERVER.metric("mc_messages_submitted_total{origin=\"p2p\"}");
    }
}
