package org.fivegmc.server.wiring;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.channel.RcsChannel;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.storage.StorageEngine;
import org.fivegmc.maap.cmcc.CmccApi;
import org.fivegmc.maap.cmcc.CmccNotices;
import org.fivegmc.maap.ctcu.CtcuApi;
import org.fivegmc.maap.ctcu.CtcuNotices;
import org.fivegmc.maap.dialect.DialectPaths;
import org.fivegmc.maap.dialect.Reception;
import org.fivegmc.maap.http.HttpListener;
import org.fivegmc.maap.http.HttpSettings;
import org.fivegmc.maap.submit.DownlinkDesk;
import org.fivegmc.maap.tenant.AddressRange;
import org.fivegmc.maap.tenant.Dialect;
import org.fivegmc.maap.tenant.TenantBook;
import org.fivegmc.maap.webhook.WebhookChannel;
import org.fivegmc.maap.webhook.WebhookSettings;
import org.fivegmc.server.config.ChatbotConfig;
import org.fivegmc.server.observe.ChatbotMeters;
import org.fivegmc.store.RowTenantStore;

/// Chatbots: who they are, how they are called, and, if it is configured, what they call.
final class Chatbots implements AutoCloseable {

    private static final int HEADER_BYTES = 16 * 1024;
    private static final Duration LONGEST_CALL = Duration.ofMinutes(1);

    private final ChatbotConfig config;
    private final ChatbotMeters meters;
    private final InstantSource clock;
    private final TenantBook book;
    private final WebhookChannel webhooks;
    private Optional<HttpListener> listener = Optional.empty();

    Chatbots(
            ChatbotConfig config, StorageEngine engine, ChatbotMeters meters, InstantSource clock) {
        this.config = config;
        this.meters = meters;
        this.clock = clock;
        book = new TenantBook(new RowTenantStore(engine), config.maxChatbots());
        ChatbotConfig.Callbacks callbacks = config.callbacks();
        webhooks =
                new WebhookChannel(
                        book,
                        Map.of(
                                Dialect.CTCU, new CtcuNotices(clock),
                                Dialect.CMCC, new CmccNotices(clock)),
                        new WebhookSettings(
                                callbacks.connectTimeout(),
                                callbacks.timeout(),
                                callbacks.maxCalls(),
                                callbacks.maxCallsPerChatbot(),
                                callbacks.networks().stream()
                                        .map(cidr -> AddressRange.of(cidr.toString()))
                                        .toList()),
                        meters,
                        clock);
    }

    TenantBook book() {
        return book;
    }

    /// What goes to chatbots goes to their webhooks, all else the other way.
    RcsChannel beside(RcsChannel users) {
        return (message, device, done) -> {
            if (message.recipient() instanceof ChatbotAddress) {
                webhooks.send(message, device, done);
            } else {
                users.send(message, device, done);
            }
        };
    }

    /// Before the core starts.
    void connect(MessageCenter center) {
        book.onChange(center::chatbotChanged);
        webhooks.onRecovery(center::chatbotChanged);
    }

    /// Listens, when the core runs.
    void serve(MessageCenter center) {
        if (config.listen().isEmpty()) {
            return;
        }
        var listen = config.listen().get();
        try {
            var opened =
                    new HttpListener(
                            new HttpSettings(
                                    new InetSocketAddress(listen.host(), listen.port()),
                                    TlsFiles.load(config.tls()),
                                    config.maxConnections(),
                                    config.maxConnectionsPerAddress(),
                                    HEADER_BYTES,
                                    config.idleTimeout(),
                                    LONGEST_CALL),
                            meters);
            listener = Optional.of(opened);
            String url = config.publicUrl().map(Object::toString).orElseGet(() -> url(opened));
            var reception =
                    new Reception(
                            book,
                            new DownlinkDesk(center, clock),
                            Math.toIntExact(config.maxBodySize()));
            opened.serve(
                    new DialectPaths(
                            Map.of(
                                    CtcuApi.ROOT,
                                    new CtcuApi(reception, clock, url),
                                    CmccApi.ROOT,
                                    new CmccApi(reception, clock))));
        } catch (IOException e) {
            throw new ServerLifecycle.StartException("chatbots: " + e.getMessage(), e);
        }
    }

    private String url(HttpListener opened) {
        InetSocketAddress at = opened.address();
        String scheme = config.tls().certificate().isPresent() ? "https" : "http";
        return scheme + "://" + at.getHostString() + ":" + at.getPort();
    }

    /// Where chatbots call, such as `http://127.0.0.1:8091`.
    Optional<String> url() {
        return listener.map(this::url);
    }

    /// Takes no new calls.
    void drain() {
        listener.ifPresent(HttpListener::stopListening);
    }

    @Override
    public void close() {
        listener.ifPresent(HttpListener::close);
        webhooks.close();
    }
}
