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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fivegmc.loadtest.observe.Observed;
import org.fivegmc.loadtest.observe.Timeline;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A chatbot that calls the server and is called by it. Thread-safe.
public final class CtcuChatbot implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String NAME = "BOT";
    private static final JsonMapper MAPPER = JsonMapper.shared();

    /// Who it is.
    ///
    /// @param address `sip:` URI
    /// @param token checks what it is told
    public record Identity(String address, String appId, String appKey, String token) {}

    private final Identity identity;
    private final InstantSource clock;
    private final Timeline timeline;
    private final HttpServer webhook;
    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final Observed<Uplink> uplinks = new Observed<>();
    private final Observed<Status> statuses = new Observed<>();
    private final Observed<String> forged = new Observed<>();
    private volatile int answer = 204;
    private volatile String accessToken = "";

    private CtcuChatbot(
            Identity identity, HttpServer webhook, InstantSource clock, Timeline timeline) {
        this.identity = identity;
        this.webhook = webhook;
        this.clock = clock;
        this.timeline = timeline;
        webhook.setExecutor(handlers);
        webhook.createContext("/", this::called);
        webhook.start();
    }

    /// Its webhook listens on a free port of this machine.
    public static CtcuChatbot start(Identity identity, InstantSource clock) throws IOException {
        return start(identity, clock, new Timeline(clock, _ -> {}));
    }

    /// As "BOT" in a timeline.
    public static CtcuChatbot start(Identity identity, Timeline timeline) throws IOException {
        return start(identity, InstantSource.system(), timeline);
    }

    private static CtcuChatbot start(Identity identity, InstantSource clock, Timeline timeline)
            throws IOException {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new CtcuChatbot(identity, HttpServer.create(loopback, 0), clock, timeline);
    }

    public Identity identity() {
        return identity;
    }

    /// What the server has to be told as its callback.
    public URI callback() {
        return URI.create("http://127.0.0.1:" + webhook.getAddress().getPort() + "/hook");
    }

    // --- what it is told ---

    /// With what status it answers from now on.
    public void answerWith(int status) {
        answer = status;
    }

    public Observed<Uplink> uplinks() {
        return uplinks;
    }

    public Observed<Status> statuses() {
        return statuses;
    }

    /// Calls without a valid signature.
    public Observed<String> forged() {
        return forged;
    }

    private void called(HttpExchange call) throws IOException {
        try (call) {
            byte[] body = call.getRequestBody().readAllBytes();
            int status = answer;
            if (call.getRequestMethod().equals("GET")) {
                prove(call);
                return;
            }
            if (!isSigned(call)) {
                forged.add(call.getRequestURI().toString());
                status = 403;
            } else if (status / 100 == 2) {
                told(call.getRequestURI().getPath(), MAPPER.readTree(body));
            }
            call.sendResponseHeaders(status, -1);
        }
    }

    /// Says whose webhook it is.
    private void prove(HttpExchange call) throws IOException {
        boolean its = call.getRequestURI().getPath().endsWith("/notifyPath") && isSigned(call);
        if (its) {
            call.getResponseHeaders().set("echoStr", header(call, "echoStr"));
            call.getResponseHeaders().set("appId", identity.appId());
        }
        call.sendResponseHeaders(its && answer / 100 == 2 ? 200 : 403, -1);
    }

    private void told(String path, JsonNode body) {
        if (path.endsWith("/status")) {
            for (JsonNode info : body.path("deliveryInfoList")) {
                timeline.in(
                        NAME,
                        "status of %s for %s: %s"
                                .formatted(
                                        info.path("messageId").asString(""),
                                        info.path("senderAddress").asString(""),
                                        info.path("status").asString("")));
                statuses.add(
                        new Status(
                                clock.instant(),
                                info.path("messageId").asString(""),
                                info.path("senderAddress").asString(""),
                                info.path("status").asString(""),
                                info.path("errorCode").asInt(0)));
            }
        } else if (path.endsWith("/messages")) {
            timeline.in(NAME, "message of " + body.path("senderAddress").asString(""));
            uplinks.add(
                    new Uplink(
                            clock.instant(),
                            body.path("messageId").asString(""),
                            body.path("senderAddress").asString(""),
                            body.path("conversationId").asString(""),
                            body.path("contributionId").asString(""),
                            body.path("messageList")));
        }
    }

    private boolean isSigned(HttpExchange call) {
        String timestamp = header(call, "timestamp");
        String nonce = header(call, "nonce");
        String text =
                Stream.of(identity.token(), timestamp, nonce)
                        .sorted()
                        .collect(Collectors.joining());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest).equals(header(call, "signature"));
        } catch (NoSuchAlgorithmException none) {
            throw new IllegalStateException(none);
        }
    }

    private static String header(HttpExchange call, String name) {
        String value = call.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    // --- what it does ---

    /// Fetches an access token.
    ///
    /// @param server such as `http://127.0.0.1:8091`
    public Reply connect(URI server) {
        Reply reply =
                call(
                        server,
                        "accessToken",
                        MAPPER.writeValueAsString(
                                MAPPER.createObjectNode()
                                        .put("appId", identity.appId())
                                        .put("appKey", identity.appKey())));
        accessToken = reply.body().path("accessToken").asString("");
        return reply;
    }

    /// Posts to one of its paths, with the token it has.
    public Reply call(URI server, String operation, String body) {
        return reply(
                send(
                        request(server, operation)
                                .header("content-type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))));
    }

    /// Gets one of its paths.
    public Reply get(URI server, String operation) {
        return reply(send(request(server, operation)));
    }

    /// Uploads a file in a form whose part has the name `img`.
    ///
    /// @param mode `perm` or `temp`
    public Reply upload(URI server, String mode, String name, String type, byte[] octets) {
        String boundary = "b-" + octets.length;
        String head =
                "--%s\r\nContent-Disposition: form-data; name=\"img\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n"
                        .formatted(boundary, name, type);
        return reply(
                send(
                        request(server, "medias/upload")
                                .header("uploadMode", mode)
                                .header("content-type", "multipart/form-data; boundary=" + boundary)
                                .POST(
                                        HttpRequest.BodyPublishers.concat(
                                                HttpRequest.BodyPublishers.ofString(head),
                                                HttpRequest.BodyPublishers.ofByteArray(octets),
                                                HttpRequest.BodyPublishers.ofString(
                                                        "\r\n--" + boundary + "--\r\n")))));
    }

    /// Octets of a file; empty when the answer says no.
    ///
    /// @param range such as `bytes=0-9`; empty for all
    public Optional<byte[]> download(URI server, String url, String range) {
        HttpRequest.Builder request = request(server, "medias/download").header("url", url);
        HttpResponse<byte[]> answer =
                send(range.isEmpty() ? request : request.header("range", range)).orElseThrow();
        return answer.headers().firstValue("content-disposition").isPresent()
                ? Optional.of(answer.body())
                : Optional.empty();
    }

    /// The answer of a download that says no.
    public Reply refusedDownload(URI server, String url) {
        return reply(send(request(server, "medias/download").header("url", url)));
    }

    public Reply deleteFile(URI server, String url) {
        return reply(send(request(server, "medias/delete").header("url", url).DELETE()));
    }

    private HttpRequest.Builder request(URI server, String operation) {
        String path = "/bot/v1/" + URLEncoder.encode(identity.address(), UTF_8) + "/" + operation;
        timeline.out(NAME, operation);
        return HttpRequest.newBuilder(server.resolve(path))
                .timeout(TIMEOUT)
                .header("authorization", "accessToken " + accessToken)
                .header("accept", "application/json");
    }

    private Optional<HttpResponse<byte[]>> send(HttpRequest.Builder request) {
        try {
            return Optional.of(
                    client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException none) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Reply reply(Optional<HttpResponse<byte[]>> answer) {
        return answer.map(a -> new Reply(a.statusCode(), MAPPER.readTree(a.body())))
                .orElseGet(() -> new Reply(0, MAPPER.createObjectNode()));
    }

    /// The body of a message with all reports asked for.
    ///
    /// @param parts elements of `messageList`, JSON
    /// @param more further members, JSON without braces; empty for none
    public String message(String id, List<String> to, String parts, String more) {
        String numbers =
                to.stream()
                        .map(number -> "\"tel:" + number + "\"")
                        .collect(Collectors.joining(","));
        return """
        {"messageId":"%s","messageList":[%s],"destinationAddress":[%s],\
        "senderAddress":"%s","conversationId":"conv-%s","contributionId":"contr-%s",\
        "serviceCapability":[{"capabilityId":"ChatbotSA","version":"+g.gsma.rcs.botversion=\\"#=1\\""}],\
        "reportRequest":["sent","delivered","displayed","failed","deliveredToNetwork"]%s}\
        """
                .formatted(
                        id,
                        parts,
                        numbers,
                        identity.address(),
                        id,
                        id,
                        more.isEmpty() ? "" : "," + more);
    }

    /// A part that is a text.
    public static String text(String text) {
        return MAPPER.writeValueAsString(
                MAPPER.createObjectNode()
                        .put("contentType", "text/plain")
                        .put("contentEncoding", "utf8")
                        .put("contentText", text));
    }

    /// A part whose content is JSON.
    public static String json(String type, String content) {
        return "{\"contentType\":\"" + type + "\",\"contentText\":" + content + "}";
    }

    @Override
    public void close() {
        webhook.stop(0);
        handlers.shutdownNow();
        client.shutdownNow();
    }
}
