package org.fivegmc.loadtest.chatbot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.fivegmc.loadtest.observe.Observed;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// A chatbot of the dialect of China Mobile that calls the server and is called by it. Thread-safe.
public final class CmccChatbot implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String NAMESPACE = "urn:oma:xml:rest:netapi:messaging:1";

    /// Who it is.
    ///
    /// @param address `sip:` URI
    /// @param token checks what it is told
    public record Identity(String address, String appId, String password, String token) {}

    private final Identity identity;
    private final InstantSource clock;
    private final HttpServer webhook;
    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final Observed<CmccNotice> notices = new Observed<>();
    private final Observed<String> forged = new Observed<>();

    private CmccChatbot(Identity identity, HttpServer webhook, InstantSource clock) {
        this.identity = identity;
        this.webhook = webhook;
        this.clock = clock;
        webhook.setExecutor(handlers);
        webhook.createContext("/", this::called);
        webhook.start();
    }

    /// Its webhook listens on a free port of this machine.
    public static CmccChatbot start(Identity identity, InstantSource clock) throws IOException {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new CmccChatbot(identity, HttpServer.create(loopback, 0), clock);
    }

    public Identity identity() {
        return identity;
    }

    /// What the server has to be told as its callback.
    public URI callback() {
        return URI.create("http://127.0.0.1:" + webhook.getAddress().getPort() + "/hook");
    }

    // --- what it is told ---

    public Observed<CmccNotice> notices() {
        return notices;
    }

    /// Calls that do not prove to be the server's, and those that can not be read.
    public Observed<String> forged() {
        return forged;
    }

    private void called(HttpExchange call) throws IOException {
        try (call) {
            byte[] body = call.getRequestBody().readAllBytes();
            String path = call.getRequestURI().getPath();
            String wanted = authorization(identity.token(), header(call, "Date"));
            String end = "/" + identity.address();
            if (!wanted.equals(header(call, "Authorization")) || !path.endsWith(end)) {
                forged.add(path);
                call.sendResponseHeaders(403, -1);
                return;
            }
            String kind = path.substring("/hook/".length(), path.length() - end.length());
            Map<String, String> fields = fields(body);
            if (fields.isEmpty()) {
                forged.add(path);
            }
            notices.add(new CmccNotice(clock.instant(), kind, fields));
            call.sendResponseHeaders(204, -1);
        }
    }

    private static String header(HttpExchange call, String name) {
        String value = call.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    // --- what it does ---

    /// Sends a message.
    ///
    /// @param server such as `http://127.0.0.1:8091`
    /// @param kind such as `group/v1`
    public CmccReply send(URI server, String kind, String body) {
        return call(
                server,
                "POST",
                "/messaging/" + kind + "/outbound/" + encoded() + "/requests",
                body);
    }

    /// Takes a message back.
    public CmccReply revoke(URI server, String messageId, String number) {
        return call(
                server,
                "PUT",
                "/messaging/v1/outbound/" + encoded() + "/requests/" + messageId + "/status",
                """
                <msg:messageStatusReport xmlns:msg="%s"><address>tel:%s</address>\
                <status>RevokeRequested</status></msg:messageStatusReport>\
                """
                        .formatted(NAMESPACE, number));
    }

    private String encoded() {
        return URLEncoder.encode(identity.address(), UTF_8);
    }

    private CmccReply call(URI server, String method, String path, String body) {
        String date =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        clock.instant().atOffset(ZoneOffset.UTC));
        HttpRequest request =
                HttpRequest.newBuilder(server.resolve(path))
                        .timeout(TIMEOUT)
                        .header("Authorization", authorization(identity.password(), date))
                        .header("Date", date)
                        .header("Content-Type", "application/xml")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            HttpResponse<byte[]> answered =
                    client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new CmccReply(answered.statusCode(), fields(answered.body()));
        } catch (IOException none) {
            return new CmccReply(0, Map.of());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new CmccReply(0, Map.of());
        }
    }

    private String authorization(String secret, String date) {
        String proof = identity.appId() + ":" + sha256(sha256(secret) + date);
        return "Basic " + Base64.getEncoder().encodeToString(proof.getBytes(UTF_8));
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException none) {
            throw new IllegalStateException(none);
        }
    }

    /// The body of a message in the nested shape, with all reports asked for.
    ///
    /// @param content goes into CDATA
    /// @param more further elements of `outboundIMMessage`; empty for none
    public String nested(
            String id, List<String> to, String contentType, String content, String more) {
        return document(
                to,
                "<outboundIMMessage>"
                        + message(id, contentType, content, more)
                        + "</outboundIMMessage>");
    }

    /// The same in the flat one.
    public String flat(
            String id, List<String> to, String contentType, String content, String more) {
        return document(to, message(id, contentType, content, more));
    }

    private String document(List<String> to, String content) {
        String numbers =
                to.stream()
                        .map(number ->
                                "<destinationAddress>tel:" + number + "</destinationAddress>")
                        .collect(Collectors.joining());
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <msg:outboundMessageRequest xmlns:msg="%s"><address>tel:%s</address>%s\
        <senderAddress>%s</senderAddress>%s<clientCorrelator>567895</clientCorrelator>\
        </msg:outboundMessageRequest>\
        """
                .formatted(NAMESPACE, to.getFirst(), numbers, identity.address(), content);
    }

    private static String message(String id, String contentType, String content, String more) {
        String reports =
                List.of("Sent", "Delivered", "Displayed", "Failed", "Interworking").stream()
                        .map(word -> "<reportRequest>" + word + "</reportRequest>")
                        .collect(Collectors.joining());
        return """
        <contentType>%s</contentType><conversationID>conv-%s</conversationID>\
        <contributionID>contr-%s</contributionID><serviceCapability>\
        <capabilityId>ChatbotSA</capabilityId><version>+g.gsma.rcs.botversion=&quot;#=1&quot;</version>\
        </serviceCapability><messageId>%s</messageId><bodyText><![CDATA[%s]]></bodyText>%s\
        <storeSupported>true</storeSupported>%s\
        """
                .formatted(contentType, id, id, id, content, reports, more);
    }

    /// The texts of leaves by their local names; none of what is no XML.
    private static Map<String, String> fields(byte[] xml) {
        Map<String, String> fields = new HashMap<>();
        try {
            NodeList all =
                    DocumentBuilderFactory.newDefaultNSInstance()
                            .newDocumentBuilder()
                            .parse(new ByteArrayInputStream(xml))
                            .getElementsByTagName("*");
            for (int i = 0; i < all.getLength(); i++) {
                if (all.item(i) instanceof Element element
                        && element.getElementsByTagName("*").getLength() == 0) {
                    fields.put(element.getLocalName(), element.getTextContent());
                }
            }
            return fields;
        } catch (SAXException | ParserConfigurationException | IOException _) {
            return Map.of();
        }
    }

    @Override
    public void close() {
        webhook.stop(0);
        handlers.shutdownNow();
        client.shutdownNow();
    }
}
