package org.fivegmc.server.wiring;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.center.Services;
import org.fivegmc.core.event.EventSink;
import org.fivegmc.core.storage.Family;
import org.fivegmc.core.storage.StorageEngine;
import org.fivegmc.fallback.channel.FallbackChannel;
import org.fivegmc.fallback.channel.FallbackLanguage;
import org.fivegmc.fallback.channel.MmsFallback;
import org.fivegmc.fallback.channel.ReceiptInbox;
import org.fivegmc.fallback.channel.RichContent;
import org.fivegmc.fallback.channel.SmsFallback;
import org.fivegmc.fallback.channel.UnitTerms;
import org.fivegmc.fallback.link.GatewayTimers;
import org.fivegmc.fallback.inbound.PartBuffer;
import org.fivegmc.fallback.spi.FileLinks;
import org.fivegmc.maap.sms.CardText;
import org.fivegmc.maap.sms.UserMessages;
import org.fivegmc.server.observe.InboundMeters;
import org.fivegmc.fallback.text.SmsAddress;
import org.fivegmc.maap.content.ContentServer;
import org.fivegmc.routing.StandardRoutePlanner;
import org.fivegmc.routing.number.NumberPlan;
import org.fivegmc.server.admin.CenterAdmin;
import org.fivegmc.maap.submit.ChatbotReports;
import org.fivegmc.server.admin.CenterHealth;
import org.fivegmc.server.admin.NumberAdmin;
import org.fivegmc.server.admin.TenantAdmin;
import org.fivegmc.server.admin.TokenAdmin;
import org.fivegmc.server.admin.WebhookLanes;
import org.fivegmc.server.http.NumberRoutes;
import org.fivegmc.server.http.SmsGatewayRoutes;
import org.fivegmc.server.http.TenantRoutes;
import org.fivegmc.server.http.TokenRoutes;
import org.fivegmc.server.observe.ChatbotMeters;
import org.fivegmc.server.config.FallbackConfig;
import org.fivegmc.server.config.HostPort;
import org.fivegmc.server.config.ServerConfig;
import org.fivegmc.server.http.AdminOperations;
import org.fivegmc.server.http.AdminRoutes;
import org.fivegmc.server.http.HttpLimits;
import org.fivegmc.server.http.HttpServer;
import org.fivegmc.server.http.Router;
import org.fivegmc.server.metrics.MetricCatalogue;
import org.fivegmc.server.metrics.Metrics;
import org.fivegmc.server.observe.CenterGauges;
import org.fivegmc.server.observe.ContentMeters;
import org.fivegmc.server.observe.EventLog;
import org.fivegmc.server.observe.EventMeters;
import org.fivegmc.server.observe.GatewayMeters;
import org.fivegmc.server.observe.SipMeters;
import org.fivegmc.server.observe.StoreMeters;
import org.fivegmc.server.observe.TraceBook;
import org.fivegmc.server.observe.WriterFaults;
import org.fivegmc.server.table.OperatorFiles;
import org.fivegmc.sip.SipService;
import org.fivegmc.sip.pager.NetworkReportComposer;
import org.fivegmc.sip.dialog.DialogRequests;
import org.fivegmc.sip.resolve.HopResolver;
import org.fivegmc.sip.transport.Transports;
import org.fivegmc.store.body.FileBodyStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running message center. The constructor is the whole object graph, from the store up; what it
/// opens is closed in the opposite order.
///
/// ```
/// handsets -- MsrpEndpoint -- SessionService
///                                 |
/// handsets, S-CSCF -- SipService -- MessageCenter -- RowShardStore -- StorageEngine
///                                     |      |    '- FileBodyStore
///                         StandardRoutePlanner   FallbackChannel -- SmsGateway -- SMSC
///                                                       '-------- MmsGateway -- MMSC
///
/// chatbots -- CtcuApi -- MessageCenter -- WebhookChannel -- chatbots
///
/// handsets, browsers -- ContentServer -- StagedFileStore -- LocalShelf or BucketShelf
/// ```
public final class CenterServer implements ServerLifecycle.Running {

