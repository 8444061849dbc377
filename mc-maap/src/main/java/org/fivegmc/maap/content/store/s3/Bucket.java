package org.fivegmc.maap.content.store.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.fivegmc.maap.content.store.StoreUnavailableException;
import org.fivegmc.maap.content.store.s3.BucketEvents.Call;
import org.fivegmc.maap.content.store.s3.BucketEvents.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// A bucket, and what is asked of it. Each request has limits of time and of tries; what does not
/// come about is a [StoreUnavailableException]. A change between reached and not reached is logged
/// once. Thread-safe.
///
/// Checksums of recent servers, chunked signatures and deleting many at once are left out: other
/// servers that speak the protocol often lack them.
final class Bucket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("mc.content");

    static final String TYPE = "application/octet-stream";
    private static final int NOT_FOUND = 404;
    private static final int SERVER_ERROR = 500;

    /// One page of a list.
    record Page(List<Entry> entries, Optional<String> next) {}

    /// @param size octets
    record Entry(String name, long size) {}

    /// What is known of an object without its octets.
    record Head(long size, Map<String, String> metadata) {}

    private final BucketSettings settings;
    private final BucketEvents events;
    private final S3Client client;
    private final AtomicBoolean away = new AtomicBoolean();

    Bucket(BucketSettings settings, BucketEvents events) {
        this.settings = settings;
        this.events = events;
        BucketSettings.Limits limits = settings.limits();
        S3ClientBuilder builder =
                S3Client.builder()
                        .region(Region.of(settings.region()))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(
                                                settings.key().access(), settings.key().secret())))
                        .forcePathStyle(settings.pathStyle())
                        .serviceConfiguration(
                                S3Configuration.builder().chunkedEncodingEnabled(false).build())
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .httpClientBuilder(
                                Apache5HttpClient.builder()
                                        .maxConnections(limits.connections())
                                        .connectionTimeout(limits.connectTimeout())
                                        .connectionAcquisitionTimeout(limits.connectTimeout())
                                        .socketTimeout(limits.requestTimeout()))
                        .overrideConfiguration(o ->
                                o.apiCallAttemptTimeout(limits.requestTimeout())
                                        .apiCallTimeout(
                                                limits.requestTimeout()
                                                        .multipliedBy(limits.attempts()))
                                        .retryStrategy(
                                                StandardRetryStrategy.builder()
                                                        .maxAttempts(limits.attempts())
                                                        .build()));
        settings.endpoint().ifPresent(builder::endpointOverride);
        client = builder.build();
    }

    BucketSettings.Limits limits() {
        return settings.limits();
    }

    private String name(String key) {
        return settings.prefix() + key;
    }

    /// Names that begin with `start`, without the prefix of the bucket.
    ///
    /// @param token of the page before
    Page page(String start, int most, Optional<String> token) throws StoreUnavailableException {
        ListObjectsV2Response answer =
                call(
                        Call.LIST,
                        () ->
                                client.listObjectsV2(r ->
                                        r.bucket(settings.bucket())
                                                .prefix(name(start))
                                                .maxKeys(most)
                                                .continuationToken(token.orElse(null))));
        List<Entry> entries =
                answer.contents().stream()
                        .filter(object -> object.key().startsWith(settings.prefix()))
                        .map(object ->
                                new Entry(
                                        object.key().substring(settings.prefix().length()),
                                        object.size()))
                        .toList();
        return new Page(
                entries,
                Boolean.TRUE.equals(answer.isTruncated())
                        ? Optional.ofNullable(answer.nextContinuationToken())
                        : Optional.empty());
    }

    /// Whether the bucket is there and may be listed: an exception that tells what is wrong with
    /// the settings, or one that says that it can't be reached.
    void check() throws IOException {
        try {
            client.listObjectsV2(
                    r -> r.bucket(settings.bucket()).prefix(name(BucketKey.FILES)).maxKeys(1));
            settled(Call.LIST, Outcome.OK);
        } catch (AwsServiceException e) {
            if (e.statusCode() >= SERVER_ERROR) {
                throw failed(Call.LIST, e);
            }
            events.called(Call.LIST, Outcome.REFUSED);
            throw new IOException(explained(e), e);
        } catch (SdkException e) {
            throw failed(Call.LIST, e);
        }
    }

    private String explained(AwsServiceException e) {
        String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
        String advice =
                switch (e.statusCode()) {
                    case 401, 403 ->
                            "check content.s3.access-key, content.s3.secret-key and rights";
                    case NOT_FOUND -> "check content.s3.bucket; it must exist";
                    default ->
                            "check content.s3.region, content.s3.endpoint and content.s3.path-style";
                };
        return "bucket %s is refused with %d %s: %s"
                .formatted(settings.bucket(), e.statusCode(), code, advice);
    }

    /// Empty when there is no such object.
    Optional<Head> head(String key) throws StoreUnavailableException {
        try {
            HeadObjectResponse answer =
                    call(
                            Call.HEAD,
                            () ->
                                    client.headObject(
                                            r -> r.bucket(settings.bucket()).key(name(key))));
            return Optional.of(new Head(answer.contentLength(), answer.metadata()));
        } catch (NoSuchKeyException _) {
            return Optional.empty();
        }
    }

    /// Octets `first` to `last` of an object, as they come; closing it early ends the connection.
    InputStream read(String key, long first, long last) throws IOException {
        try {
            ResponseInputStream<GetObjectResponse> answer =
                    call(
                            Call.GET,
                            () ->
                                    client.getObject(r ->
                                            r.bucket(settings.bucket())
                                                    .key(name(key))
                                                    .range("bytes=" + first + "-" + last)));
            return new Body(answer, last - first + 1);
        } catch (NoSuchKeyException e) {
            var gone = new NoSuchFileException(key);
            gone.initCause(e);
            throw gone;
        }
    }

    /// A read that failed after it had begun.
    void brokeOff(IOException cause) {
        settled(Call.GET, Outcome.FAILED);
        LOG.debug("reading an object broke off", cause);
    }

    /// A connection that did not end well, when nothing was wanted of it any more.
    void closed(IOException cause) {
        LOG.debug("closing an answer", cause);
    }

    /// A read that waited for others in vain.
    void busy() {
        events.called(Call.GET, Outcome.BUSY);
    }

    void putEmpty(String key) throws StoreUnavailableException {
        call(
                Call.PUT,
                () ->
                        client.putObject(
                                r -> r.bucket(settings.bucket()).key(name(key)).contentType(TYPE),
                                RequestBody.empty()));
    }

    /// One object of a file on the disk, which appears as a whole.
    void put(String key, Map<String, String> metadata, Path octets, long size)
            throws StoreUnavailableException {
        if (size <= settings.limits().partSize()) {
            try (var body = new Part(octets, 0, size)) {
                call(
                        Call.PUT,
                        () ->
                                client.putObject(
                                        r ->
                                                r.bucket(settings.bucket())
                                                        .key(name(key))
                                                        .contentType(TYPE)
                                                        .metadata(metadata),
                                        body.request()));
            }
        } else {
            putInParts(name(key), metadata, octets, size);
        }
    }

    private void putInParts(String name, Map<String, String> metadata, Path octets, long size)
            throws StoreUnavailableException {
        String upload =
                call(
                                Call.PUT,
                                () ->
                                        client.createMultipartUpload(r ->
                                                r.bucket(settings.bucket())
                                                        .key(name)
                                                        .contentType(TYPE)
                                                        .metadata(metadata)))
                        .uploadId();
        boolean done = false;
        try {
            List<CompletedPart> parts = parts(name, upload, octets, size);
            call(
                    Call.PUT,
                    () ->
                            client.completeMultipartUpload(r ->
                                    r.bucket(settings.bucket())
                                            .key(name)
                                            .uploadId(upload)
                                            .multipartUpload(m -> m.parts(parts))));
            done = true;
        } finally {
            if (!done) {
                abort(name, upload);
            }
        }
    }

    private List<CompletedPart> parts(String name, String upload, Path octets, long size)
            throws StoreUnavailableException {
        long partSize = settings.limits().partSize();
        var parts = new ArrayList<CompletedPart>();
        for (long from = 0; from < size; from += partSize) {
            int number = parts.size() + 1;
            String tag;
            try (var body = new Part(octets, from, Math.min(partSize, size - from))) {
                tag =
                        call(
                                        Call.PUT,
                                        () ->
                                                client.uploadPart(
                                                        r ->
                                                                r.bucket(settings.bucket())
                                                                        .key(name)
                                                                        .uploadId(upload)
                                                                        .partNumber(number),
                                                        body.request()))
                                .eTag();
            }
            parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        }
        return parts;
    }

    /// What can't be taken back now is found by [#abortOld].
    private void abort(String name, String upload) {
        try {
            call(
                    Call.DELETE,
                    () ->
                            client.abortMultipartUpload(
                                    r -> r.bucket(settings.bucket()).key(name).uploadId(upload)));
        } catch (StoreUnavailableException | NoSuchKeyException _) {
            LOG.debug("an upload in parts is left to a sweep");
        }
    }

    void delete(String key) throws StoreUnavailableException {
        call(
                Call.DELETE,
                () -> client.deleteObject(r -> r.bucket(settings.bucket()).key(name(key))));
    }

    /// Takes back uploads in parts that were begun before this time and never came to their end.
    int abortOld(String start, Instant before) throws StoreUnavailableException {
        int aborted = 0;
        Optional<MultipartUpload> last = Optional.empty();
        while (true) {
            Optional<MultipartUpload> after = last;
            ListMultipartUploadsResponse answer =
                    call(
                            Call.LIST,
                            () ->
                                    client.listMultipartUploads(r ->
                                            r.bucket(settings.bucket())
                                                    .prefix(name(start))
                                                    .keyMarker(
                                                            after.map(MultipartUpload::key)
                                                                    .orElse(null))
                                                    .uploadIdMarker(
                                                            after.map(MultipartUpload::uploadId)
                                                                    .orElse(null))));
            for (MultipartUpload upload : answer.uploads()) {
                if (upload.initiated().isBefore(before)) {
                    abort(upload.key(), upload.uploadId());
                    aborted++;
                }
            }
            if (!Boolean.TRUE.equals(answer.isTruncated()) || answer.uploads().isEmpty()) {
                return aborted;
            }
            last = Optional.of(answer.uploads().getLast());
        }
    }

    /// That something is not there is passed on as it is.
    private <T> T call(Call call, Supplier<T> request) throws StoreUnavailableException {
        try {
            T answer = request.get();
            settled(call, Outcome.OK);
            return answer;
        } catch (AwsServiceException e) {
            if (e.statusCode() == NOT_FOUND && e instanceof NoSuchKeyException) {
                settled(call, Outcome.OK);
                throw e;
            }
            throw failed(call, e);
        } catch (SdkException | java.io.UncheckedIOException e) {
            throw failed(call, e);
        }
    }

    private StoreUnavailableException failed(Call call, RuntimeException e) {
        boolean refused =
                e instanceof AwsServiceException answer && answer.statusCode() < SERVER_ERROR;
        settled(call, refused ? Outcome.REFUSED : Outcome.FAILED);
        String why = refused ? explained((AwsServiceException) e) : reason(e);
        if (!away.getAndSet(true)) {
            LOG.warn("the bucket {} does not do what it should: {}", settings.bucket(), why);
        }
        LOG.debug("{} failed", call, e);
        return new StoreUnavailableException(why, e);
    }

    /// The innermost cause says it shortest.
    private static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private void settled(Call call, Outcome outcome) {
        events.called(call, outcome);
        if (outcome == Outcome.OK && away.getAndSet(false)) {
            LOG.info("the bucket {} is back", settings.bucket());
        }
    }

    @Override
    public void close() {
        client.close();
    }

    /// An answer whose connection is used again only when it was read to its end: reading on to
    /// save a connection would cost more than the connection.
    private static final class Body extends InputStream {
        private final ResponseInputStream<GetObjectResponse> answer;
        private long left;

        Body(ResponseInputStream<GetObjectResponse> answer, long length) {
            this.answer = answer;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                int n = answer.read(target, offset, length);
                left -= Math.max(n, 0);
                return n;
            } catch (SdkException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            if (left > 0) {
                answer.abort();
            } else {
                answer.close();
            }
        }
    }
}
