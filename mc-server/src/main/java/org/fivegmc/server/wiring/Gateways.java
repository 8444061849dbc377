package org.fivegmc.server.wiring;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.fivegmc.core.route.Operator;
import org.fivegmc.core.route.OperatorLookup;
import org.fivegmc.fallback.channel.GatewayRoutes;
import org.fivegmc.fallback.cmpp.CmppAccount;
import org.fivegmc.fallback.cmpp.CmppGateway;
import org.fivegmc.fallback.cmpp.CmppGatewayConfig;
import org.fivegmc.fallback.cmpp.pdu.CmppCodec;
import org.fivegmc.fallback.cmpp.pdu.CmppVersion;
import org.fivegmc.fallback.link.GatewaySettings;
import org.fivegmc.fallback.mm7.Mm7Account;
import org.fivegmc.fallback.mm7.Mm7Gateway;
import org.fivegmc.fallback.mm7.Mm7GatewayConfig;
import org.fivegmc.fallback.mms.MmsLimits;
import org.fivegmc.fallback.receipt.ReceiptDialect;
import org.fivegmc.fallback.receipt.SmsState;
import org.fivegmc.fallback.smpp.SmppAccount;
import org.fivegmc.fallback.smpp.SmppGateway;
import org.fivegmc.fallback.smpp.SmppGatewayConfig;
import org.fivegmc.fallback.link.GatewayLimits;
import org.fivegmc.fallback.link.LinkSecurity;
import org.fivegmc.fallback.link.GatewayTimers;
import org.fivegmc.fallback.smpp.pdu.BindMode;
import org.fivegmc.fallback.spi.FallbackEvents;
import org.fivegmc.fallback.spi.Gateway;
import org.fivegmc.fallback.spi.GatewayCallbacks;
import org.fivegmc.fallback.spi.GatewayHealth;
import org.fivegmc.fallback.spi.MmsGateway;
import org.fivegmc.fallback.spi.SmsGateway;
import org.fivegmc.fallback.text.Concatenation;
import org.fivegmc.fallback.text.SplitRules;
import org.fivegmc.server.config.CmppConfig;
import org.fivegmc.server.config.FallbackConfig;
import org.fivegmc.server.config.GatewayConfig;
import org.fivegmc.server.config.Mm7Config;
import org.fivegmc.server.config.Secret;
import org.fivegmc.server.http.SmsGatewayRoutes;

/// The gateways and routes of the configuration.
final class Gateways implements AutoCloseable {

    private static final Duration STOP = Duration.ofSeconds(5);
    private static final int PENDING = 10_000;

    /// Each of which has its content in memory.
    private static final int MMS_PENDING = 1_000;

    /// Units a second that stand for "no limit": more than links and windows let through, yet few
    /// enough for the rate to come down quickly when the SMSC throttles.
    private static final int UNLIMITED = 100_000;

    private final List<GatewayConfig> configured;
    private final Map<String, Gateway> byId = new LinkedHashMap<>();
    private final GatewayRoutes<SmsGateway> smsRoutes;
    private final GatewayRoutes<MmsGateway> mmsRoutes;
    private final Optional<Mm7Reports> reports;

    /// @param operators whose numbers are whose, for routes by operator
    Gateways(
            FallbackConfig config,
            OperatorLookup operators,
            GatewayCallbacks callbacks,
            FallbackEvents events,
            InstantSource clock) {
        configured = config.gateways();
        for (GatewayConfig gateway : config.gateways()) {
            byId.put(gateway.id(), gateway(gateway, config, callbacks, events, clock));
        }
        smsRoutes = new GatewayRoutes<>(routes(config, SmsGateway.class), operators);
        mmsRoutes = new GatewayRoutes<>(routes(config, MmsGateway.class), operators);
        reports = config.mm7Listen().map(listen -> new Mm7Reports(listen, sources(), events));
    }

    /// Without routes of their own, gateways of a bearer serve every number in the order they are
    /// listed.
    private <G extends Gateway> List<GatewayRoutes.Route<G>> routes(
            FallbackConfig config, Class<G> bearer) {
        var all = new ArrayList<GatewayRoutes.Route<G>>();
        config.routes()
                .forEach((key, ids) -> {
                    List<G> of = of(ids, bearer);
                    if (!of.isEmpty()) {
                        all.add(new GatewayRoutes.Route<>(match(key), of));
                    }
                });
        List<G> every = of(byId.keySet(), bearer);
        if (all.isEmpty() && !every.isEmpty()) {
            all.add(new GatewayRoutes.Route<>("", every));
        }
        return all;
    }

