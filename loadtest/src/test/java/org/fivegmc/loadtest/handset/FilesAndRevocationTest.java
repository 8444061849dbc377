package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.fivegmc.loadtest.StubServer;
import org.fivegmc.loadtest.msrp.Content;
import org.fivegmc.loadtest.observe.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Files by a content server of few lines, and revocations.
@Timeout(60)
class FilesAndRevocationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String NONCE = "n1";
    private static final String TOKEN = "t0ken";

    private final List<String> posts = new CopyOnWriteArrayList<>();
    private byte[] stored = {};

    private HttpServer contentServer() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.createContext("/ft", this::post);
        server.createContext("/d/1", exchange -> answer(exchange, 200, "image/jpeg", stored));
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private void post(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1);
        String proof = exchange.getRequestHeaders().getFirst("Authorization");
        posts.add(body);
        boolean right =
                proof != null
                        && (proof.startsWith("Digest ")
                                ? isRight(proof)
                                : proof.equals("Bearer " + TOKEN));
        if (!right) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Bearer realm=\"ft\"");
            exchange.getResponseHeaders()
                    .add(
                            "WWW-Authenticate",
                            "Digest realm=\"ft\", nonce=\"n1\", qop=\"auth\", algorithm=SHA-256");
            answer(exchange, 401, "text/plain", new byte[0]);
        } else if (body.isEmpty()) {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        } else {
            int begin = body.indexOf("\r\n\r\n", body.indexOf("name=\"File\"")) + 4;
            stored = body.substring(begin, body.lastIndexOf("\r\n--")).getBytes(ISO_8859_1);
            answer(exchange, 200, ContentClient.FILE_XML, document(exchange).getBytes(UTF_8));
        }
    }

    private static boolean isRight(String proof) {
        String cnonce = proof.replaceAll(".*cnonce=\"([^\"]*)\".*", "$1");
        int count = Integer.parseInt(proof.replaceAll(".*nc=([0-9a-f]{8}).*", "$1"), 16);
        return proof.equals(
                DigestAnswer.header(
                        new DigestChallenge("ft", NONCE, "SHA-256", "auth", "", false),
                        new Secret.Password(Pair.A + "@ims.example", "pw"),
                        "POST",
                        "/ft",
                        cnonce,
                        count));
    }

    private static String document(HttpExchange exchange) {
        String url = "http://127.0.0.1:%d/d/1".formatted(exchange.getLocalAddress().getPort());
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <file xmlns="urn:gsma:params:xml:ns:rcs:rcs:fthttp"><file-info type="thumbnail">\
        <file-size>1</file-size><data url="http://127.0.0.1:9/no" until="2030-01-01T00:00:00Z"/>\
        </file-info><file-info type="file" file-disposition="attach">\
        <file-size>1</file-size><file-name>car &amp; me.jpg</file-name>\
        <data url="%s" until="2030-01-01T00:00:00Z"/></file-info></file>\
        """
                .formatted(url);
    }

    @Test
    void aFileGoesUpItsDocumentAcrossAndDown() throws Exception {
        HttpServer server = contentServer();
        try (Pair pair = Pair.over(Profile.Transport.TCP)) {
            URI uri = URI.create("http://127.0.0.1:%d/ft".formatted(server.getAddress().getPort()));
            byte[] octets = new byte[100_000];
            Content content = Content.madeUp(octets.length, 3);
            content.read(0, octets, octets.length);
            UploadedFile file =
                    pair.a.uploadFile(uri, OutgoingFile.of("car.jpg", "image/jpeg", octets));
            assertThat(file.status()).isEqualTo(200);
            assertThat(posts).hasSize(3);
            assertThat(posts.get(0) + posts.get(1)).isEmpty();
            assertThat(posts.get(2).indexOf("name=\"tid\""))
                    .isBetween(0, posts.get(2).indexOf("name=\"File\"; filename=\"car.jpg\""));

            assertThat(pair.a.sendFile(Pair.B, file.fileXml(), Set.of()).status()).isEqualTo(200);
            ChatSession chat = pair.a.openChat(Pair.B).chat();
            assertThat(chat.sendFile(file.fileXml(), Set.of()).status()).isEqualTo(200);
            List<ReceivedMessage> received = pair.b.messages().await(2, _ -> true, PATIENCE);
            assertThat(received)
                    .extracting(ReceivedMessage::mode)
                    .containsExactly(Mode.PAGER, Mode.CHAT);
            assertThat(received.getFirst().sip().acceptContact())
                    .anyMatch(value -> value.contains("rcs.fthttp"));
            assertThat(pair.b.texts().all()).isEmpty();
            for (ReceivedMessage message : received) {
                DownloadedFile down = pair.b.downloadFile(message.text());
                assertThat(down.status()).isEqualTo(200);
                assertThat(down.name()).isEqualTo("car & me.jpg");
                assertThat(down.octets()).isEqualTo(octets.length);
                assertThat(down.sha256()).isEqualTo(content.sha256());
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void arrivesNowhereWithAWrongPassword() throws Exception {
        HttpServer server = contentServer();
        try (Pair pair = Pair.over(Profile.Transport.TCP)) {
            URI uri = URI.create("http://127.0.0.1:%d/ft".formatted(server.getAddress().getPort()));
            UploadedFile file =
                    pair.b.uploadFile(uri, OutgoingFile.of("car.jpg", "image/jpeg", new byte[10]));
            assertThat(file).isEqualTo(new UploadedFile(401, ""));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aTokenIsShownAtOnceAndNotAgain() throws Exception {
        HttpServer server = contentServer();
        try {
            URI uri = URI.create("http://127.0.0.1:%d/ft".formatted(server.getAddress().getPort()));
            OutgoingFile file = OutgoingFile.of("car.jpg", "image/jpeg", new byte[10]);
            assertThat(new ContentClient(new Secret.Token(TOKEN)).upload(uri, file).status())
                    .isEqualTo(200);
            assertThat(posts).hasSize(2);
            posts.clear();
            assertThat(new ContentClient(new Secret.Token("other")).upload(uri, file))
                    .isEqualTo(new UploadedFile(401, ""));
            assertThat(posts).hasSize(1);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void revocationIsASystemMessage() throws Exception {
        try (StubServer server = new StubServer(0, "");
                Handset a =
                        Handset.start(
                                Profile.of(
                                        "A",
                                        Pair.A,
                                        "ims.example",
                                        server.address(),
                                        Profile.Transport.UDP,
                                        new Secret.None()),
                                Timeline.silent())) {
            assertThat(a.revoke(Pair.B, "id1")).isEqualTo(202);
            assertThat(server.requests().getLast())
                    .startsWith("MESSAGE tel:" + Pair.B)
                    .contains(
                            "P-Preferred-Service: urn:urn-7:3gpp-service.ims.icsi.oma.cpm.systemmsg")
                    .contains("Content-Type: application/vnd.gsma.rcsrevoke+xml")
                    .contains("<Message-ID>id1</Message-ID><From>tel:" + Pair.A + "</From>");
        }
    }

    @Test
    void itsResultIsReadBareAndInCpim() throws Exception {
        String xml =
                "<x:imRevoke xmlns:x=\"urn:any\"><x:MessageRevokeResponse>"
                        + "<x:Message-ID>%s</x:Message-ID><x:result>%s</x:result>"
                        + "</x:MessageRevokeResponse></x:imRevoke>";
        try (Pair pair = Pair.over(Profile.Transport.UDP);
                RawSip raw = new RawSip(pair.b)) {
            String bare = xml.formatted("id1", "success");
            assertThat(raw.ask("MESSAGE", "", Templates.REVOKE, bare)).startsWith("SIP/2.0 200");
            String inner = xml.formatted("id2", "Failure");
            String cpim =
                    Templates.head("r2", "now", Set.of(), Templates.REVOKE, inner.length()) + inner;
            assertThat(raw.ask("MESSAGE", "", MsrpEnd.CPIM, cpim)).startsWith("SIP/2.0 200");
            assertThat(pair.b.revocations().await(2, _ -> true, PATIENCE))
                    .extracting(one -> one.about() + " " + one.result())
                    .containsExactly("id1 success", "id2 failure");
            assertThat(pair.b.messages().all()).isEmpty();
        }
    }
}
