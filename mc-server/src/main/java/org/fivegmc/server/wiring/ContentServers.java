package org.fivegmc.server.wiring;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.subscriber.Credentials;
import org.fivegmc.core.subscriber.Subscriber;
import org.fivegmc.maap.content.ContentServer;
import org.fivegmc.maap.content.ContentSettings;
import org.fivegmc.maap.content.SigningKey;
import org.fivegmc.maap.content.UploadAccounts;
import org.fivegmc.maap.content.store.FileStore;
import org.fivegmc.maap.content.store.LocalShelf;
import org.fivegmc.maap.content.store.Shelf;
import org.fivegmc.maap.content.store.StagedFileStore;
import org.fivegmc.maap.content.store.StoreLimits;
import org.fivegmc.maap.content.store.s3.BucketSettings;
import org.fivegmc.maap.content.store.s3.BucketShelf;
import org.fivegmc.maap.http.HttpSettings;
import org.fivegmc.server.config.BucketConfig;
import org.fivegmc.server.config.Cidr;
import org.fivegmc.server.config.ContentConfig;
import org.fivegmc.server.config.HostPort;
import org.fivegmc.server.config.Secret;
import org.fivegmc.server.config.ServerConfig;
import org.fivegmc.server.observe.ContentMeters;
import org.fivegmc.wire.file.FileXmlForm;
import org.fivegmc.wire.uri.NumberPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The content server, if one is configured, in the words of the configuration.
final class ContentServers {

    private static final Logger LOG = LoggerFactory.getLogger("mc.server");
    private static final String KEY = "signing.key";

    /// How long an upload waits for the account of its sender.
    private static final long ACCOUNT_SECONDS = 5;

    private ContentServers() {}

    static Optional<ContentServer> open(
            ServerConfig config, MessageCenter center, ContentMeters meters, InstantSource clock) {
        ContentConfig content = config.content();
        if (content.listen().isEmpty()) {
            return Optional.empty();
        }
        Path directory = content.directory();
        ContentSettings settings = settings(config, content.listen().get());
        ContentConfig.Sizes sizes = content.sizes();
        try {
            var store =
                    new StagedFileStore(
                            directory,
                            shelf(content, meters),
                            new StoreLimits(
                                    sizes.userQuota(), sizes.totalQuota(), sizes.minFreeDisk()),
                            clock);
            ContentServer server =
                    serve(settings, store, directory, accounts(config, center), meters, clock);
            meters.watch(server);
            LOG.info(
                    "files are uploaded to {}, kept in {}",
                    server.uploadUrl(),
                    content.bucket()
                            .bucket()
                            .map(name -> "bucket " + name)
                            .orElse(directory.toString()));
            return Optional.of(server);
        } catch (IOException e) {
            throw new ServerLifecycle.StartException("content: " + e.getMessage(), e);
        }
    }

    /// In a bucket, if there is one.
    private static Shelf shelf(ContentConfig content, ContentMeters meters) {
        BucketConfig bucket = content.bucket();
        if (bucket.bucket().isEmpty()) {
            return new LocalShelf(content.directory());
        }
        return new BucketShelf(
                new BucketSettings(
                        bucket.endpoint(),
                        bucket.region(),
                        bucket.bucket().get(),
                        bucket.prefix(),
                        bucket.pathStyle(),
                        new BucketSettings.Key(
                                bucket.accessKey().map(Secret::reveal).orElse(""),
                                bucket.secretKey().map(Secret::reveal).orElse("")),
                        new BucketSettings.Limits(
                                bucket.connectTimeout(),
                                bucket.requestTimeout(),
                                bucket.attempts(),
                                bucket.maxConnections(),
                                bucket.partSize())),
                meters);
    }

    private static ContentServer serve(
            ContentSettings settings,
            FileStore store,
            Path directory,
            UploadAccounts accounts,
            ContentMeters meters,
            InstantSource clock)
            throws IOException {
        try {
            return new ContentServer(
                    settings,
                    store,
                    SigningKey.load(directory.resolve(KEY)),
                    accounts,
                    meters,
                    clock);
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    static ContentSettings settings(ServerConfig config, HostPort listen) {
        ContentConfig content = config.content();
        ContentConfig.Traffic traffic = content.traffic();
        return new ContentSettings(
                new HttpSettings(
                        new InetSocketAddress(listen.host(), listen.port()),
                        TlsFiles.load(content.tls()),
                        traffic.maxConnections(),
                        traffic.maxConnectionsPerAddress(),
                        traffic.maxHeaderSize(),
                        traffic.idleTimeout(),
                        traffic.transferTimeout()),
                content.publicUrl(),
                new ContentSettings.Digest(
                        config.registrar().realm(),
                        config.registrar().algorithms().stream()
                                .map(SipSettings::algorithm)
                                .toList(),
                        config.registrar().nonceLifetime()),
                content.tokens().taken()
                        ? Optional.of(content.tokens().maxLifetime())
                        : Optional.empty(),
                address -> trusts(content.trustedPeers(), address),
                content.sizes().maxFile(),
                content.sizes().maxThumbnail(),
                traffic.maxUploads(),
                content.lifetime(),
                content.draftLifetime(),
                content.sweepInterval(),
                content.refusedTypes(),
                switch (content.xmlForm()) {
                    case CURRENT -> FileXmlForm.CURRENT;
                    case PLAIN -> FileXmlForm.PLAIN;
                },
                content.brandedUrl());
    }

    private static boolean trusts(List<Cidr> peers, InetAddress address) {
        return peers.stream().anyMatch(peer -> peer.contains(address));
    }

    /// The subscribers; those without a password need a token, or a proxy that vouches for them.
    private static UploadAccounts accounts(ServerConfig config, MessageCenter center) {
        NumberPlan plan = SipSettings.plan(config);
        return identity -> {
            long digits = plan.number(address(identity));
            if (digits == NumberPlan.NOT_A_NUMBER) {
                return new UploadAccounts.Unknown();
            }
            return account(center, new Msisdn(digits));
        };
    }

    /// A private identity looks like an address without its scheme (TS 23.003 section 13.3).
    private static String address(String identity) {
        boolean scheme = identity.matches("(?i)(sips?|tel):.*");
        return scheme || identity.indexOf('@') < 0 ? identity : "sip:" + identity;
    }

    private static UploadAccounts.Account account(MessageCenter center, Msisdn user) {
        try {
            Optional<Subscriber> found =
                    center.subscriber(user).get(ACCOUNT_SECONDS, TimeUnit.SECONDS);
            if (found.isEmpty()) {
                return new UploadAccounts.Unknown();
            }
            return switch (found.get().credentials()) {
                case Credentials.Password(var secret) ->
                        new UploadAccounts.Known(user.toString(), secret);
                case Credentials.None() -> new UploadAccounts.WithoutPassword(user.toString());
            };
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new UploadAccounts.Unavailable();
        } catch (ExecutionException | TimeoutException _) {
            return new UploadAccounts.Unavailable();
        }
    }
}
