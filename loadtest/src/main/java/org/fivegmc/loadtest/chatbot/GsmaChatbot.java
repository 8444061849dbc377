package org.fivegmc.loadtest.chatbot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.fivegmc.loadtest.observe.Observed;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A chatbot of the dialect of the GSMA that calls the server and is called by it. Thread-safe.
public final class GsmaChatbot implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final JsonMapper MAPPER = JsonMapper.shared();

    /// Who it is.
    ///
    /// @param address `sip:` URI
    /// @param key its bearer token
    /// @param token checks what it is told
    public record Identity(String address, String key, String token) {}

    private final Identity identity;
    private final InstantSource clock;
    private final HttpServer webhook;
    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final Observed<GsmaEvent> events = new Observed<>();
    private final Observed<String> forged = new Observed<>();

    private GsmaChatbot(Identity identity, HttpServer webhook, InstantSource clock) {
        this.identity = identity;
        this.webhook = webhook;
        this.clock = clock;
        webhook.setExecutor(handlers);
        webhook.createContext("/", this::called);
        webhook.start();
    }

    /// Its webhook listens on a free port of this machine.
    public static GsmaChatbot start(Identity identity, InstantSource clock) throws IOException {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new GsmaChatbot(identity, HttpServer.create(loopback, 0), clock);
    }

    public Identity identity() {
        return identity;
    }

    /// What the server has to be told as its callback.
    public URI callback() {
        return URI.create("http://127.0.0.1:" + webhook.getAddress().getPort() + "/hook");
    }

    // --- what it is told ---

    public Observed<GsmaEvent> events() {
        return events;
    }

    /// Calls that do not prove to be the server's, or go elsewhere.
    public Observed<String> forged() {
        return forged;
    }

    private void called(HttpExchange call) throws IOException {
        try (call) {
            byte[] body = call.getRequestBody().readAllBytes();
            String path = call.getRequestURI().toString();
            String timestamp = header(call, "timestamp");
            if (!path.equals("/hook")
                    || !signature(timestamp, body).equals(header(call, "signature"))) {
                forged.add(path);
                call.sendResponseHeaders(403, -1);
                return;
            }
            JsonNode told = MAPPER.readTree(body);
            events.add(
                    new GsmaEvent(
                            clock.instant(),
                            told.path("event").asString(""),
                            told.path("RCSMessage"),
                            told.path("messageContact").path("userContact").asString("")));
            call.sendResponseHeaders(200, -1);
        }
    }

    private static String header(HttpExchange call, String name) {
        String value = call.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private String signature(String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(identity.token().getBytes(UTF_8), "HmacSHA256"));
            mac.update((timestamp + ".").getBytes(UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException none) {
            throw new IllegalStateException(none);
        }
    }

    // --- what it does ---

    /// Sends a message.
    ///
    /// @param server such as `http://127.0.0.1:8091`
    /// @param members of `RCSMessage`, JSON without braces
    public Reply send(URI server, String user, String members) {
        String body =
                "{\"RCSMessage\":{"
                        + members
                        + "},\"messageContact\":{\"userContact\":\""
                        + user
                        + "\"}}";
        return call(server, "POST", "messages", body);
    }

    /// Takes a message back.
    public Reply cancel(URI server, String msgId) {
        return call(
                server,
                "PUT",
                "messages/" + msgId + "/status",
                "{\"RCSMessage\":{\"status\":\"cancelled\"}}");
    }

    public Reply status(URI server, String msgId) {
        return call(server, "GET", "messages/" + msgId + "/status", "");
    }

    public Reply capabilities(URI server, String user) {
        return call(server, "GET", "contactCapabilities?userContact=" + encoded(user), "");
    }

    /// Uploads a file as clients of the dialect do.
    public Reply upload(URI server, String name, String type, byte[] octets) {
        String boundary = "b-" + octets.length;
        String head =
                """
                --%1$s\r
                Content-Disposition: form-data; name="fileType"\r
                \r
                %3$s\r
                --%1$s\r
                Content-Disposition: form-data; name="until"\r
                \r
                2030-01-01T00:00:00.000Z\r
                --%1$s\r
                Content-Disposition: form-data; name="fileContent"; filename="%2$s"\r
                Content-Type: %3$s\r
                \r
                """
                        .formatted(boundary, name, type);
        return reply(
                request(server, "files")
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .POST(
                                HttpRequest.BodyPublishers.concat(
                                        HttpRequest.BodyPublishers.ofString(head),
                                        HttpRequest.BodyPublishers.ofByteArray(octets),
                                        HttpRequest.BodyPublishers.ofString(
                                                "\r\n--" + boundary + "--\r\n"))));
    }

    /// Any other call.
    ///
    /// @param operation what follows its address
    /// @param body empty for none
    public Reply call(URI server, String method, String operation, String body) {
        return reply(
                request(server, operation)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(URI server, String operation) {
        return HttpRequest.newBuilder(
                        server.resolve(
                                "/rcs/bot/v1/" + encoded(identity.address()) + "/" + operation))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + identity.key());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private Reply reply(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> answered =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(answered.statusCode(), tree(answered.body()));
        } catch (IOException none) {
            return new Reply(0, MAPPER.createObjectNode());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Reply(0, MAPPER.createObjectNode());
        }
    }

    private static JsonNode tree(byte[] body) {
        try {
            return body.length == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(body);
        } catch (JacksonException _) {
            return MAPPER.createObjectNode();
        }
    }

    @Override
    public void close() {
        webhook.stop(0);
        handlers.shutdownNow();
        client.shutdownNow();
    }
}
