package org.fivegmc.server.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sessions: large messages and chats over MSRP (GSMA RCC.07 sections 3.2.2 and 3.2.3).
///
/// @param listen empty: sessions are not served
/// @param advertised host that stands in SDP for wildcard addresses
/// @param relays whom anybody may have this server connect to
/// @param maxMessageSize octets of one message, CPIM included
/// @param maxStandaloneSize the same of a large message
/// @param pagerLimit octets of a message up to which pager mode is preferred
/// @param memory octets in memory of messages that are being received
/// @param idleTimeout how long nobody may write in a session of ours
/// @param linger how long a session for stored messages stays after the last of them
public record MsrpConfig(
        List<ListenAddress> listen,
        Optional<String> advertised,
        List<Cidr> relays,
        long maxMessageSize,
        Optional<Long> maxStandaloneSize,
        int pagerLimit,
        long memory,
        int maxSessions,
        int maxSessionsPerUser,
        Duration idleTimeout,
        Duration linger,
        Undelivered undelivered,
        DeferredSender deferredSender) {

    /// Who cares for messages of a chat that are not delivered (RCC.07 section 3.2.3).
    public enum Undelivered {
        /// The network: `+g.gsma.rcs.msgfallback`.
        NETWORK,
        /// The sender's client, which revokes them: `+g.gsma.rcs.msgrevoke`.
        CLIENT
    }

    /// Who calls when stored messages of a chat are delivered.
    public enum DeferredSender {
        /// `rcse-standfw` of the home domain; Referred-By names the sender.
        STORE_AND_FORWARD,
        /// The sender.
        SENDER
    }

    static final Setting<List<ListenAddress>> LISTEN =
            Setting.of(
                    "msrp.listen",
                    Types.list(Types.listen(), 0, 8),
                    "tcp:127.0.0.1:2855",
                    "Addresses MSRP is accepted on, such as `tcp:0.0.0.0:2855`; `tls:` shows a certificate made at the"
                            + " start, which peers know by its fingerprint. Without any, sessions are not served:"
                            + " no large messages, no chats. The default holds as long as `sip.listen` is not set"
                            + " either: handsets elsewhere could not come to it, so there is none then.");
    static final Setting<Optional<String>> ADVERTISED =
            Setting.optional(
                    "msrp.advertised",
                    Types.host(),
                    "mc.example.com",
                    "Name or address under which handsets reach `msrp.listen`; stands in SDP where that has a wildcard.");
    static final Setting<List<Cidr>> RELAYS =
            Setting.of(
                    "msrp.relays",
                    Types.list(Types.cidr(), 0, 256),
                    "",
                    "Relays of media, such as border controllers, that handsets name in SDP: whoever asks, this server"
                            + " connects there. A handset behind none of `sip.trusted-peers` can else have it connect"
                            + " to the address of its own signalling only.");
    static final Setting<Long> MAX_MESSAGE_SIZE =
            Setting.of(
                    "msrp.max-message-size",
                    Types.size("2KiB", "100MiB"),
                    "100MiB",
                    "Largest message of a session, its CPIM headers included; above it 413 is answered.");
    static final Setting<Optional<Long>> MAX_STANDALONE_SIZE =
            Setting.optional(
                    "msrp.max-standalone-size",
                    Types.size("2KiB", "100MiB"),
                    "1MiB",
                    "The same in large message mode, as devices are told it in `StandaloneMsg/MaxSize`;"
                            + " `msrp.max-message-size` when not set.");
    static final Setting<Long> PAGER_LIMIT =
            Setting.of(
                    "msrp.pager-limit",
                    Types.size("0B", "64KiB"),
                    "1300B",
                    "Up to this size a standalone message goes in pager mode to a device that takes both modes.");
    static final Setting<Long> MEMORY =
            Setting.of(
                    "msrp.memory",
                    Types.size("1MiB", "64GiB"),
                    "256MiB",
                    "What messages that are being received may take in memory together, 64 KiB each at most; above it"
                            + " senders have to try again.");
    static final Setting<Integer> MAX_SESSIONS =
            Setting.of(
                    "msrp.max-sessions",
                    Types.integer(1, 1_000_000),
                    "20000",
                    "Sessions at the same time, those being set up included; above it 503 is answered.");
    static final Setting<Integer> MAX_SESSIONS_PER_USER =
            Setting.of(
                    "msrp.max-sessions-per-user",
                    Types.integer(1, 10_000),
                    "50",
                    "The same of one user; above it 486 is answered.");
    static final Setting<Duration> IDLE_TIMEOUT =
            Setting.of(
                    "msrp.idle-timeout",
                    Types.duration("1s", "24h"),
                    "2m",
                    "A chat that this server has opened ends when nobody writes for so long; one that a handset has"
                            + " opened after five times as long.");
    static final Setting<Duration> LINGER =
            Setting.of(
                    "msrp.linger",
                    Types.duration("100ms", "10m"),
                    "3s",
                    "A session for stored messages ends so long after the last of them.");
    static final Setting<Undelivered> UNDELIVERED =
            Setting.of(
                    "msrp.undelivered",
                    Types.choice(Undelivered.class),
                    "client",
                    "Who cares for chat messages that are not delivered, as told to handsets: `network` announces"
                            + " `+g.gsma.rcs.msgfallback`, `client` `+g.gsma.rcs.msgrevoke`.");
    static final Setting<DeferredSender> DEFERRED_SENDER =
            Setting.of(
                    "msrp.deferred-sender",
                    Types.choice(DeferredSender.class),
                    "store-and-forward",
                    "Who calls when stored messages of a chat are delivered: `store-and-forward` is"
                            + " `rcse-standfw` with the sender in Referred-By, `sender` is the sender.");

    static final List<Setting<?>> SETTINGS =
            List.of(
                    LISTEN,
                    ADVERTISED,
                    RELAYS,
                    MAX_MESSAGE_SIZE,
                    MAX_STANDALONE_SIZE,
                    PAGER_LIMIT,
                    MEMORY,
                    MAX_SESSIONS,
                    MAX_SESSIONS_PER_USER,
                    IDLE_TIMEOUT,
                    LINGER,
                    UNDELIVERED,
                    DEFERRED_SENDER);

    static MsrpConfig from(Values values) {
        return new MsrpConfig(
                values.get(LISTEN),
                values.get(ADVERTISED),
                values.get(RELAYS),
                values.get(MAX_MESSAGE_SIZE),
                values.get(MAX_STANDALONE_SIZE),
                Math.toIntExact(values.get(PAGER_LIMIT)),
                values.get(MEMORY),
                values.get(MAX_SESSIONS),
                values.get(MAX_SESSIONS_PER_USER),
                values.get(IDLE_TIMEOUT),
                values.get(LINGER),
                values.get(UNDELIVERED),
                values.get(DEFERRED_SENDER));
    }

    /// Octets of a message in large message mode.
    public long largestStandalone() {
        return maxStandaloneSize.orElse(maxMessageSize);
    }

    /// A server that was told where it is reached is not to name a place in SDP where it is not.
    static void followSip(Map<Setting<?>, Values.Entry> entries) {
        Values.Entry own = entries.get(LISTEN);
        Values.Entry sip = entries.get(SipConfig.LISTEN);
        if (own != null
                && sip != null
                && own.origin() instanceof Origin.Default
                && !(sip.origin() instanceof Origin.Default)) {
            entries.put(LISTEN, new Values.Entry(List.of(), own.origin(), ""));
        }
    }

    /// Whether sessions are served.
    public boolean isServed() {
        return !listen.isEmpty();
    }
}
