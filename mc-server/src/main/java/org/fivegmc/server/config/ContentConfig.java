package org.fivegmc.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The content server of file transfer over HTTP (GSMA RCC.07 section 3.2.5).
///
/// @param listen empty: there is none
/// @param publicUrl what clients put in front of its paths; the address it listens on unless set
/// @param directory where files are kept or gathered; inside of `data-dir` unless set
/// @param xmlForm how the answer to an upload is written
/// @param brandedUrl whether that answer has a link for people without RCS
public record ContentConfig(
        Optional<HostPort> listen,
        Optional<URI> publicUrl,
        Path directory,
        Sizes sizes,
        Traffic traffic,
        Tokens tokens,
        Duration lifetime,
        Duration draftLifetime,
        Duration sweepInterval,
        List<String> refusedTypes,
        List<Cidr> trustedPeers,
        XmlForm xmlForm,
        boolean brandedUrl,
        Tls tls,
        BucketConfig bucket) {

    /// Octets.
    ///
    /// @param minFreeDisk below it uploads are refused
    public record Sizes(
            long maxFile, long maxThumbnail, long userQuota, long totalQuota, long minFreeDisk) {}

    /// What one peer and all together may do at once, and for how long.
    public record Traffic(
            int maxHeaderSize,
            int maxUploads,
            int maxConnections,
            int maxConnectionsPerAddress,
            Duration idleTimeout,
            Duration transferTimeout) {}

    /// Tokens for uploads, which the admin interface makes.
    ///
    /// @param taken whether there are any
    /// @param maxLifetime the longest life of one
    public record Tokens(boolean taken, Duration maxLifetime) {}

    public record Tls(Optional<Path> certificate, Optional<Path> key) {}

    /// How the answer to an upload is written.
    public enum XmlForm {
        /// With the namespaces of Universal Profile.
        CURRENT,
        /// Without any, as up to RCS 6.
        PLAIN
    }

    static final Setting<Optional<HostPort>> LISTEN =
            Setting.optional(
                    "content.listen",
                    Types.hostPort(),
                    "127.0.0.1:8090",
                    "Address of the content server for file transfer over HTTP; there is none unless it is set."
                            + " Port 0 takes any free one.");
    static final Setting<Optional<URI>> PUBLIC_URL =
            Setting.optional(
                    "content.public-url",
                    Types.httpUrl(),
                    "https://ft.rcs.local",
                    "What clients put in front of the paths of the content server, as it is behind a proxy or a name;"
                            + " the address it listens on when not set.");
    static final Setting<Optional<Path>> DIRECTORY =
            Setting.optional(
                    "content.directory",
                    Types.path(),
                    "/var/lib/5gmc/content",
                    "Where uploads are gathered, transferred files kept unless there is a bucket, and the key that signs"
                            + " their addresses; `content` inside of `data-dir` when not set.");
    static final Setting<Long> MAX_FILE_SIZE =
            Setting.of(
                    "content.max-file-size",
                    Types.size("1KiB", "16GiB"),
                    "100MiB",
                    "Largest file that can be uploaded; above it 413 is answered.");
    static final Setting<Long> MAX_THUMBNAIL_SIZE =
            Setting.of(
                    "content.max-thumbnail-size",
                    Types.size("1KiB", "10MiB"),
                    "64KiB",
                    "Largest thumbnail of an upload; above it 413 is answered.");
    static final Setting<Long> USER_QUOTA =
            Setting.of(
                    "content.user-quota",
                    Types.size("1KiB", "1TiB"),
                    "1GiB",
                    "What the files of one sender may take together, each with 4 KiB on top; above it 507 is answered.");
    static final Setting<Long> TOTAL_QUOTA =
            Setting.of(
                    "content.total-quota",
                    Types.size("1KiB", "1024TiB"),
                    "50GiB",
                    "What all files may take together; above it 507 is answered.");
    static final Setting<Long> MIN_FREE_DISK =
            Setting.of(
                    "content.min-free-disk",
                    Types.size("1MiB", "1TiB"),
                    "1GiB",
                    "With less free disk than this uploads are refused with 507.");
    static final Setting<Long> MAX_HEADER_SIZE =
            Setting.of(
                    "content.max-header-size",
                    Types.size("1KiB", "64KiB"),
                    "8KiB",
                    "Headers of a request; above it 431 is answered.");
    static final Setting<Integer> MAX_UPLOADS =
            Setting.of(
                    "content.max-uploads",
                    Types.integer(1, 10_000),
                    "64",
                    "Uploads at the same time; above it 503 is answered.");
    static final Setting<Integer> MAX_CONNECTIONS =
            Setting.of(
                    "content.max-connections",
                    Types.integer(1, 100_000),
                    "1024",
                    "Connections to the content server; further ones are closed at once.");
    static final Setting<Integer> MAX_CONNECTIONS_PER_ADDRESS =
            Setting.of(
                    "content.max-connections-per-address",
                    Types.integer(1, 100_000),
                    "64",
                    "The same for one remote address; make it as large as `content.max-connections` behind a proxy.");
    static final Setting<Duration> IDLE_TIMEOUT =
            Setting.of(
                    "content.idle-timeout",
                    Types.duration("100ms", "10m"),
                    "30s",
                    "Longest wait for a whole request header, for the next octets of an upload, and for a peer to"
                            + " take 64 KiB of a download.");
    static final Setting<Duration> TRANSFER_TIMEOUT =
            Setting.of(
                    "content.transfer-timeout",
                    Types.duration("1s", "24h"),
                    "1h",
                    "Longest time of one upload or download; both can be resumed.");
    static final Setting<Boolean> TOKENS =
            Setting.of(
                    "content.tokens",
                    Types.bool(),
                    "true",
                    "Whether uploads can be proven by a token, which the admin interface makes"
                            + " (`ctl subscriber token`), as well as by a password.");
    static final Setting<Duration> MAX_TOKEN_LIFETIME =
            Setting.of(
                    "content.max-token-lifetime",
                    Types.duration("1s", "30d"),
                    "24h",
                    "Longest life of a token for uploads; a longer one is refused when it is asked for.");
    static final Setting<Duration> LIFETIME =
            Setting.of(
                    "content.lifetime",
                    Types.duration("1m", "365d"),
                    "7d",
                    "How long a file can be downloaded (`until`); then it is deleted.");
    static final Setting<Duration> DRAFT_LIFETIME =
            Setting.of(
                    "content.draft-lifetime",
                    Types.duration("1m", "7d"),
                    "6h",
                    "How long an interrupted upload can be resumed; then it is deleted.");
    static final Setting<Duration> SWEEP_INTERVAL =
            Setting.of(
                    "content.sweep-interval",
                    Types.duration("1s", "24h"),
                    "10m",
                    "Pause between two searches for what can be deleted.");
    static final Setting<List<String>> REFUSED_TYPES =
            Setting.of(
                    "content.refused-types",
                    Types.list(
                            Types.matching(
                                    "media type",
                                    "type/subtype or type/*",
                                    "[A-Za-z0-9!#$&^_.+-]{1,127}/([A-Za-z0-9!#$&^_.+-]{1,127}|\\*)"),
                            0,
                            256),
                    "application/x-msdownload, application/vnd.microsoft.portable-executable,"
                            + " application/x-elf, application/x-mach-binary, application/java-vm,"
                            + " application/java-archive, application/vnd.android.package-archive,"
                            + " application/x-ms-shortcut, application/x-sh",
                    "Media types that can not be uploaded, whether the sender says so or the first octets do; 415 is"
                            + " answered.");
    static final Setting<List<Cidr>> TRUSTED_PEERS =
            Setting.of(
                    "content.trusted-peers",
                    Types.list(Types.cidr(), 0, 256),
                    "",
                    "Proxies that authenticate uploaders themselves: their `X-3GPP-Intended-Identity` is believed."
                            + " Everybody else authenticates by Digest or has a token.");
    static final Setting<XmlForm> XML_FORM =
            Setting.of(
                    "content.xml-form",
                    Types.choice(XmlForm.class),
                    "current",
                    "How the answer to an upload is written: `current` with the namespaces of Universal Profile,"
                            + " `plain` without, as up to RCS 6.");
    static final Setting<Boolean> BRANDED_URL =
            Setting.of(
                    "content.branded-url",
                    Types.bool(),
                    "true",
                    "Whether the answer to an upload has a link for people without RCS (`branded-url`).");
    static final Setting<Optional<Path>> TLS_CERTIFICATE =
            Setting.optional(
                    "content.tls.certificate",
                    Types.path(),
                    "/etc/5gmc/ft.crt",
                    "Certificate chain in PEM; with it the content server speaks HTTPS.");
    static final Setting<Optional<Path>> TLS_KEY =
            Setting.optional(
                    "content.tls.key",
                    Types.path(),
                    "/etc/5gmc/ft.key",
                    "Private key (PKCS #8) in PEM.");

    static final List<Setting<?>> SETTINGS =
            List.of(
                    LISTEN,
                    PUBLIC_URL,
                    DIRECTORY,
                    MAX_FILE_SIZE,
                    MAX_THUMBNAIL_SIZE,
                    USER_QUOTA,
                    TOTAL_QUOTA,
                    MIN_FREE_DISK,
                    MAX_HEADER_SIZE,
                    MAX_UPLOADS,
                    MAX_CONNECTIONS,
                    MAX_CONNECTIONS_PER_ADDRESS,
                    IDLE_TIMEOUT,
                    TRANSFER_TIMEOUT,
                    TOKENS,
                    MAX_TOKEN_LIFETIME,
                    LIFETIME,
                    DRAFT_LIFETIME,
                    SWEEP_INTERVAL,
                    REFUSED_TYPES,
                    TRUSTED_PEERS,
                    XML_FORM,
                    BRANDED_URL,
                    TLS_CERTIFICATE,
                    TLS_KEY);

    static ContentConfig from(Values values) {
        return new ContentConfig(
                values.get(LISTEN),
                values.get(PUBLIC_URL),
                values.get(DIRECTORY)
                        .orElseGet(() -> values.get(IdentityConfig.DATA_DIR).resolve("content")),
                new Sizes(
                        values.get(MAX_FILE_SIZE),
                        values.get(MAX_THUMBNAIL_SIZE),
                        values.get(USER_QUOTA),
                        values.get(TOTAL_QUOTA),
                        values.get(MIN_FREE_DISK)),
                new Traffic(
                        Math.toIntExact(values.get(MAX_HEADER_SIZE)),
                        values.get(MAX_UPLOADS),
                        values.get(MAX_CONNECTIONS),
                        values.get(MAX_CONNECTIONS_PER_ADDRESS),
                        values.get(IDLE_TIMEOUT),
                        values.get(TRANSFER_TIMEOUT)),
                new Tokens(values.get(TOKENS), values.get(MAX_TOKEN_LIFETIME)),
                values.get(LIFETIME),
                values.get(DRAFT_LIFETIME),
                values.get(SWEEP_INTERVAL),
                values.get(REFUSED_TYPES),
                values.get(TRUSTED_PEERS),
                values.get(XML_FORM),
                values.get(BRANDED_URL),
                new Tls(values.get(TLS_CERTIFICATE), values.get(TLS_KEY)),
                BucketConfig.from(values));
    }
}