    private static final Logger LOG = LoggerFactory.getLogger("mc.server");
    private static final long DRAIN_POLL_NANOS = 10_000_000;
    private static final SmsAddress ANONYMOUS = SmsAddress.alphanumeric("RCS");

    private final ServerConfig config;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final HttpServer http;
    private final Instant startedAt;
    private final MessageCenter center;
    private final UnderWay underWay;
    private final SipService sip;
    private final Optional<SessionServices> sessions;
    private final Optional<ContentServer> content;
    private final Chatbots chatbots;
    private volatile boolean draining;
    private boolean closed;

    public CenterServer(ServerConfig config, String version) {
        this.config = config;
        InstantSource clock = InstantSource.system();
        startedAt = clock.instant();
        try {
            Metrics metrics = opened(new Metrics(version));
            StorageEngine engine = opened(Engines.open(config, new StoreMeters(metrics)));
            FileBodyStore bodies = opened(BodyStores.open(config, clock));
            TraceBook traces = new TraceBook(TraceBook.DEFAULT_CAPACITY);
            EventSink events = fanOut(new EventMeters(metrics), traces, new EventLog());

            sip = opened(new SipService(SipSettings.roles(config), clock));
            chatbots =
                    opened(
                            new Chatbots(
                                    config.chatbots(), engine, new ChatbotMeters(metrics), clock));
            var receipts = new LateReceipts();
            var messages = new LateMessages();
            var inbox =
                    new ReceiptInbox(
                            receipts,
                            (gateway, health) ->
                                    LOG.info("gateway {} is {}", gateway, health.state()),
                            messages,
                            SipSettings.plan(config),
                            GatewayTimers.defaults().callback());
            var operators =
                    new OperatorFiles(
                            config.routing().operatorPrefixesFile(),
                            config.routing().portedNumbersFile());
            Gateways gateways =
                    opened(
                            new Gateways(
                                    config.fallback(),
                                    operators.directory(),
                                    inbox,
                                    new GatewayMeters(metrics),
                                    clock));
            var links = new LateLinks();
            var cards = new CardText(config.fallback().maxCards());
            RichContent rich = rich(config.fallback(), links, cards);
            var terms =
                    new UnitTerms(
                            config.fallback().validity(),
                            config.fallback().handOverTimeout(),
                            ANONYMOUS,
                            new ChatbotTexts(
                                    chatbots.book(), cards, rich, config.fallback().replyMemory()),
                            clock);
            var fallback =
                    new FallbackChannel(
                            new SmsFallback(gateways.smsRoutes(), terms, rich),
                            new MmsFallback(gateways.mmsRoutes(), terms, rich, links));
            SipMeters sipMeters = new SipMeters(metrics);
            HopResolver names = SipSettings.resolver(config.sip());
            sessions =
                    SessionServices.open(
                            config, sip.channel(), bodies, names, metrics, sipMeters, clock);
            sessions.ifPresent(opened::push);
            underWay =
                    new UnderWay(
                            chatbots.beside(
                                    sessions.map(SessionServices::channel)
                                            .orElseGet(sip::channel)));
            var stores = new ShardStores(engine, config.storage());
            center =
                    new MessageCenter(
                            CoreSettings.center(config),
                            new Services(
                                    stores,
                                    bodies,
                                    new StandardRoutePlanner(
                                            CoreSettings.routing(config, sessions.isPresent()),
                                            new NumberPlan()),
                                    underWay,
                                    fallback,
                                    new ChatbotReports(
                                            new NetworkReportComposer(
                                                    SipSettings.numbers(config),
                                                    SipSettings.interworkingNames(config))),
                                    events,
                                    CoreSettings.delivery(config),
                                    clock,
                                    chatbots.book()));
            receipts.connect(center);
            chatbots.connect(center);
            PartBuffer parts =
                    opened(
                            messages.open(
                                    config,
                                    engine,
                                    new UserMessages(chatbots.book(), center, events, clock),
                                    chatbots.book(),
                                    new InboundMeters(metrics),
                                    clock));
            sessions.ifPresent(s -> s.connect(center));
            metrics.gauge(MetricCatalogue.SMS_PARTS_WAITING, parts::waiting);
            watch(metrics, engine, stores);
            CenterGauges.registerBodies(metrics, bodies);
            center.onFault(new WriterFaults(metrics));
            // before the core, since an SMS must have the same link each time it is made
            content = ContentServers.open(config, center, new ContentMeters(metrics), clock);
            content.ifPresent(opened::push);
            content.ifPresent(links::connect);
            // The ways out come first: the core takes up at once what was in flight when an earlier
            // process ended. What comes in before it runs waits in its queues.
            gateways.start();
            gateways.reportsAt().ifPresent(at -> LOG.info("reports on MMS are taken on {}", at));
            parts.start();
            var health = new CenterHealth(center, engine, sip, () -> draining);
            sip.start(
                    center,
                    SipSettings.stack(config.sip(), sessions.isPresent()),
                    sipMeters,
                    names,
                    health::isReady,
                    sessions.map(SessionServices::requests).orElse(DialogRequests.NONE));
            center.start();
            chatbots.serve(center, rich, content);
            // gateways end before the core, which must hear what became of the last parts, and
            // uploads before that, since their senders are asked for in the core
            opened.remove(gateways);
            opened.remove(chatbots);
            opened.remove(parts);
            content.ifPresent(opened::remove);
            opened.push(center::stop);
            opened.push(parts);
            opened.push(gateways);
            content.ifPresent(opened::push);
            opened.push(chatbots); // whose files go where those of users do
            http = opened(admin(version, engine, traces, metrics, health, gateways, operators));
            if (SipSettings.lendsTrust(config.sip())) {
                LOG.warn(
                        "sip.trusted-peers has loopback addresses while sip.listen can be reached from elsewhere:"
                                + " a proxy on this machine is believed whatever it passes on");
            }
            LOG.info(
                    "5gmc {} serves {}: SIP on {}, administration on {}, store {} in {}",
                    version,
                    config.identity().homeDomain(),
                    String.join(" ", endpoints()),
                    http.address(),
                    config.storage().store().engine().name().toLowerCase(Locale.ROOT),
                    config.identity().dataDirectory().toAbsolutePath());
        } catch (ServerLifecycle.StartException e) {
            closeAll();
            throw e;
        } catch (InterruptedException e) {
            closeAll();
            Thread.currentThread().interrupt();
            throw new ServerLifecycle.StartException("interrupted", e);
        } catch (RuntimeException e) {
            closeAll();
            throw new ServerLifecycle.StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private static RichContent rich(FallbackConfig config, FileLinks links, CardText cards) {
        FallbackLanguage language =
                switch (config.language()) {
                    case ZH -> FallbackLanguage.ZH;
                    case EN -> FallbackLanguage.EN;
                };
        return new RichContent(
                language, config.mapLink().orElse(""), links, ChatbotTexts.cards(cards));
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    private static EventSink fanOut(EventSink... sinks) {
        return event -> {
            for (EventSink sink : sinks) {
                sink.on(event);
            }
        };
    }

    private HttpServer admin(
            String version,
            StorageEngine engine,
            TraceBook traces,
            Metrics metrics,
            CenterHealth health,
            Gateways gateways,
            OperatorFiles operators) {
        var operations =
                new CenterAdmin(center, traces, () -> status(version, engine), sip::accountChanged);
        var numbers = new NumberAdmin(SipSettings.plan(config), operators, gateways.smsRoutes());
        var tokens = new TokenAdmin(center, content.flatMap(ContentServer::tokens));
        var routes = new AdminRoutes(operations, health, metrics);
        return new HttpServer(
                config.operations().httpListen(),
                new Router(
                        Stream.of(
                                        routes.routes(),
                                        new SmsGatewayRoutes(gateways::views).routes(),
                                        new NumberRoutes(numbers).routes(),
                                        new TokenRoutes(tokens).routes(),
                                        new TenantRoutes(
                                                        new TenantAdmin(
                                                                chatbots.book(),
                                                                chatbots.quotas(),
                                                                chatbots.check(),
                                                                new WebhookLanes(
                                                                        chatbots.webhooks(),
                                                                        center)))
                                                .routes())
                                .flatMap(List::stream)
                                .toList(),
                        config.operations().httpToken(),
                        config.operations().httpListen().host()),
                HttpLimits.DEFAULTS);
    }

    private AdminOperations.Status status(String version, StorageEngine engine) {
        return new AdminOperations.Status(
                version,
                Integer.toString(config.identity().nodeId()),
                draining ? "draining" : "serving",
                startedAt,
                endpoints(),
                engine.state().estimatedRows(Family.SUBSCRIBER),
                engine.state().estimatedRows(Family.INBOX),
                overload());
    }

    private int overload() {
        return (int) Math.min(4, Math.round(center.load() * 4));
    }

    private void watch(Metrics metrics, StorageEngine engine, ShardStores stores) {
        CenterGauges.register(metrics, center, engine);
        CenterGauges.registerStores(metrics, stores::all);
        metrics.gauge(MetricCatalogue.OVERLOAD_LEVEL, this::overload);
        metrics.gauge(MetricCatalogue.SIP_REGISTERED_CONNECTIONS, sip::registeredConnections);
        metrics.gauge(MetricCatalogue.DRAIN_STATE, () -> draining ? 1 : 0);
    }

    @Override
    public List<String> endpoints() {
        Stream<String> ofSip =
                sip.listeners().stream()
                        .map(listener ->
                                listener.transport().toString().toLowerCase(Locale.ROOT)
                                        + ":"
                                        + Transports.hostPort(listener.bind()));
        Stream<String> ofMsrp = sessions.stream().flatMap(s -> s.endpoints().stream());
        return Stream.of(ofSip, ofMsrp, chatbots.url().stream()).flatMap(s -> s).toList();
    }

    @Override
    public Optional<URI> uploads() {
        return content.map(ContentServer::uploadUrl);
    }

    @Override
    public HostPort admin() {
        return http.address();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        drain(config.operations().drainTimeout());
        closeAll();
        LOG.info("stopped");
    }

    /// Says no to health checks and to new requests, and waits for the answers of devices that have
    /// been asked: what they have taken need not be sent again after the start.
    private void drain(Duration limit) {
        LOG.info("stopping: new requests are refused, up to {} for what is under way", limit);
        draining = true;
        center.drain();
        underWay.stop();
        content.ifPresent(ContentServer::drain);
        chatbots.drain();
        long end = System.nanoTime() + limit.toNanos();
        while ((underWay.count() > 0 || center.load() > 0 || transfers() > 0)
                && System.nanoTime() < end) {
            LockSupport.parkNanos(this, DRAIN_POLL_NANOS);
        }
        // not before: what is under way in them has been waited for
        sessions.ifPresent(SessionServices::drain);
        if (transfers() > 0) {
            LOG.info("{} transfer(s) of files are cut off; they can be resumed", transfers());
        }
        if (underWay.count() > 0) {
            LOG.info(
                    "{} attempt(s) without answer are made again after the start",
                    underWay.count());
        }
    }

    private int transfers() {
        return content.map(ContentServer::underWay).orElse(0);
    }

    private void closeAll() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("{} did not close", part, e);
            }
        }
    }
}
