package org.fivegmc.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.fivegmc.server.config.HostPort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpLimitsTest {
    private static final HttpLimits SMALL =
            new HttpLimits(3, 128, 512, 1000, 1, Duration.ofSeconds(20), Duration.ofSeconds(20));

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<Socket> sockets = new ArrayList<>();
    private HttpServer server = start(SMALL);

    @AfterEach
    void stop() throws IOException {
        release.countDown();
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    @Test
    void theRequestLineIsLimited() throws IOException {
        assertThat(exchange("GET /" + "x".repeat(SMALL.requestLine()) + " HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 414");
    }

    @Test
    void headersAreLimited() throws IOException {
        String header = "X: " + "x".repeat(SMALL.headers()) + "\r\n";
        assertThat(exchange("GET /echo HTTP/1.1\r\n" + header + "\r\n")).startsWith("HTTP/1.1 431");
    }

    @Test
    void bodiesAreLimited() throws IOException {
        assertThat(exchange(post(SMALL.body()))).startsWith("HTTP/1.1 200");
        assertThat(exchange(post(SMALL.body() + 1))).startsWith("HTTP/1.1 413");
    }

    @Test
    void garbageIsRefused() throws IOException {
        assertThat(exchange("\u0001\u0002 nonsense\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(exchange("GET /echo?%zz HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400");
    }

    @Test
    void connectionsAreLimited() throws IOException {
        for (int i = 0; i < SMALL.connections(); i++) {
            assertThat(answer(send(open(), get("/echo")))).startsWith("HTTP/1.1 200");
        }
        assertThat(open().getInputStream().read()).isEqualTo(-1);

        sockets.getFirst().close();
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(exchange(get("/echo"))).startsWith("HTTP/1.1 200"));
    }

    @Test
    void concurrentRequestsAreLimited() throws Exception {
        var busy = send(open(), get("/wait"));
        entered.await();
        assertThat(exchange(get("/echo"))).startsWith("HTTP/1.1 503").contains("Retry-After: 1");
        release.countDown();
        assertThat(answer(busy)).startsWith("HTTP/1.1 200");
        assertThat(exchange(get("/echo"))).startsWith("HTTP/1.1 200");
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        var socket = send(open(), get("/echo?a") + get("/echo?b") + get("/echo?c"));
        assertThat(answer(socket)).endsWith("/echo[a]");
        assertThat(answer(socket)).endsWith("/echo[b]");
        assertThat(answer(socket)).endsWith("/echo[c]");
    }

    @Test
    void anUnfinishedRequestDoesNotHoldItsConnection() throws IOException {
        restart(Duration.ofMillis(200), Duration.ofSeconds(20));
        assertThat(send(open(), "GET /echo HTTP/1.1\r\n").getInputStream().read()).isEqualTo(-1);
        assertThat(open().getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void aHandlerThatTakesTooLongIsGivenUp() throws IOException {
        restart(Duration.ofSeconds(20), Duration.ofMillis(200));
        assertThat(exchange(get("/wait"))).startsWith("HTTP/1.1 504");
        // The interrupted handler gives its permit back.
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(exchange(get("/echo"))).startsWith("HTTP/1.1 200"));
    }

    @Test
    void aTakenAddressIsSaid() {
        assertThatThrownBy(() -> new HttpServer(server.address(), router(), SMALL))
                .isInstanceOf(HttpServer.BindException.class)
                .hasMessageContaining("cannot listen on " + server.address());
    }

    private void restart(Duration receive, Duration handle) {
        server.close();
        server = start(new HttpLimits(3, 128, 512, 1000, 1, receive, handle));
    }

    private HttpServer start(HttpLimits limits) {
        return new HttpServer(new HostPort("127.0.0.1", 0), router(), limits);
    }

    private Router router() {
        Handler echo =
                request ->
                        Response.text(200, "text/plain", request.path() + request.query().keySet());
        Handler wait =
                request -> {
                    entered.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    return Response.text(200, "text/plain", request.path());
                };
        return new Router(
                List.of(
                        new Router.Route("GET", "/echo", true, echo),
                        new Router.Route("POST", "/echo", true, echo),
                        new Router.Route("GET", "/wait", true, wait)),
                Optional.empty());
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private static String post(int bytes) {
        return "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                + bytes
                + "\r\n\r\n"
                + "x".repeat(bytes);
    }

    private Socket open() throws IOException {
        var socket = new Socket(java.net.InetAddress.getLoopbackAddress(), server.address().port());
        sockets.add(socket);
        return socket;
    }

    private static Socket send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private String exchange(String text) throws IOException {
        try (var socket =
                new Socket(java.net.InetAddress.getLoopbackAddress(), server.address().port())) {
            return answer(send(socket, text));
        }
    }

    /// One answer: head and as many bytes as its Content-Length says.
    private static String answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("closed after: " + head);
            }
            head.append((char) b);
        }
        var length = java.util.regex.Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
        int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
        return head + new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
    }
}
