package org.fivegmc.loadtest.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;
import static org.fivegmc.loadtest.demo.PackagedServer.register;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ReceivedReport;
import org.fivegmc.loadtest.handset.ReceivedRevocation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages taken back around SIGKILL: the recipient gets what the sender was not told is revoked,
/// and nothing else.
@Timeout(240)
@Tag("RCC07-3.2.3.8")
class RevocationCrashIT {

    @RegisterExtension private static final PackagedServer SERVER = new PackagedServer();

    private String from = "";
    private String to = "";

    @BeforeEach
    void provision() {
        from = SERVER.user();
        to = SERVER.user();
    }

    /// B comes, and gets only what A sends then: in order, so that anything older came before.
    private void nothingOlderComes(Handset a, Handset b) {
        register(b);
        String later = a.sendText(to, "later", ALL).imdnId();
        assertThat(b.messages().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedMessage::imdnId)
                .containsExactly(later);
        // and no report tells of what was taken back
        assertThat(a.reports().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedReport::about)
                .containsOnly(later);
    }

    private String waiting(Handset a) {
        var sent = a.sendText(to, "take me back", ALL);
        assertThat(sent.status()).isEqualTo(202);
        return sent.imdnId();
    }

    private void wasRevokedOnce(Handset a, String id) {
        assertThat(a.revocations().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedRevocation::about, ReceivedRevocation::result)
                .containsExactly(tuple(id, "success"));
    }

    /// A has the result before the server dies.
    @Test
    void staysRevoked() {
        Handset a = SERVER.registered("A", from);
        Handset b = SERVER.handset("B", to);
        String id = waiting(a);
        assertThat(a.revoke(to, id)).isEqualTo(202);
        wasRevokedOnce(a, id);
        SERVER.awaitNothingWaiting(from);
        SERVER.killAndStart();
        register(a);
        nothingOlderComes(a, b);
        wasRevokedOnce(a, id);
    }

    /// The server is killed on the answer: the result was on its way, and a device whose answer
    /// died with the server is sent it again, as any message is. It is the same result, and can be
    /// known by its id.
    @Test
    void isKilledRightAfterTheAnswer() {
        Handset a = SERVER.registered("A", from);
        Handset b = SERVER.handset("B", to);
        String id = waiting(a);
        assertThat(a.revoke(to, id)).isEqualTo(202);
        SERVER.kill();
        SERVER.startAgain();
        register(a);
        nothingOlderComes(a, b);
        SERVER.awaitNothingWaiting(from);
        List<ReceivedRevocation> all = a.revocations().all();
        assertThat(all)
                .isNotEmpty()
                .extracting(ReceivedRevocation::about, ReceivedRevocation::result)
                .containsOnly(tuple(id, "success"));
        assertThat(all)
                .extracting(ReceivedRevocation::id)
                .doesNotContain("")
                .containsOnly(all.getFirst().id());
        assertThat(all).as("copies").hasSizeLessThanOrEqualTo(2);
    }

    /// A is away when its wish is answered, so that nobody has the result when the server dies.
    @Test
    void isKilledBeforeTheResultIsDelivered() {
        Handset a = SERVER.registered("A", from);
        Handset b = SERVER.handset("B", to);
        String id = waiting(a);
        assertThat(a.unregister().succeeded()).isTrue();
        assertThat(a.revoke(to, id)).isEqualTo(202);
        SERVER.killAndStart();
        assertThat(a.revocations().all()).isEmpty();
        register(a);
        wasRevokedOnce(a, id);
        nothingOlderComes(a, b);
        SERVER.awaitNothingWaiting(from);
        wasRevokedOnce(a, id);
        // again the same
        assertThat(a.revoke(to, id)).isEqualTo(202);
        assertThat(a.revocations().await(2, _ -> true, PATIENCE))
                .extracting(ReceivedRevocation::about, ReceivedRevocation::result)
                .containsOnly(tuple(id, "success"));
    }

    /// Nobody listens, and the handset asks until somebody does.
    @Test
    void isAskedForWhileTheServerIsDown() {
        Handset a = SERVER.registered("A", from);
        Handset b = SERVER.handset("B", to);
        String id = waiting(a);
        SERVER.kill();
        assertThat(a.revoke(to, id)).as("nobody is there").isNotEqualTo(202);
        CompletableFuture<Void> start = CompletableFuture.runAsync(SERVER::startAgain);
        Awaitility.await()
                .atMost(PATIENCE.multipliedBy(4))
                .untilAsserted(() -> assertThat(a.revoke(to, id)).isEqualTo(202));
        start.join();
        register(a);
        wasRevokedOnce(a, id);
        nothingOlderComes(a, b);
        SERVER.awaitNothingWaiting(from);
        wasRevokedOnce(a, id);
    }

    /// Somewhere between the request and its answer: then A asks again, and what it hears at last
    /// is what B sees.
    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void isKilledWhileItIsAsked(int afterMs) throws Exception {
        Handset a = SERVER.registered("A", from);
        Handset b = SERVER.handset("B", to);
        String id = waiting(a);
        Thread asks = Thread.ofVirtual().start(() -> a.revoke(to, id));
        Thread.sleep(afterMs);
        SERVER.kill();
        asks.interrupt(); // else it would wait for Timer F
        asks.join();
        SERVER.startAgain();
        register(a);
        assertThat(a.revoke(to, id)).isEqualTo(202);
        assertThat(a.revocations().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedRevocation::about, ReceivedRevocation::result)
                .containsOnly(tuple(id, "success"));
        nothingOlderComes(a, b);
    }
}
