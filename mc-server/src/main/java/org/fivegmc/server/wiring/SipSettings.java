package org.fivegmc.server.wiring;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fivegmc.server.config.HostPort;
import org.fivegmc.server.config.ImsConfig;
import org.fivegmc.server.config.ListenAddress;
import org.fivegmc.server.config.RegistrarConfig;
import org.fivegmc.server.config.RoutingConfig;
import org.fivegmc.server.config.ServerConfig;
import org.fivegmc.server.config.SipConfig;
import org.fivegmc.server.table.TerminalFiles;
import org.fivegmc.sip.SipService;
import org.fivegmc.sip.auth.Authenticator;
import org.fivegmc.sip.codec.SipLimits;
import org.fivegmc.sip.identity.HomeNumbers;
import org.fivegmc.sip.identity.TrustedPeers;
import org.fivegmc.sip.registrar.RegistrarPolicy;
import org.fivegmc.sip.resolve.DnsjavaRecords;
import org.fivegmc.sip.resolve.HopResolver;
import org.fivegmc.sip.resolve.ResolverConfig;
import org.fivegmc.sip.resolve.Rfc3263Resolver;
import org.fivegmc.sip.terminal.TerminalTable;
import org.fivegmc.sip.terminal.Terminals;
import org.fivegmc.sip.transaction.AdmissionLimits;
import org.fivegmc.sip.transaction.SipStackConfig;
import org.fivegmc.sip.transaction.SipTimers;
import org.fivegmc.sip.transaction.TransactionLimits;
import org.fivegmc.sip.transport.ListenerConfig;
import org.fivegmc.sip.transport.SipTransport;
import org.fivegmc.sip.transport.TransportConfig;
import org.fivegmc.sip.transport.TransportLimits;
import org.fivegmc.wire.digest.DigestAlgorithm;
import org.fivegmc.wire.imdn.InterworkingNames;
import org.fivegmc.wire.uri.NumberPlan;

/// The configuration in the words of the SIP stack and its roles.
final class SipSettings {

    /// How long a name that does not exist is remembered, in seconds.
    private static final int NEGATIVE_SECONDS = 60;

    private SipSettings() {}

    static SipService.Settings roles(ServerConfig config) {
        String domain = config.identity().homeDomain();
        RegistrarConfig registrar = config.registrar();
        return new SipService.Settings(
                numbers(config),
                trusted(config.sip()),
                new Authenticator.Settings(
                        registrar.realm(),
                        registrar.algorithms().stream().map(SipSettings::algorithm).toList(),
                        registrar.nonceLifetime().toMillis(),
                        AkaSources.open(registrar)),
                new RegistrarPolicy(
                        registrar.minExpires().toSeconds(),
                        registrar.maxExpires().toSeconds(),
                        registrar.defaultExpires().toSeconds(),
                        config.ims().unknownSubscribers() == ImsConfig.UnknownSubscribers.ACCEPT,
                        config.routing().untaggedClients() == RoutingConfig.UntaggedClients.PAGER,
                        registrar.serviceRoute().map(uri -> "<" + uri + ">").stream().toList(),
                        terminals(config.routing())),
                domain,
                config.ims().asUri(),
                config.messages().maxSize(),
                config.routing().capabilityLifetime().toMillis());
    }

    private static Terminals terminals(RoutingConfig routing) {
        TerminalTable table =
                TerminalFiles.read(
                        routing.terminalsFile(),
                        routing.terminals() == RoutingConfig.Terminals.EXTEND);
        return new Terminals(
                table,
                routing.networkOperator()
                        .map(operator ->
                                operator == RoutingConfig.NetworkOperator.CMCC
                                        ? Terminals.Custom.CAPABLE
                                        : Terminals.Custom.INCAPABLE)
                        .orElse(Terminals.Custom.UNKNOWN));
    }

    private static TrustedPeers trusted(SipConfig sip) {
        return TrustedPeers.of(sip.trustedPeers().stream().map(Object::toString).toList());
    }

    /// Whether others can reach this server while everything on this machine is believed: a proxy
    /// on this machine would lend its trust to everybody it serves.
    static boolean lendsTrust(SipConfig sip) {
        TrustedPeers trusted = trusted(sip);
        boolean own =
                trusted.contains(InetAddress.ofLiteral("127.0.0.1"))
                        || trusted.contains(InetAddress.ofLiteral("::1"));
        return own && sip.listen().stream().anyMatch(listen -> !listen.address().loopback());
    }

    static InterworkingNames interworkingNames(ServerConfig config) {
        return switch (config.messages().interworkingNames()) {
            case LONG -> InterworkingNames.LONG;
            case SHORT -> InterworkingNames.SHORT;
        };
    }

