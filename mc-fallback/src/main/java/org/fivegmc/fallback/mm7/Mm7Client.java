package org.fivegmc.fallback.mm7;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.channels.UnresolvedAddressException;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.fivegmc.fallback.spi.SubmitOutcome.Doubt;
import org.fivegmc.wire.ByteSlice;

/// Posts requests to an MMSC, by the HTTP client of the JDK: HTTP/1.1, no redirections, HTTP Basic
/// with the first request. Thread-safe; blocks.
final class Mm7Client {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Mm7GatewayConfig config;
    private final HttpClient client;

    Mm7Client(Mm7GatewayConfig config) {
        this.config = config;
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(config.connect())
                        .build();
    }

    /// How a request went.
    sealed interface Posted {
        record Answered(Mm7Answers.Judged judged) implements Posted {}

        /// No octet of it was sent.
        record NotSent(String cause) implements Posted {}

        record InDoubt(Doubt doubt) implements Posted {}
    }

    Posted post(RelatedBody body) {
        var request =
                HttpRequest.newBuilder(config.url())
                        .header("Content-Type", body.contentType())
                        .header("SOAPAction", "\"\"")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.octets().array()));
        Mm7Account account = config.account();
        if (!account.user().isEmpty()) {
            String pair = account.user() + ":" + account.password();
            request.header(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(
                        request.build(),
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), Mm7Document.OCTETS_MAX));
        try {
            HttpResponse<byte[]> got =
                    sent.get(config.response().toMillis(), TimeUnit.MILLISECONDS);
            return new Posted.Answered(
                    Mm7Answers.judge(
                            got.statusCode(),
                            got.headers().firstValue("content-type").orElse(""),
                            ByteSlice.of(got.body())));
        } catch (TimeoutException _) {
            sent.cancel(true);
            return new Posted.InDoubt(Doubt.RESPONSE_TIMEOUT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            sent.cancel(true);
            return new Posted.InDoubt(Doubt.STOPPED);
        } catch (ExecutionException e) {
            return failed(e.getCause() == null ? e : e.getCause());
        }
    }

    private static Posted failed(Throwable cause) {
        return switch (cause) {
            case ConnectException e -> new Posted.NotSent("no connection" + text(e));
            case HttpConnectTimeoutException _ -> new Posted.NotSent("no connection in time");
            case SSLHandshakeException e -> new Posted.NotSent("no TLS" + text(e));
            // also what is longer than an answer may be
            default -> new Posted.InDoubt(Doubt.LINK_LOST);
        };
    }

    private static String text(Throwable cause) {
        return cause.getMessage() == null ? "" : ": " + cause.getMessage();
    }

    /// Why the MMSC can not be reached; empty when it can.
    String unreachable() {
        URI url = config.url();
        int standard = url.getScheme().equalsIgnoreCase("https") ? HTTPS : HTTP;
        String host = url.getHost().replaceAll("[\\[\\]]", "");
        var address = new InetSocketAddress(host, url.getPort() < 0 ? standard : url.getPort());
        try (var socket = new Socket()) {
            socket.connect(address, Math.toIntExact(config.connect().toMillis()));
            return "";
        } catch (UnknownHostException | UnresolvedAddressException _) {
            return "no such host";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// What is under way fails.
    void close() {
        client.shutdownNow();
    }
}
