package org.fivegmc.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What chatbots call and how they are called.
///
/// @param listen empty: nobody can call
/// @param publicUrl what chatbots are told as the address of this server
public record ChatbotConfig(
        Optional<HostPort> listen,
        Optional<URI> publicUrl,
        int maxChatbots,
        long maxBodySize,
        int maxConnections,
        int maxConnectionsPerAddress,
        Duration idleTimeout,
        Callbacks callbacks,
        int maxQueued,
        Duration maxSchedule,
        Quota quota,
        Media media,
        Directory directory,
        ContentConfig.Tls tls) {

    /// Recipients of all chatbots together; 0 for no limit.
    public record Quota(int perSecond, int perDay, int perMonth) {}

    /// Files that chatbots upload.
    public record Media(int maxFiles, Duration lifetime) {}

    /// What people can find out about chatbots.
    public record Directory(boolean open, Duration maxAge) {}

    /// Calls of webhooks.
    public record Callbacks(
            Duration connectTimeout,
            Duration timeout,
            int maxCalls,
            int maxCallsPerChatbot,
            int maxReportsPerCall,
            boolean check,
            List<Cidr> networks) {}

    static final Setting<Optional<HostPort>> LISTEN =
            Setting.optional(
                    "chatbots.listen",
                    Types.hostPort(),
                    "127.0.0.1:8091",
                    "Address of the interface that chatbots call; there is none unless it is set. Port 0 takes any free"
                            + " one.");
    static final Setting<Optional<URI>> PUBLIC_URL =
            Setting.optional(
                    "chatbots.public-url",
                    Types.httpUrl(),
                    "https://maap.rcs.local",
                    "What chatbots are told as the address of this interface, as it is behind a proxy or a name; the"
                            + " address it listens on when not set.");
    static final Setting<Integer> MAX_CHATBOTS =
            Setting.of(
                    "chatbots.max-chatbots",
                    Types.integer(1, 1_000_000),
                    "100000",
                    "Chatbots that can be provisioned; all of them are in memory.");
    static final Setting<Long> MAX_BODY_SIZE =
            Setting.of(
                    "chatbots.max-body-size",
                    Types.size("1KiB", "16MiB"),
                    "256KiB",
                    "Largest body of a call; a larger one is answered with the dialect's code for a wrong parameter.");
    static final Setting<Integer> MAX_CONNECTIONS =
            Setting.of(
                    "chatbots.max-connections",
                    Types.integer(1, 100_000),
                    "4096",
                    "Connections of chatbots; further ones are closed at once.");
    static final Setting<Integer> MAX_CONNECTIONS_PER_ADDRESS =
            Setting.of(
                    "chatbots.max-connections-per-address",
                    Types.integer(1, 100_000),
                    "256",
                    "The same for one remote address; make it as large as `chatbots.max-connections` behind a proxy.");
    static final Setting<Duration> IDLE_TIMEOUT =
            Setting.of(
                    "chatbots.idle-timeout",
                    Types.duration("100ms", "10m"),
                    "60s",
                    "Longest wait for a whole request and between two of them.");
    static final Setting<Integer> MAX_QUEUED =
            Setting.of(
                    "chatbots.max-queued",
                    Types.integer(1, 10_000_000),
                    "100000",
                    "Messages of users that wait for one chatbot before new ones are refused; as many reports besides.");
    static final Setting<Duration> MAX_SCHEDULE =
            Setting.of(
                    "chatbots.max-schedule",
                    Types.duration("0s", "30d"),
                    "7d",
                    "How far away the time may be at which a chatbot has a message delivered (`earliestDeliveryTime`);"
                            + " 0s for no such messages. `messages.expiry` counts from that time.");
    static final Setting<Duration> CALLBACK_CONNECT_TIMEOUT =
            Setting.of(
                    "chatbots.callbacks.connect-timeout",
                    Types.duration("10ms", "20s"),
                    "3s",
                    "Longest wait for a connection to a webhook.");
    static final Setting<Duration> CALLBACK_TIMEOUT =
            Setting.of(
                    "chatbots.callbacks.timeout",
                    Types.duration("50ms", "25s"),
                    "10s",
                    "Longest time of one call of a webhook; then it is made again later.");
    static final Setting<Integer> MAX_CALLS =
            Setting.of(
                    "chatbots.callbacks.max-calls",
                    Types.integer(1, 100_000),
                    "2048",
                    "Calls of webhooks at the same time; further ones wait.");
    static final Setting<Integer> MAX_CALLS_PER_CHATBOT =
            Setting.of(
                    "chatbots.callbacks.max-calls-per-chatbot",
                    Types.integer(1, 10_000),
                    "64",
                    "The same for one chatbot, each for another user: those of one user follow each other.");
    static final Setting<Integer> MAX_REPORTS_PER_CALL =
            Setting.of(
                    "chatbots.callbacks.max-reports-per-call",
                    Types.integer(1, 1_000),
                    "50",
                    "Reports that one call may bring where the dialect has a list of them (`deliveryInfoList`): those that"
                            + " come while a call is under way. 1 for webhooks that read the first alone.");
    static final Setting<Boolean> CALLBACK_CHECK =
            Setting.of(
                    "chatbots.callbacks.check",
                    Types.bool(),
                    "false",
                    "Whether a new webhook must first show whose it is, as the dialect of China Telecom and China"
                            + " Unicom wants it (`GET /notifyPath`); until then its chatbot can not be used.");
    static final Setting<List<Cidr>> CALLBACK_NETWORKS =
            Setting.of(
                    "chatbots.callbacks.networks",
                    Types.list(Types.cidr(), 0, 256),
                    "",
                    "Private networks in which webhooks may be. Without, only public addresses are called, so that no"
                            + " chatbot can reach through this server what it can not reach itself.");
    static final Setting<Integer> QUOTA_PER_SECOND =
            Setting.of(
                    "chatbots.quota.per-second",
                    Types.integer(0, 1_000_000),
                    "0",
                    "Recipients to whom all chatbots together may send in a second; 0 for no limit. Providers and"
                            + " chatbots have quotas of their own (`ctl csp add`, `ctl chatbot add`).");
    static final Setting<Integer> QUOTA_PER_DAY =
            Setting.of(
                    "chatbots.quota.per-day",
                    Types.integer(0, 2_000_000_000),
                    "0",
                    "The same for a day, in China's time.");
    static final Setting<Integer> QUOTA_PER_MONTH =
            Setting.of(
                    "chatbots.quota.per-month",
                    Types.integer(0, 2_000_000_000),
                    "0",
                    "The same for a month of the calendar.");
    static final Setting<Integer> MEDIA_MAX_FILES =
            Setting.of(
                    "chatbots.media.max-files",
                    Types.integer(1, 1000),
                    "100",
                    "Files that one chatbot may keep in the content server (`content.listen`); what they take together"
                            + " is limited by `content.user-quota`.");
    static final Setting<Duration> MEDIA_LIFETIME =
            Setting.of(
                    "chatbots.media.lifetime",
                    Types.duration("1m", "365d"),
                    "3d",
                    "How long a temporary file of a chatbot is kept; a permanent one stays until it is deleted.");
    static final Setting<Boolean> DIRECTORY_OPEN =
            Setting.of(
                    "chatbots.directory.open",
                    Types.bool(),
                    "true",
                    "Whether users can search for chatbots (`/bots`) and ask about one (`/bot`) at the content server"
                            + " (`content.listen`).");
    static final Setting<Duration> DIRECTORY_MAX_AGE =
            Setting.of(
                    "chatbots.directory.max-age",
                    Types.duration("0s", "30d"),
                    "1h",
                    "How long clients may keep what they are told there before they ask again.");
    static final Setting<Optional<Path>> TLS_CERTIFICATE =
            Setting.optional(
                    "chatbots.tls.certificate",
                    Types.path(),
                    "/etc/5gmc/maap.crt",
                    "Certificate chain in PEM; with it the interface speaks HTTPS.");
    static final Setting<Optional<Path>> TLS_KEY =
            Setting.optional(
                    "chatbots.tls.key",
                    Types.path(),
                    "/etc/5gmc/maap.key",
                    "Private key (PKCS #8) in PEM.");

    static final List<Setting<?>> SETTINGS =
            List.of(
                    LISTEN,
                    PUBLIC_URL,
                    MAX_CHATBOTS,
                    MAX_BODY_SIZE,
                    MAX_CONNECTIONS,
                    MAX_CONNECTIONS_PER_ADDRESS,
                    IDLE_TIMEOUT,
                    MAX_QUEUED,
                    MAX_SCHEDULE,
                    QUOTA_PER_SECOND,
                    QUOTA_PER_DAY,
                    QUOTA_PER_MONTH,
                    MEDIA_MAX_FILES,
                    MEDIA_LIFETIME,
                    CALLBACK_CONNECT_TIMEOUT,
                    CALLBACK_TIMEOUT,
                    MAX_CALLS,
                    MAX_CALLS_PER_CHATBOT,
                    MAX_REPORTS_PER_CALL,
                    CALLBACK_CHECK,
                    CALLBACK_NETWORKS,
                    DIRECTORY_OPEN,
                    DIRECTORY_MAX_AGE,
                    TLS_CERTIFICATE,
                    TLS_KEY);

    static ChatbotConfig from(Values values) {
        return new ChatbotConfig(
                values.get(LISTEN),
                values.get(PUBLIC_URL),
                values.get(MAX_CHATBOTS),
                values.get(MAX_BODY_SIZE),
                values.get(MAX_CONNECTIONS),
                values.get(MAX_CONNECTIONS_PER_ADDRESS),
                values.get(IDLE_TIMEOUT),
                new Callbacks(
                        values.get(CALLBACK_CONNECT_TIMEOUT),
                        values.get(CALLBACK_TIMEOUT),
                        values.get(MAX_CALLS),
                        values.get(MAX_CALLS_PER_CHATBOT),
                        values.get(MAX_REPORTS_PER_CALL),
                        values.get(CALLBACK_CHECK),
                        values.get(CALLBACK_NETWORKS)),
                values.get(MAX_QUEUED),
                values.get(MAX_SCHEDULE),
                new Quota(
                        values.get(QUOTA_PER_SECOND),
                        values.get(QUOTA_PER_DAY),
                        values.get(QUOTA_PER_MONTH)),
                new Media(values.get(MEDIA_MAX_FILES), values.get(MEDIA_LIFETIME)),
                new Directory(values.get(DIRECTORY_OPEN), values.get(DIRECTORY_MAX_AGE)),
                new ContentConfig.Tls(values.get(TLS_CERTIFICATE), values.get(TLS_KEY)));
    }
}