    static HomeNumbers numbers(ServerConfig config) {
        return new HomeNumbers(config.identity().homeDomain(), plan(config));
    }

    static NumberPlan plan(ServerConfig config) {
        NumberPlan china = NumberPlan.china();
        int country = config.identity().homeCountry();
        return country == 86
                ? china
                : new NumberPlan(
                        Integer.toString(country),
                        "0",
                        china.internationalPrefix(),
                        7,
                        12,
                        List.of());
    }

    static DigestAlgorithm algorithm(RegistrarConfig.DigestAlgorithm configured) {
        return switch (configured) {
            case MD5 -> DigestAlgorithm.MD5;
            case SHA_256 -> DigestAlgorithm.SHA_256;
            case SHA_512_256 -> DigestAlgorithm.SHA_512_256;
        };
    }

    /// @param sessions whether INVITE sessions are served
    static SipStackConfig stack(SipConfig sip, boolean sessions) {
        TransportLimits limits = TransportLimits.DEFAULTS;
        SipLimits messages = SipLimits.DEFAULTS;
        int size = sip.maxMessageSize();
        var transport =
                new TransportConfig(
                        sip.listen().stream()
                                .map(listen -> listener(listen, sip.advertised()))
                                .toList(),
                        sip.udpLoops(),
                        TlsFiles.load(sip.tls()),
                        new TransportLimits(
                                new SipLimits(
                                        Math.min(messages.datagramBytes(), size),
                                        size,
                                        Math.min(messages.headBytes(), size),
                                        messages.headers(),
                                        messages.headerBytes(),
                                        size,
                                        messages.uriBytes()),
                                sip.maxConnections(),
                                sip.maxConnectionsPerAddress(),
                                sip.idleTimeout().toMillis(),
                                sip.receiveTimeout().toMillis(),
                                limits.connectMs(),
                                limits.pendingBytes(),
                                limits.udpPendingBytes(),
                                limits.lingerMs(),
                                limits.lingerBytes(),
                                limits.loopQueue()),
                        true,
                        trusted(sip)::contains);
        SipConfig.Timers timers = sip.timers();
        return new SipStackConfig(
                transport,
                new SipTimers(
                        (int) timers.t1().toMillis(),
                        (int) timers.t2().toMillis(),
                        (int) timers.t4().toMillis()),
                transactions(sip),
                new HashSet<>(
                        sessions ? SipService.sessionOptions() : SipService.supportedOptions()),
                sip.forceRport());
    }

    private static TransactionLimits transactions(SipConfig sip) {
        TransactionLimits limits = TransactionLimits.DEFAULTS;
        return new TransactionLimits(
                limits.pendingServer(),
                limits.pendingClient(),
                limits.keptFinals(),
                limits.retryAfterSeconds(),
                limits.inviteMs(),
                new PathMtus(sip),
                limits.tcpTrialMs(),
                limits.tcpRefusalMs(),
                limits.tcpRefusals(),
                limits.reconnectingAnswers(),
                new AdmissionLimits(
                        (int) sip.overload().longest().toMillis(),
                        (int) sip.overload().longestUpkeep().toMillis()));
    }

    static ListenerConfig listener(ListenAddress address, Optional<String> advertised) {
        SipTransport transport =
                switch (address.transport()) {
                    case UDP -> SipTransport.UDP;
                    case TCP -> SipTransport.TCP;
                    case TLS -> SipTransport.TLS;
                };
        HostPort at = address.address();
        return new ListenerConfig(
                transport,
                new InetSocketAddress(at.host(), at.port()),
                at.wildcard() ? advertised.map(host -> host + ":" + at.port()).orElse("") : "");
    }

    /// Looks targets up in the configured hosts, then in the DNS.
    static HopResolver resolver(SipConfig sip) {
        ResolverConfig defaults = ResolverConfig.defaults();
        var hosts = new HashMap<String, List<InetSocketAddress>>();
        sip.hosts()
                .forEach((name, address) ->
                        hosts.put(name.toLowerCase(Locale.ROOT), addresses(name, address)));
        return new Rfc3263Resolver(
                new DnsjavaRecords(List.of(), defaults.timeout(), NEGATIVE_SECONDS),
                new ResolverConfig(
                        hosts, defaults.transports(), defaults.timeout(), defaults.maxHops()),
                new SecureRandom());
    }

    private static List<InetSocketAddress> addresses(String name, HostPort address) {
        try {
            return Arrays.stream(InetAddress.getAllByName(address.host()))
                    .map(found -> new InetSocketAddress(found, address.port()))
                    .toList();
        } catch (UnknownHostException e) {
            throw new ServerLifecycle.StartException(
                    "sip.hosts: " + name + ": " + address.host() + " is no address", e);
        }
    }
}
