package org.fivegmc.server.wiring;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.channel.RcsChannel;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.storage.StorageEngine;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.fallback.channel.RichContent;
import org.fivegmc.maap.content.ContentServer;
import org.fivegmc.maap.content.MediaLibrary;
import org.fivegmc.maap.cmcc.CmccApi;
import org.fivegmc.maap.cmcc.CmccNotices;
import org.fivegmc.maap.ctcu.CtcuApi;
import org.fivegmc.maap.ctcu.CtcuNotices;
import org.fivegmc.maap.dialect.DialectPaths;
import org.fivegmc.maap.dialect.Reception;
import org.fivegmc.maap.dialect.Schedule;
import org.fivegmc.maap.directory.ChatbotDirectory;
import org.fivegmc.maap.directory.DirectoryPages;
import org.fivegmc.maap.gsma.GsmaApi;
import org.fivegmc.maap.gsma.GsmaNotices;
import org.fivegmc.maap.http.HttpAnswer;
import org.fivegmc.maap.http.HttpHandler;
import org.fivegmc.maap.http.HttpListener;
import org.fivegmc.maap.http.HttpSettings;
import org.fivegmc.maap.quota.QuotaDesk;
import org.fivegmc.maap.submit.DownlinkDesk;
import org.fivegmc.maap.submit.InquiryDesk;
import org.fivegmc.maap.tenant.AddressRange;
import org.fivegmc.maap.tenant.Dialect;
import org.fivegmc.maap.tenant.Quota;
import org.fivegmc.maap.tenant.TenantBook;
import org.fivegmc.maap.webhook.CallbackCheck;
import org.fivegmc.maap.webhook.WebhookChannel;
import org.fivegmc.maap.webhook.WebhookSettings;
import org.fivegmc.server.config.ChatbotConfig;
import org.fivegmc.server.observe.ChatbotMeters;
import org.fivegmc.store.RowTenantStore;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.mime.MediaType;

/// Chatbots: who they are, how they are called, and, if it is configured, what they call.
final class Chatbots implements AutoCloseable {

    /// Where what can be called is described, and the resource that says it.
    private static final Map<String, String> DESCRIPTIONS =
            Map.of(
                    "/bot/openapi.yaml", "/openapi-ctcu.yaml",
                    "/rcs/bot/openapi.yaml", "/openapi-gsma.yaml");

    private static final int HEADER_BYTES = 16 * 1024;
    private static final Duration LONGEST_CALL = Duration.ofMinutes(5);

    private final ChatbotConfig config;
    private final ChatbotMeters meters;
    private final InstantSource clock;
    private final RowTenantStore rows;
    private final TenantBook book;
    private final QuotaDesk quotas;
    private final WebhookChannel webhooks;
    private final CallbackCheck check;
    private Optional<HttpListener> listener = Optional.empty();

    Chatbots(
            ChatbotConfig config, StorageEngine engine, ChatbotMeters meters, InstantSource clock) {
        this.config = config;
        this.meters = meters;
        this.clock = clock;
        rows = new RowTenantStore(engine);
        book = new TenantBook(rows, config.maxChatbots());
        quotas = new QuotaDesk(book, rows, quota(config.quota()), meters, clock);
        ChatbotConfig.Callbacks callbacks = config.callbacks();
        webhooks =
                new WebhookChannel(
                        book,
                        Map.of(
                                Dialect.CTCU, new CtcuNotices(clock),
                                Dialect.CMCC, new CmccNotices(clock),
                                Dialect.GSMA, new GsmaNotices(clock)),
                        new WebhookSettings(
                                callbacks.connectTimeout(),
                                callbacks.timeout(),
                                callbacks.maxCalls(),
                                callbacks.maxCallsPerChatbot(),
                                callbacks.maxReportsPerCall(),
                                callbacks.networks().stream()
                                        .map(cidr -> AddressRange.of(cidr.toString()))
                                        .toList()),
                        meters,
                        clock);
        check = new CallbackCheck(book, webhooks, callbacks.check(), clock);
    }

    CallbackCheck check() {
        return check;
    }

    private static Quota quota(ChatbotConfig.Quota quota) {
        return new Quota(quota.perSecond(), quota.perDay(), quota.perMonth());
    }

    QuotaDesk quotas() {
        return quotas;
    }

    WebhookChannel webhooks() {
        return webhooks;
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
    ///
    /// @param rich how the network says contents in an SMS
    /// @param content keeps the files of chatbots
    void serve(MessageCenter center, RichContent rich, Optional<ContentServer> content) {
        Optional<MediaLibrary> files =
                content.map(server ->
                        server.media(
                                rows,
                                new MediaLibrary.Limits(
                                        config.media().maxFiles(), config.media().lifetime())));
        files.ifPresent(library -> {
            library.owners().forEach(owner -> forget(library, owner));
            book.onChange(chatbot -> {
                center.chatbotChanged(chatbot);
                Thread.ofVirtual().start(() -> forget(library, chatbot.uri()));
            });
        });
        if (config.directory().open()) {
            content.ifPresent(server ->
                    server.serve(
                            new DirectoryPages(
                                    new ChatbotDirectory(book),
                                    config.directory().maxAge(),
                                    clock)));
        }
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
                            new DownlinkDesk(center, quotas, text(rich), clock),
                            Math.toIntExact(config.maxBodySize()),
                            new Schedule(config.maxSchedule(), clock));
            Map<String, HttpHandler> paths = new HashMap<>();
            paths.put(CtcuApi.ROOT, new CtcuApi(reception, check, files, clock, url));
            paths.put(CmccApi.ROOT, new CmccApi(reception, clock));
            paths.put(
                    GsmaApi.ROOT,
                    new GsmaApi(reception, new InquiryDesk(center, clock), files, clock));
            for (Map.Entry<String, String> one : DESCRIPTIONS.entrySet()) {
                paths.put(one.getKey(), description(one.getKey(), one.getValue()));
            }
            opened.serve(new DialectPaths(paths));
        } catch (IOException e) {
            throw new ServerLifecycle.StartException("chatbots: " + e.getMessage(), e);
        }
    }

    private static HttpHandler description(String path, String resource) throws IOException {
        byte[] octets;
        try (InputStream in = Chatbots.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("the program has no " + resource + " in it");
            }
            octets = in.readAllBytes();
        }
        return call ->
                call.path().equals(path) && call.method().equals("GET")
                        ? HttpAnswer.octets(200, "application/yaml", octets)
                        : HttpAnswer.text(404, "no such path");
    }

    /// Files of who is no chatbot any more.
    private void forget(MediaLibrary files, String owner) {
        try {
            if (book.chatbot(new ChatbotAddress(owner)).isEmpty()) {
                files.forget(owner);
            }
        } catch (StorageException e) {
            meters.fault(e); // the next start finds them
        }
    }

    private static DownlinkDesk.NetworkText text(RichContent rich) {
        return (type, octets) -> rich.text(MediaType.parse(type), ByteSlice.of(octets));
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
        quotas.close();
    }
}
