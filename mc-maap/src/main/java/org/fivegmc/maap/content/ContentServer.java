package org.fivegmc.maap.content;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.fivegmc.core.storage.TenantStore;
import org.fivegmc.maap.content.store.FileStore;
import org.fivegmc.maap.content.store.StoreUnavailableException;
import org.fivegmc.maap.content.store.StoredFile;
import org.fivegmc.maap.http.HttpListener;

/// The content server: a listener, the paths behind it, and a sweep from time to time.
///
/// ```
///   client -- HttpListener -- ContentRoutes -- Gatekeeper (uploads)
///                                  |
///               UploadHandler, ResumeHandler, DownloadHandler -- FileStore
/// ```
@SuppressWarnings("FutureReturnValueIgnored") // the sweep tells of its faults itself
public final class ContentServer implements AutoCloseable {
    /// How long a stop waits for a sweep.
    private static final long SWEEP_SECONDS = 5;

    private final FileStore store;
    private final ContentSettings settings;
    private final ContentEvents events;
    private final InstantSource clock;
    private final SignedLinks links;
    private final Optional<UploadTokens> tokens;
    private final ContentRoutes routes;
    private final DownloadHandler downloads;
    private final HttpListener listener;
    private final URI base;
    private final ScheduledExecutorService sweeper =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("content-sweep").daemon().factory());

    /// Listens at once. Closes the store when it is closed.
    public ContentServer(
            ContentSettings settings,
            FileStore store,
            SigningKey key,
            UploadAccounts accounts,
            ContentEvents events,
            InstantSource clock)
            throws IOException {
        this.settings = settings;
        this.store = store;
        this.events = events;
        this.clock = clock;
        listener = new HttpListener(settings.http(), events);
        base = settings.publicUrl().orElseGet(this::ownUrl);
        links = new SignedLinks(key, clock, base.toString());
        tokens = settings.tokenLife().map(longest -> new UploadTokens(key, clock, longest));
        downloads = new DownloadHandler(store, events, clock);
        routes =
                new ContentRoutes(
                        settings,
                        base,
                        new Gatekeeper(settings, base, accounts, tokens, clock),
                        links,
                        new UploadHandler(settings, store, links, events, clock),
                        new ResumeHandler(settings, store, links, events, clock),
                        downloads,
                        events);
        listener.serve(routes);
        long pause = settings.sweepInterval().toMillis();
        sweeper.scheduleWithFixedDelay(this::sweep, pause, pause, TimeUnit.MILLISECONDS);
    }

    private URI ownUrl() {
        InetSocketAddress at = address();
        String host = at.getAddress().getHostAddress();
        return URI.create(
                (settings.http().tls().isPresent() ? "https://" : "http://")
                        + (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
                        + ":"
                        + at.getPort());
    }

    private void sweep() {
        try {
            events.swept(store.sweep(clock.instant(), settings.draftLifetime()));
        } catch (StoreUnavailableException _) {
            // told by the store; the next sweep finds the same
        } catch (IOException | RuntimeException e) {
            events.fault(e);
        }
    }

    /// Where it really listens.
    public InetSocketAddress address() {
        return listener.address();
    }

    /// The files of chatbots, kept here beside those of users.
    ///
    /// @param rows where it stands whose they are
    public MediaLibrary media(TenantStore rows, MediaLibrary.Limits limits) {
        return new MediaLibrary(
                store,
                links,
                routes,
                downloads,
                new TypePolicy(settings.refusedTypes()),
                events,
                clock,
                rows,
                limits);
    }

    /// Answers further requests of users; those of before are no longer answered.
    public void serve(UserPages pages) {
        routes.serve(pages);
    }

    /// Where clients upload (`ftHTTPCSURI`).
    public URI uploadUrl() {
        return URI.create(base + "/" + ContentRoutes.UPLOADS);
    }

    /// Makes tokens for uploads; empty when none are taken.
    public Optional<UploadTokens> tokens() {
        return tokens;
    }

    /// A short address that serves a file in any browser; empty when this server has not given the
    /// address out. A computation without I/O, from any thread.
    ///
    /// @param download where RCS devices find the file
    public Optional<String> link(String download) {
        return links.linkFor(download);
    }

    /// All octets of a file; empty when this server has not given the address out, for a file that
    /// has expired or has more octets, and when it can't be read now. Blocks.
    ///
    /// @param download where RCS devices find the file
    public Optional<byte[]> read(String download, int maxOctets) {
        try {
            Optional<StoredFile> found =
                    links.locate(download).isPresent()
                            ? store.find(links.locate(download).get().id())
                            : Optional.empty();
            Optional<StoredFile> file =
                    found.filter(f -> f.size() <= maxOctets && f.until().isAfter(clock.instant()));
            if (file.isEmpty()) {
                return Optional.empty();
            }
            try (InputStream in = store.open(file.get(), 0, file.get().size())) {
                return Optional.of(in.readNBytes(Math.toIntExact(file.get().size())));
            }
        } catch (StoreUnavailableException _) {
            return Optional.empty(); // told by the store
        } catch (IOException e) {
            events.fault(e);
            return Optional.empty();
        }
    }

    public int uploadsUnderWay() {
        return routes.uploadsUnderWay();
    }

    public FileStore.Usage usage() {
        return store.usage();
    }

    /// Uploads are refused and nobody new is accepted; what is under way goes on.
    public void drain() {
        routes.drain();
        listener.stopListening();
    }

    /// Requests that are being answered.
    public int underWay() {
        return listener.underWay();
    }

    /// Ends what is under way; uploads can be resumed after the next start.
    @Override
    public void close() throws IOException {
        listener.close();
        sweeper.shutdownNow();
        try {
            if (!sweeper.awaitTermination(SWEEP_SECONDS, TimeUnit.SECONDS)) {
                events.fault(new IllegalStateException("a sweep does not end"));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }
}
