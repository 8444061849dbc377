package org.fivegmc.fallback.mm7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.fivegmc.fallback.link.RecordingCallbacks;
import org.fivegmc.fallback.link.RecordingEvents;
import org.fivegmc.fallback.spi.GatewayHealth;
import org.fivegmc.fallback.spi.MmsMedium;
import org.fivegmc.fallback.spi.MmsPage;
import org.fivegmc.fallback.spi.OutboundMms;
import org.fivegmc.fallback.spi.SubmitOutcome;
import org.fivegmc.fallback.spi.SubmitOutcome.Doubt;
import org.fivegmc.fallback.spi.SubmitOutcome.Reason;
import org.fivegmc.fallback.text.Octets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@Tag("TS23140-8.7")
class Mm7GatewayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String OK =
            "<Envelope><Body><SubmitRsp><StatusCode>1000</StatusCode><MessageID>id-1</MessageID>"
                    + "</SubmitRsp></Body></Envelope>";

    private final RecordingCallbacks callbacks = new RecordingCallbacks();
    private final RecordingEvents events = new RecordingEvents();
    private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<SubmitOutcome> outcomes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private final CountDownLatch answering = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer mmsc;
    private volatile boolean holding;

    @BeforeEach
    void listen() throws IOException {
        mmsc = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        mmsc.setExecutor(threads);
        mmsc.createContext("/mm7", this::called);
        mmsc.start();
    }

    @AfterEach
    void stop() {
        answering.countDown();
        mmsc.stop(0);
        threads.close();
        assertThat(events.faults).isEmpty();
    }

    private void called(HttpExchange call) throws IOException {
        try (call) {
            String body = new String(call.getRequestBody().readAllBytes(), ISO_8859_1);
            requests.add(
                    call.getRequestHeaders().getFirst("Authorization")
                            + "\n"
                            + call.getRequestHeaders().getFirst("Content-Type")
                            + "\n"
                            + body);
            mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            if (holding) {
                answering.await();
            }
            byte[] answer = OK.getBytes(UTF_8);
            call.getResponseHeaders().set("Content-Type", "text/xml");
            call.sendResponseHeaders(200, answer.length);
            call.getResponseBody().write(answer);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            underWay.decrementAndGet();
        }
    }

    private Mm7Gateway gateway(int window, int pending, Duration response) {
        URI url = URI.create("http://127.0.0.1:" + mmsc.getAddress().getPort() + "/mm7");
        return new Mm7Gateway(
                Mm7Rig.config(url, window, pending, response),
                callbacks,
                events,
                () -> Instant.parse("2026-11-28T01:02:03Z"));
    }

    private Mm7Gateway started(int window, int pending, Duration response) {
        Mm7Gateway gateway = gateway(window, pending, response);
        gateway.start();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> gateway.health().state() == GatewayHealth.State.UP);
        return gateway;
    }

    private SubmitOutcome first() {
        Awaitility.await().atMost(PATIENCE).until(() -> !outcomes.isEmpty());
        return outcomes.element();
    }

    private void close(Mm7Gateway gateway) {
        assertThat(gateway.drainAndStop(Duration.ofSeconds(5)).toCompletableFuture())
                .succeedsWithin(PATIENCE);
        assertThat(gateway.health().state()).isEqualTo(GatewayHealth.State.STOPPED);
    }

    @Test
    void aMessageIsPostedInTheShapeOfTheSchema() {
        Mm7Gateway gateway = started(4, 10, Duration.ofSeconds(10));
        gateway.submit(Mm7Rig.message("text", PATIENCE), outcomes::add);
        assertThat(first()).isEqualTo(new SubmitOutcome.Accepted("id-1", "id-1"));
        String request = requests.element();
        assertThat(request)
                .startsWith("Basic dXNlcjpzZWNyZXQ=\nmultipart/related; boundary=\"mm7-")
                .contains(
                        "<SubmitReq xmlns=\""
                                + Mm7Account.SCHEMAS
                                + "REL-6-MM7-1-4\">"
                                + "<MM7Version>6.8.0</MM7Version><SenderIdentification>"
                                + "<VASPID>vasp</VASPID><VASID>vas</VASID><SenderAddress>"
                                + "<ShortCode>RCS</ShortCode></SenderAddress>"
                                + "</SenderIdentification><Recipients><To>"
                                + "<Number>+8613900000001</Number></To></Recipients>"
                                + "<MessageClass>Informational</MessageClass>"
                                + "<TimeStamp>2026-11-28T01:02:03Z</TimeStamp>"
                                + "<ExpiryDate>2026-11-28T02:02:03Z</ExpiryDate>"
                                + "<DeliveryReport>true</DeliveryReport>"
                                + "<ReadReply>true</ReadReply><Priority>Normal</Priority>"
                                + "<Subject>subject &amp; more</Subject>"
                                + "<Content href=\"cid:mms\" allowAdaptations=\"true\"/>"
                                + "</SubmitReq>",
                        "\r\nContent-ID: <mms>\r\n",
                        "Content-Type: application/smil; charset=utf-8\r\nContent-ID: <mms.smil>\r\n",
                        "Content-Location: text1.txt\r\n"
                                + "Content-Transfer-Encoding: binary\r\n\r\ntext\r\n--mm7-");
        close(gateway);
        gateway.submit(Mm7Rig.message("text", PATIENCE), outcomes::add);
        assertThat(outcomes).hasSize(2);
        assertThat(outcomes.toArray()[1])
                .asInstanceOf(type(SubmitOutcome.Retry.class))
                .extracting(SubmitOutcome.Retry::reason)
                .isEqualTo(Reason.STOPPED);
    }

    @Test
    void noMoreRequestsAreUnderWayThanTheWindowHasAndNoMoreWaitThanAllowed() {
        holding = true;
        Mm7Gateway gateway = started(2, 5, Duration.ofSeconds(20));
        for (int i = 0; i < 6; i++) {
            gateway.submit(Mm7Rig.message("text", Duration.ofSeconds(50)), outcomes::add);
        }
        assertThat(first())
                .asInstanceOf(type(SubmitOutcome.Retry.class))
                .extracting(SubmitOutcome.Retry::reason)
                .isEqualTo(Reason.BUSY);
        Awaitility.await().atMost(PATIENCE).until(() -> requests.size() == 2);
        assertThat(gateway.health().inFlight()).isEqualTo(2);
        assertThat(gateway.health().pending()).isEqualTo(3);
        answering.countDown();
        Awaitility.await().atMost(PATIENCE).until(() -> outcomes.size() == 6);
        assertThat(mostUnderWay.get()).isEqualTo(2);
        assertThat(outcomes.stream().filter(SubmitOutcome.Accepted.class::isInstance)).hasSize(5);
        close(gateway);
    }

    /// It may have it: nobody sends it again at once.
    @Test
    void withoutAnAnswerTheOutcomeIsUnknown() {
        holding = true;
        Mm7Gateway gateway = started(1, 5, Duration.ofMillis(200));
        gateway.submit(Mm7Rig.message("text", PATIENCE), outcomes::add);
        assertThat(first()).isEqualTo(new SubmitOutcome.Unknown(Doubt.RESPONSE_TIMEOUT));
        answering.countDown();
        close(gateway);
    }

    @Test
    void whatHasNoTimeForAnAnswerIsNotSent() {
        Mm7Gateway gateway = started(1, 5, Duration.ofSeconds(10));
        gateway.submit(Mm7Rig.message("text", Duration.ofSeconds(9)), outcomes::add);
        assertThat(first())
                .asInstanceOf(type(SubmitOutcome.Retry.class))
                .extracting(SubmitOutcome.Retry::reason)
                .isEqualTo(Reason.OUT_OF_PATIENCE);
        assertThat(requests).isEmpty();
        close(gateway);
    }

    @Test
    void aCenterThatTakesNoConnectionIsDownUntilItDoes() throws IOException {
        int port = mmsc.getAddress().getPort();
        Mm7Gateway gateway = started(1, 5, Duration.ofSeconds(10));
        mmsc.stop(0);
        gateway.submit(Mm7Rig.message("text", PATIENCE), outcomes::add);
        assertThat(first())
                .asInstanceOf(type(SubmitOutcome.Retry.class))
                .extracting(SubmitOutcome.Retry::reason)
                .isEqualTo(Reason.GATEWAY_DOWN);
        assertThat(gateway.health().state()).isEqualTo(GatewayHealth.State.DOWN);
        assertThat(gateway.health().boundLinks()).isZero();
        assertThat(events.downs).hasSize(1);
        mmsc = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        mmsc.setExecutor(threads);
        mmsc.createContext("/mm7", this::called);
        mmsc.start();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> gateway.health().state() == GatewayHealth.State.UP);
        outcomes.clear();
        gateway.submit(Mm7Rig.message("text", PATIENCE), outcomes::add);
        assertThat(first()).isInstanceOf(SubmitOutcome.Accepted.class);
        close(gateway);
    }

    @Test
    void whatCanNotBeMadeToFitIsRejectedWithoutBeingSent() {
        Mm7Gateway gateway = started(1, 5, Duration.ofSeconds(10));
        var medium = new MmsMedium("image/jpeg", Octets.of(new byte[] {1, 2, 3}), false);
        var message = Mm7Rig.message("", PATIENCE);
        gateway.submit(
                new OutboundMms(
                        message.correlation(),
                        message.source(),
                        message.destination(),
                        message.subject(),
                        () -> List.of(new MmsPage("text", Optional.of(medium))),
                        message.validity(),
                        message.wantReceipt(),
                        message.patience()),
                outcomes::add);
        assertThat(first())
                .asInstanceOf(type(SubmitOutcome.Rejected.class))
                .extracting(SubmitOutcome.Rejected::code)
                .isEqualTo(SubmitOutcome.Rejected.NOT_SENT);
        assertThat(requests).isEmpty();
        close(gateway);
    }
}
