package org.fivegmc.loadtest.mmsc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.loadtest.observe.Observed;
import org.w3c.dom.NodeList;

/// An MMSC: takes what is submitted if the specification has it so, and reports on it when it is
/// told to. It answers in another namespace than it is asked in, as deployed ones do. Thread-safe.
public final class MmsCenter implements AutoCloseable {
    private static final String SCHEMA =
            "http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-5-MM7-1-0";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int SUCCESS = 1000;
    private static final int INVALID = 4004;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final Observed<ReceivedMms> messages = new Observed<>();
    private final Observed<String> violations = new Observed<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final String authorization;
    private volatile int status = SUCCESS;

    private MmsCenter(HttpServer server, String user, String password) {
        this.server = server;
        authorization =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString((user + ":" + password).getBytes(UTF_8));
        server.setExecutor(threads);
        server.createContext("/mm7", this::called);
        server.start();
    }

    /// Listens on this machine.
    ///
    /// @param port 0 for any
    public static MmsCenter start(int port, String user, String password) throws IOException {
        var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return new MmsCenter(HttpServer.create(at, 0), user, password);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /// What was submitted, refused ones too.
    public Observed<ReceivedMms> messages() {
        return messages;
    }

    /// What is not as the specification has it.
    public Observed<String> violations() {
        return violations;
    }

    /// From now on.
    public void answerWith(int code) {
        status = code;
    }

    private void called(HttpExchange call) throws IOException {
        try (call) {
            byte[] body = call.getRequestBody().readAllBytes();
            if (!authorization.equals(call.getRequestHeaders().getFirst("Authorization"))) {
                call.sendResponseHeaders(401, -1);
                return;
            }
            try {
                String type = call.getRequestHeaders().getFirst("Content-Type");
                answer(call, new SubmitCheck(type == null ? "" : type, body));
            } catch (IllegalArgumentException wrong) {
                violations.add(String.valueOf(wrong.getMessage()));
                respond(call, "unknown", INVALID, "");
            }
        }
    }

    private void answer(HttpExchange call, SubmitCheck request) throws IOException {
        int code = status;
        String id = code / 1000 == 1 ? "mmsc-" + ids.incrementAndGet() : "";
        respond(call, request.transactionId(), code, id);
        messages.add(
                new ReceivedMms(
                        id,
                        code,
                        request.sender(),
                        request.recipient(),
                        request.text("Subject"),
                        request.message()));
    }

    private static void respond(HttpExchange call, String transaction, int code, String id)
            throws IOException {
        String text = code == SUCCESS ? "Success" : "Status " + code;
        String more = id.isEmpty() ? "" : "<mm7:MessageID>" + id + "</mm7:MessageID>";
        byte[] answer =
                """
                <?xml version="1.0" encoding="utf-8"?>
                <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:mm7="%s">
                 <s:Header><mm7:TransactionID s:mustUnderstand="1">%s</mm7:TransactionID></s:Header>
                 <s:Body><mm7:SubmitRsp><mm7:MM7Version>5.3.0</mm7:MM7Version><mm7:Status>
                  <mm7:StatusCode>%d</mm7:StatusCode><mm7:StatusText>%s</mm7:StatusText></mm7:Status>%s
                 </mm7:SubmitRsp></s:Body></s:Envelope>
                """
                        .formatted(SCHEMA, transaction, code, text, more)
                        .getBytes(UTF_8);
        call.getResponseHeaders().set("Content-Type", "text/xml; charset=utf-8");
        call.sendResponseHeaders(200, answer.length);
        call.getResponseBody().write(answer);
    }

    /// Reports what became of a message, with the recipient and the sender the other way round, as
    /// some do.
    ///
    /// @param to where reports are taken
    /// @param state such as `Retrieved`
    /// @return the status code that is answered, or the negative status of HTTP
    public int report(URI to, ReceivedMms about, String state) {
        return post(
                to,
                """
                <DeliveryReportReq xmlns="%s"><MM7Version>5.3.0</MM7Version>\
                <MessageID>%s</MessageID><Recipient><ShortCode>%s</ShortCode></Recipient>\
                <Sender><Number>%s</Number></Sender><Date>2026-11-28T01:02:03Z</Date>\
                <MMStatus>%s</MMStatus></DeliveryReportReq>\
                """
                        .formatted(
                                SCHEMA,
                                about.messageId(),
                                about.sender(),
                                about.recipient(),
                                state));
    }

    private int post(URI to, String operation) {
        String envelope =
                """
                <e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header>\
                <TransactionID xmlns="%s" e:mustUnderstand="1">t-%d</TransactionID></e:Header>\
                <e:Body>%s</e:Body></e:Envelope>\
                """
                        .formatted(SCHEMA, ids.incrementAndGet(), operation);
        HttpRequest request =
                HttpRequest.newBuilder(to)
                        .timeout(TIMEOUT)
                        .header("Content-Type", "text/xml; charset=utf-8")
                        .header("SOAPAction", "\"\"")
                        .POST(HttpRequest.BodyPublishers.ofString(envelope))
                        .build();
        try {
            HttpResponse<byte[]> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                return -answer.statusCode();
            }
            NodeList codes =
                    SubmitCheck.document(answer.body()).getElementsByTagNameNS("*", "StatusCode");
            return codes.getLength() == 1 ? Integer.parseInt(codes.item(0).getTextContent()) : 0;
        } catch (IOException _) {
            return 0;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /// The messages to a number, as soon as there are so many.
    public List<ReceivedMms> await(int count, String recipient, Duration patience) {
        return messages.await(count, m -> m.recipient().equals(recipient), patience);
    }

    @Override
    public void close() {
        server.stop(0);
        client.shutdownNow();
        threads.close();
    }
}
