package org.fivegmc.loadtest.files;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/// A web server with PUT and GET that does something to what it gives out.
final class PlainWeb implements AutoCloseable {
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final UnaryOperator<byte[]> giving;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    PlainWeb(UnaryOperator<byte[]> giving) throws IOException {
        this.giving = giving;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    Map<String, byte[]> files() {
        return files;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (exchange.getRequestMethod().equals("PUT")) {
                files.put(path, exchange.getRequestBody().readAllBytes());
                exchange.sendResponseHeaders(201, -1);
            } else if (files.containsKey(path)) {
                byte[] octets = giving.apply(files.get(path).clone());
                exchange.sendResponseHeaders(200, octets.length);
                exchange.getResponseBody().write(octets);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
