package org.fivegmc.maap.content.store.s3;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobProviderMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Object;

/// S3Proxy with one bucket that it keeps in memory, a [Gate] in front of it, and a client of its
/// own behind the gate.
public final class BucketServer implements AutoCloseable {
    public static final String BUCKET = "rcs-files";
    public static final String ACCESS = "access-1";
    public static final String SECRET = "very-secret-1";

    private final BlobStoreContext blobs;
    private final S3Proxy server;
    private final S3Client client;
    private final Gate gate;

    public BucketServer() throws Exception {
        // without looking for providers: those for clouds are not on the class path
        blobs =
                ContextBuilder.newBuilder(new TransientNio2BlobProviderMetadata())
                        .credentials("-", "-")
                        .overrides(new Properties())
                        .modules(List.of())
                        .build(BlobStoreContext.class);
        server =
                S3Proxy.builder()
                        .blobStore(blobs.getBlobStore())
                        .endpoint(URI.create("http://127.0.0.1:0"))
                        .awsAuthentication(AuthenticationType.AWS_V4, ACCESS, SECRET)
                        .build();
        server.start();
        client =
                S3Client.builder()
                        .region(Region.of("us-east-1"))
                        .endpointOverride(URI.create("http://127.0.0.1:" + server.getPort()))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(ACCESS, SECRET)))
                        .forcePathStyle(true)
                        .serviceConfiguration(
                                S3Configuration.builder().chunkedEncodingEnabled(false).build())
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .httpClientBuilder(Apache5HttpClient.builder())
                        .build();
        client.createBucket(r -> r.bucket(BUCKET));
        gate = new Gate(server.getPort());
    }

    public Gate gate() {
        return gate;
    }

    /// Not through the gate.
    S3Client client() {
        return client;
    }

    /// Quick to despair, with small parts.
    static BucketSettings.Limits limits() {
        return new BucketSettings.Limits(
                Duration.ofSeconds(5), Duration.ofSeconds(3), 2, 8, 5 << 20);
    }

    public BucketSettings settings(String prefix) {
        return settings(
                BUCKET, prefix, new BucketSettings.Key(ACCESS, SECRET), BucketServer.limits());
    }

    BucketSettings settings(
            String bucket, String prefix, BucketSettings.Key key, BucketSettings.Limits limits) {
        return new BucketSettings(
                Optional.of(gate.address()), "us-east-1", bucket, prefix, true, key, limits);
    }

    /// Names of the objects there are. Not through the gate.
    public List<String> names(String prefix) {
        return client.listObjectsV2(r -> r.bucket(BUCKET).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    /// Gives an object another name, with all that is known of it.
    public void rename(String name, String other) {
        client.copyObject(r ->
                r.sourceBucket(BUCKET)
                        .sourceKey(name)
                        .destinationBucket(BUCKET)
                        .destinationKey(other));
        client.deleteObject(r -> r.bucket(BUCKET).key(name));
    }

    @Override
    public void close() throws IOException {
        gate.close();
        client.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException(e);
        }
        blobs.close();
    }
}