    private static GatewayRoutes.Match match(String key) {
        return Operator.of(key)
                .<GatewayRoutes.Match>map(GatewayRoutes.Match.Network::new)
                .orElseGet(() -> new GatewayRoutes.Match.Prefix(key.replace("+", "")));
    }

    private <G extends Gateway> List<G> of(Collection<String> ids, Class<G> bearer) {
        return ids.stream()
                .flatMap(id -> byId(id).stream())
                .filter(bearer::isInstance)
                .map(bearer::cast)
                .toList();
    }

    private Map<String, Mm7Reports.Source> sources() {
        var sources = new LinkedHashMap<String, Mm7Reports.Source>();
        for (GatewayConfig config : configured) {
            if (byId.get(config.id()) instanceof Mm7Gateway gateway) {
                sources.put(
                        config.id(),
                        new Mm7Reports.Source(gateway.inbox(), config.mm7().reportPeers()));
            }
        }
        return sources;
    }

    private static Gateway gateway(
            GatewayConfig config,
            FallbackConfig all,
            GatewayCallbacks callbacks,
            FallbackEvents events,
            InstantSource clock) {
        return switch (config.type()) {
            case SMPP -> new SmppGateway(smpp(config, all.maxParts()), callbacks, events);
            case CMPP -> new CmppGateway(cmpp(config, all.maxParts()), callbacks, events);
            case MM7 -> new Mm7Gateway(mm7(config), callbacks, events, clock);
        };
    }

    private static Mm7GatewayConfig mm7(GatewayConfig config) {
        Mm7Config mm7 = config.mm7();
        String password = mm7.password().map(Secret::reveal).orElse("");
        GatewayTimers timers = GatewayTimers.defaults();
        String host =
                config.host().indexOf(':') >= 0 && !config.host().startsWith("[")
                        ? "[" + config.host() + "]"
                        : config.host();
        return new Mm7GatewayConfig(
                config.id(),
                URI.create(
                        (config.tls() ? "https://" : "http://")
                                + host
                                + ":"
                                + config.port()
                                + mm7.path()),
                new Mm7Account(
                        password.isEmpty() ? "" : config.systemId(),
                        password,
                        mm7.vaspId().orElse(config.systemId()),
                        mm7.vasId().orElse(""),
                        mm7.serviceCode().orElse(""),
                        mm7.senderCode().orElse(""),
                        Mm7Account.SCHEMAS + mm7.schema(),
                        mm7.version()),
                new MmsLimits(
                        Math.toIntExact(mm7.maxSize()),
                        mm7.maxWidth(),
                        mm7.maxHeight(),
                        MmsLimits.MAX_PIXELS),
                config.window(),
                MMS_PENDING,
                config.rate() == 0 ? UNLIMITED : config.rate(),
                timers.connect(),
                config.responseTimeout(),
                timers.callback());
    }

    private static SmppGatewayConfig smpp(GatewayConfig config, int maxParts) {
        return new SmppGatewayConfig(
                config.id(),
                config.host(),
                config.port(),
                security(config),
                new SmppAccount(
                        config.systemId(),
                        config.password().map(Secret::reveal).orElse(""),
                        config.systemType(),
                        BindMode.TRANSCEIVER),
                new SplitRules(concatenation(config.concatenation()), maxParts, true),
                dialect(config),
                config.receiptsByText(),
                config.priority(),
                limits(config, GatewayLimits.MAX_PDU),
                timers(config));
    }

    private static CmppGatewayConfig cmpp(GatewayConfig config, int maxParts) {
        CmppConfig cmpp = config.cmpp();
        return new CmppGatewayConfig(
                new GatewaySettings(
                        config.id(),
                        config.host(),
                        config.port(),
                        security(config),
                        new SplitRules(concatenation(config.concatenation()), maxParts, true, true),
                        limits(config, CmppCodec.DEFAULT_MAX_PDU),
                        timers(config)),
                new CmppAccount(
                        config.systemId(),
                        cmpp.secret().map(Secret::reveal).orElse(""),
                        switch (cmpp.version()) {
                            case V2_0 -> CmppVersion.V20;
                            case V3_0 -> CmppVersion.V30;
                        },
                        cmpp.serviceId().orElse(""),
                        cmpp.srcId().orElse(""),
                        cmpp.feeType(),
                        cmpp.feeCode(),
                        config.receiptTimeZone()),
                dialect(config),
                config.priority());
    }

