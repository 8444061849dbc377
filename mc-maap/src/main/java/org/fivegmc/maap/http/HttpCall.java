package org.fivegmc.maap.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One request. Its body has not arrived yet: reading it asks the peer for more.
public final class HttpCall {
    /// Parameters of a query that are looked at.
    private static final int MAX_PARAMETERS = 32;

    private final HttpRequest request;
    private final InetAddress remote;
    private final RequestBody body;
    private final String path;
    private final Map<String, List<String>> query;

    /// Throws `IllegalArgumentException` when the target can't be decoded.
    HttpCall(HttpRequest request, InetAddress remote, RequestBody body) {
        this.request = request;
        this.remote = remote;
        this.body = body;
        var target =
                new QueryStringDecoder(
                        request.uri(),
                        java.nio.charset.StandardCharsets.UTF_8,
                        true,
                        MAX_PARAMETERS,
                        true);
        path = target.path();
        query = target.parameters();
    }

    public String method() {
        return request.method().name();
    }

    /// As it stands in the request line.
    public String target() {
        return request.uri();
    }

    /// Decoded, without the query.
    public String path() {
        return path;
    }

    /// First value of a parameter of the query; empty for `?name`.
    public Optional<String> query(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /// First value of a header, or an empty text.
    public String header(String name) {
        return request.headers().get(name, "");
    }

    public List<String> headers(String name) {
        return request.headers().getAll(name);
    }

    /// Whoever is at the other end of the connection.
    public InetAddress remote() {
        return remote;
    }

    /// Whether no octet follows the headers.
    public boolean hasNoBody() {
        return !HttpUtil.isTransferEncodingChunked(request)
                && request.headers().get(HttpHeaderNames.CONTENT_LENGTH, "0").strip().equals("0");
    }

    /// Octets the body says it has, or -1.
    public long contentLength() {
        return HttpUtil.isTransferEncodingChunked(request)
                ? -1
                : HttpUtil.getContentLength(request, 0L);
    }

    /// The body, to be read by the thread of the handler; a [PeerException] when it does not come.
    public InputStream body() {
        return body;
    }
}
