package org.fivegmc.server.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A bucket for transferred files, in an object store that speaks the S3 protocol.
///
/// @param endpoint that of Amazon in the region unless set
/// @param bucket empty: files are kept in the directory
/// @param prefix in front of all names; empty, or with a slash at its end
/// @param attempts tries of one request
public record BucketConfig(
        Optional<URI> endpoint,
        String region,
        Optional<String> bucket,
        String prefix,
        boolean pathStyle,
        Optional<Secret> accessKey,
        Optional<Secret> secretKey,
        Duration connectTimeout,
        Duration requestTimeout,
        int attempts,
        int maxConnections,
        long partSize) {

    static final Setting<Optional<String>> BUCKET =
            Setting.optional(
                    "content.s3.bucket",
                    Types.matching(
                            "bucket",
                            "3 to 63 small letters, digits, dots and hyphens",
                            "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"),
                    "rcs-files",
                    "Bucket of an S3-compatible object store in which files are kept, instead of"
                            + " `content.directory`; it must exist. Uploads are still gathered in the directory.");
    static final Setting<Optional<URI>> ENDPOINT =
            Setting.optional(
                    "content.s3.endpoint",
                    Types.httpUrl(),
                    "https://s3.rcs.local",
                    "Address of the object store; that of Amazon in the region when not set.");
    static final Setting<String> REGION =
            Setting.of(
                    "content.s3.region",
                    Types.matching(
                            "region",
                            "letters, digits and hyphens",
                            "[A-Za-z0-9][A-Za-z0-9-]{0,62}"),
                    "us-east-1",
                    "Region the requests are signed for.");
    static final Setting<Optional<String>> PREFIX =
            Setting.optional(
                    "content.s3.prefix",
                    Types.matching(
                            "prefix",
                            "names of letters, digits, dots, hyphens and underscores, each with a slash behind it",
                            "([A-Za-z0-9_.-]{1,63}/){1,8}"),
                    "5gmc/",
                    "What the names of all objects begin with.");
    static final Setting<Boolean> PATH_STYLE =
            Setting.of(
                    "content.s3.path-style",
                    Types.bool(),
                    "true",
                    "Whether the bucket stands in the path of an address (most servers), not in front of its host.");
    static final Setting<Optional<Secret>> ACCESS_KEY =
            Setting.optional(
                    "content.s3.access-key",
                    Types.secret(128),
                    "file:/etc/5gmc/s3.access",
                    "Access key: may read, write, delete and list in the bucket.");
    static final Setting<Optional<Secret>> SECRET_KEY =
            Setting.optional(
                    "content.s3.secret-key",
                    Types.secret(128),
                    "file:/etc/5gmc/s3.secret",
                    "Secret key that goes with it.");
    static final Setting<Duration> CONNECT_TIMEOUT =
            Setting.of(
                    "content.s3.connect-timeout",
                    Types.duration("100ms", "1m"),
                    "2s",
                    "Longest wait for a connection to the object store, and for one of ours to become free.");
    static final Setting<Duration> REQUEST_TIMEOUT =
            Setting.of(
                    "content.s3.request-timeout",
                    Types.duration("1s", "10m"),
                    "30s",
                    "Longest time of one try of a request to it, with all octets that are sent, and longest wait for"
                            + " the next octets of an answer.");
    static final Setting<Integer> ATTEMPTS =
            Setting.of(
                    "content.s3.attempts",
                    Types.integer(1, 10),
                    "3",
                    "Tries of one request, with growing pauses; then 503 is answered.");
    static final Setting<Integer> MAX_CONNECTIONS =
            Setting.of(
                    "content.s3.max-connections",
                    Types.integer(2, 10_000),
                    "256",
                    "Connections to the object store. A download holds one while it lasts, and all downloads at most"
                            + " three quarters; above it 503 is answered.");
    static final Setting<Long> PART_SIZE =
            Setting.of(
                    "content.s3.part-size",
                    Types.size("5MiB", "1GiB"),
                    "8MiB",
                    "Larger files are put into the bucket in parts of this size, one after the other; each has the"
                            + " request timeout for itself.");

    static final List<Setting<?>> SETTINGS =
            List.of(
                    BUCKET,
                    ENDPOINT,
                    REGION,
                    PREFIX,
                    PATH_STYLE,
                    ACCESS_KEY,
                    SECRET_KEY,
                    CONNECT_TIMEOUT,
                    REQUEST_TIMEOUT,
                    ATTEMPTS,
                    MAX_CONNECTIONS,
                    PART_SIZE);

    static BucketConfig from(Values values) {
        return new BucketConfig(
                values.get(ENDPOINT),
                values.get(REGION),
                values.get(BUCKET),
                values.get(PREFIX).orElse(""),
                values.get(PATH_STYLE),
                values.get(ACCESS_KEY),
                values.get(SECRET_KEY),
                values.get(CONNECT_TIMEOUT),
                values.get(REQUEST_TIMEOUT),
                values.get(ATTEMPTS),
                values.get(MAX_CONNECTIONS),
                values.get(PART_SIZE));
    }
}