    private static GatewayLimits limits(GatewayConfig config, int maxPdu) {
        GatewayLimits limits = GatewayLimits.defaults();
        int rate = config.rate() == 0 ? UNLIMITED : config.rate();
        return new GatewayLimits(
                config.links(),
                config.window(),
                PENDING,
                limits.undurable(),
                rate,
                Math.max(limits.burst(), rate / 10),
                maxPdu);
    }

    private static GatewayTimers timers(GatewayConfig config) {
        GatewayTimers timers = GatewayTimers.defaults();
        return new GatewayTimers(
                timers.connect(),
                timers.bind(),
                config.responseTimeout(),
                config.enquireLink(),
                timers.enquireAnswer(),
                config.enquireTries(),
                timers.reconnectMin(),
                timers.reconnectMax(),
                timers.credentialsRetry(),
                timers.callback(),
                timers.unbind(),
                timers.throttlePause(),
                timers.step());
    }

    private static ReceiptDialect dialect(GatewayConfig config) {
        return dialect(config.receiptId())
                .withStates(states(config.receiptStates()))
                .withZone(config.receiptTimeZone());
    }

    private static LinkSecurity security(GatewayConfig config) {
        if (!config.tls()) {
            return new LinkSecurity.Plain();
        }
        try {
            return LinkSecurity.publicAuthorities();
        } catch (SSLException e) {
            throw new ServerLifecycle.StartException(
                    "gateway " + config.id() + ": no TLS: " + e.getMessage(), e);
        }
    }

    private static Concatenation concatenation(GatewayConfig.Concatenation configured) {
        return switch (configured) {
            case UDH -> Concatenation.UDH;
            case UDH16 -> Concatenation.UDH16;
            case SAR -> Concatenation.SAR;
            case PAYLOAD -> Concatenation.PAYLOAD;
        };
    }

    private static ReceiptDialect dialect(GatewayConfig.ReceiptId configured) {
        return switch (configured) {
            case ASIS -> ReceiptDialect.asIs();
            case HEX_TO_DEC -> ReceiptDialect.hexToDec();
            case DEC_TO_HEX -> ReceiptDialect.decToHex();
            case STRIP_ZEROS -> ReceiptDialect.stripZeros();
            case ANY_CASE -> ReceiptDialect.anyCase();
            case REFERENCE -> ReceiptDialect.byReference();
            case DESTINATION_TIME -> ReceiptDialect.byDestinationAndTime();
        };
    }

    private static Map<String, SmsState> states(
            Map<String, GatewayConfig.ReceiptState> configured) {
        var states = new LinkedHashMap<String, SmsState>();
        configured.forEach((word, state) -> states.put(word, state(state)));
        return states;
    }

    private static SmsState state(GatewayConfig.ReceiptState configured) {
        return switch (configured) {
            case ENROUTE -> SmsState.ENROUTE;
            case ACCEPTED -> SmsState.ACCEPTED;
            case DELIVERED -> SmsState.DELIVERED;
            case EXPIRED -> SmsState.EXPIRED;
            case DELETED -> SmsState.DELETED;
            case UNDELIVERABLE -> SmsState.UNDELIVERABLE;
            case REJECTED -> SmsState.REJECTED;
            case UNKNOWN -> SmsState.UNKNOWN;
        };
    }

    GatewayRoutes<SmsGateway> smsRoutes() {
        return smsRoutes;
    }

    GatewayRoutes<MmsGateway> mmsRoutes() {
        return mmsRoutes;
    }

    /// Where MMSCs bring reports.
    Optional<InetSocketAddress> reportsAt() {
        return reports.map(Mm7Reports::address);
    }

    /// Every gateway as it is now, in the order of the configuration.
    List<SmsGatewayRoutes.SmsGateway> views() {
        return configured.stream()
                .flatMap(gateway ->
                        byId(gateway.id()).map(found -> view(gateway, found.health())).stream())
                .toList();
    }

    private static SmsGatewayRoutes.SmsGateway view(GatewayConfig gateway, GatewayHealth health) {
        return new SmsGatewayRoutes.SmsGateway(
                gateway.id(),
                gateway.type().name().toLowerCase(Locale.ROOT),
                health.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                health.links(),
                health.boundLinks(),
                Math.round(health.rate()),
                health.pending(),
                health.inFlight());
    }

    void start() {
        byId.values().forEach(Gateway::start);
        reports.ifPresent(Mm7Reports::serve);
    }

    Optional<Gateway> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public void close() {
        byId.values().stream()
                .map(gateway -> gateway.drainAndStop(STOP).toCompletableFuture())
                .toList()
                .forEach(CompletableFuture::join);
        reports.ifPresent(Mm7Reports::close);
    }
}
