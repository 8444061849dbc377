package org.fivegmc.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The SIP side: addresses, timers and limits.
///
/// @param advertised host that stands in Via for wildcard addresses
/// @param maxMessageSize bytes of one SIP message, headers and body
/// @param pathMtu bytes a datagram may have on the way to other machines
/// @param pathMtus the same for peers of these networks; the smallest network of an address counts
/// @param receiveTimeout from the first byte of a message on a stream to its last
public record SipConfig(
        List<ListenAddress> listen,
        Optional<String> advertised,
        List<Cidr> trustedPeers,
        Timers timers,
        int maxMessageSize,
        int maxConnections,
        int maxConnectionsPerAddress,
        Duration idleTimeout,
        Duration receiveTimeout,
        int udpLoops,
        int pathMtu,
        Map<Cidr, Integer> pathMtus,
        boolean forceRport,
        Overload overload,
        Tls tls,
        Map<String, HostPort> hosts) {

    /// RFC 3261 section 17 and table 4.
    public record Timers(Duration t1, Duration t2, Duration t4) {}

    /// How long requests may wait for an answer before further ones are refused.
    public record Overload(Duration longest, Duration longestUpkeep) {}

    public record Tls(
            Optional<Path> certificate,
            Optional<Path> key,
            ClientAuth clientAuth,
            Optional<Path> trustedCertificates) {}

    /// Whether a TLS client shows a certificate.
    public enum ClientAuth {
        NONE,
        WANT,
        NEED
    }

    static final Setting<List<ListenAddress>> LISTEN =
            Setting.of(
                    "sip.listen",
                    Types.list(Types.listen(), 1, 32),
                    "udp:127.0.0.1:5060, tcp:127.0.0.1:5060",
                    "Addresses SIP is accepted on.");
    static final Setting<Optional<String>> ADVERTISED =
            Setting.optional(
                    "sip.advertised",
                    Types.host(),
                    "mc.example.com",
                    "Name or address under which peers reach this server; stands in Via where `sip.listen` has a"
                            + " wildcard (`0.0.0.0`, `[::]`).");
    static final Setting<List<Cidr>> TRUSTED_PEERS =
            Setting.of(
                            "sip.trusted-peers",
                            Types.list(Types.cidr(), 0, 256),
                            "127.0.0.0/8, ::1/128",
                            "Peers (P-CSCF, S-CSCF) whose P-Asserted-Identity is believed (RFC 3325) and who are"
                                    + " not challenged.")
                    .live();
    static final Setting<Duration> T1 =
            Setting.of(
                    "sip.t1",
                    Types.duration("10ms", "10s"),
                    "500ms",
                    "Round-trip estimate; the base of all transaction timers (RFC 3261 section 17).");
    static final Setting<Duration> T2 =
            Setting.of(
                    "sip.t2",
                    Types.duration("10ms", "60s"),
                    "4s",
                    "Longest interval between retransmissions of a non-INVITE request.");
    static final Setting<Duration> T4 =
            Setting.of(
                    "sip.t4",
                    Types.duration("10ms", "60s"),
                    "5s",
                    "Longest time a message stays in the network.");
    static final Setting<Long> MAX_MESSAGE_SIZE =
            Setting.of(
                    "sip.max-message-size",
                    Types.size("2KiB", "1MiB"),
                    "64KiB",
                    "Largest SIP message accepted, headers and body together; above it 513 is answered.");
    static final Setting<Integer> MAX_CONNECTIONS =
            Setting.of(
                    "sip.max-connections",
                    Types.integer(1, 1_000_000),
                    "50000",
                    "TCP and TLS connections held at the same time; further ones are closed at once.");
    static final Setting<Integer> MAX_CONNECTIONS_PER_ADDRESS =
            Setting.of(
                    "sip.max-connections-per-address",
                    Types.integer(1, 1_000_000),
                    "1024",
                    "The same for one remote address, trusted or not; make it larger where clients come through a"
                            + " proxy or a NAT.");
    static final Setting<Duration> IDLE_TIMEOUT =
            Setting.of(
                    "sip.idle-timeout",
                    Types.duration("1s", "24h"),
                    "10m",
                    "A connection with no traffic for this long is closed; keep-alives (RFC 5626) count as traffic.");
    static final Setting<Duration> RECEIVE_TIMEOUT =
            Setting.of(
                    "sip.receive-timeout",
                    Types.duration("100ms", "5m"),
                    "10s",
                    "Time from the first to the last byte of a message on a connection.");
    static final Setting<Integer> UDP_LOOPS =
            Setting.of(
                    "sip.udp-loops",
                    Types.perCore(64),
                    "auto",
                    "Sockets and event loops for each UDP address; `auto` is one per processor.");
    static final Setting<Integer> PATH_MTU =
            Setting.of(
                    "sip.path-mtu",
                    Types.integer(576, 65_535),
                    "1500",
                    "Bytes a datagram may have on the way to other machines; requests within 200 bytes of it go by"
                            + " TCP (RFC 3261 section 18.1.1).");
    static final Setting<Map<Cidr, Integer>> PATH_MTUS =
            Setting.of(
                    "sip.path-mtus",
                    Types.map(Types.cidr(), Types.integer(576, 65_535), 1024),
                    "",
                    "The same for single peers or networks, where another value is known; the longest prefix wins."
                            + " Peers on this machine get whole datagrams unless they are named here.");
    static final Setting<Duration> OVERLOAD_WAIT =
            Setting.of(
                    "sip.overload.wait",
                    Types.duration("10ms", "10s"),
                    "100ms",
                    "Messages and invitations are refused (503 with Retry-After) while those before them wait longer"
                            + " than this for their answer. Above `sip.t1`, clients repeat what is only late.");
    static final Setting<Duration> OVERLOAD_UPKEEP_WAIT =
            Setting.of(
                    "sip.overload.upkeep-wait",
                    Types.duration("10ms", "10s"),
                    "25ms",
                    "The same for registrations and capability queries, which are repeated by themselves and so make"
                            + " room for messages.");
    static final Setting<Optional<Path>> TLS_CERTIFICATE =
            Setting.optional(
                    "sip.tls.certificate",
                    Types.path(),
                    "/etc/5gmc/tls.crt",
                    "Certificate chain in PEM.");
    static final Setting<Optional<Path>> TLS_KEY =
            Setting.optional(
                    "sip.tls.key",
                    Types.path(),
                    "/etc/5gmc/tls.key",
                    "Private key (PKCS #8) in PEM.");
    static final Setting<ClientAuth> TLS_CLIENT_AUTH =
            Setting.of(
                    "sip.tls.client-auth",
                    Types.choice(ClientAuth.class),
                    "none",
                    "Whether TLS clients are asked (`want`) or obliged (`need`) to show a certificate.");
    static final Setting<Optional<Path>> TLS_TRUSTED =
            Setting.optional(
                    "sip.tls.trusted-certificates",
                    Types.path(),
                    "/etc/5gmc/ca.crt",
                    "PEM file of the authorities that client certificates are checked against.");
    static final Setting<Boolean> FORCE_RPORT =
            Setting.of(
                    "sip.force-rport",
                    Types.bool(),
                    "true",
                    "Answer to the port a request came from even when it does not ask for it (RFC 3581).");
    static final Setting<Map<String, HostPort>> HOSTS =
            Setting.of(
                            "sip.hosts",
                            Types.map(Types.domain(), Types.hostPort(), 1024),
                            "",
                            "Names that are not looked up in DNS (RFC 3263) but sent to a fixed address, at this port if the"
                                    + " URI names none.")
                    .live();

    static final List<Setting<?>> SETTINGS =
            List.of(
                    LISTEN,
                    ADVERTISED,
                    TRUSTED_PEERS,
                    T1,
                    T2,
                    T4,
                    MAX_MESSAGE_SIZE,
                    MAX_CONNECTIONS,
                    MAX_CONNECTIONS_PER_ADDRESS,
                    IDLE_TIMEOUT,
                    RECEIVE_TIMEOUT,
                    UDP_LOOPS,
                    PATH_MTU,
                    PATH_MTUS,
                    FORCE_RPORT,
                    OVERLOAD_WAIT,
                    OVERLOAD_UPKEEP_WAIT,
                    TLS_CERTIFICATE,
                    TLS_KEY,
                    TLS_CLIENT_AUTH,
                    TLS_TRUSTED,
                    HOSTS);

    static SipConfig from(Values values) {
        return new SipConfig(
                values.get(LISTEN),
                values.get(ADVERTISED),
                values.get(TRUSTED_PEERS),
                new Timers(values.get(T1), values.get(T2), values.get(T4)),
                Math.toIntExact(values.get(MAX_MESSAGE_SIZE)),
                values.get(MAX_CONNECTIONS),
                values.get(MAX_CONNECTIONS_PER_ADDRESS),
                values.get(IDLE_TIMEOUT),
                values.get(RECEIVE_TIMEOUT),
                values.get(UDP_LOOPS),
                values.get(PATH_MTU),
                values.get(PATH_MTUS),
                values.get(FORCE_RPORT),
                new Overload(values.get(OVERLOAD_WAIT), values.get(OVERLOAD_UPKEEP_WAIT)),
                new Tls(
                        values.get(TLS_CERTIFICATE),
                        values.get(TLS_KEY),
                        values.get(TLS_CLIENT_AUTH),
                        values.get(TLS_TRUSTED)),
                values.get(HOSTS));
    }
}
