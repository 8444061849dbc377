package org.fivegmc.maap.content;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.maap.content.store.FileFacts;
import org.fivegmc.maap.content.store.FileStore;
import org.fivegmc.maap.content.store.FileWriter;
import org.fivegmc.maap.content.store.LocalShelf;
import org.fivegmc.maap.content.store.Shelf;
import org.fivegmc.maap.content.store.StagedFileStore;
import org.fivegmc.maap.content.store.StoreLimits;
import org.fivegmc.maap.http.HttpSettings;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.digest.DigestAlgorithm;
import org.fivegmc.wire.digest.DigestCredentials;
import org.fivegmc.wire.digest.DigestResponse;
import org.fivegmc.wire.file.FileInfo;
import org.fivegmc.wire.file.FileXmlCodec;
import org.fivegmc.wire.file.FileXmlForm;

/// A content server on a free port, a client that knows Alice's password, and what the server told
/// its meters.
final class RunningContent implements AutoCloseable {
    static final String ALICE = "+8613812340001";

    /// Known, but without a password.
    static final String CAROL = "+8613812340003";

    static final String PASSWORD = "secret";
    static final String REALM = "rcs.local";
    static final String BOUNDARY = "b0undary";
    static final Duration LONGEST_TOKEN = Duration.ofDays(1);

    final AtomicLong now = new AtomicLong(Instant.now().getEpochSecond());
    final Events events = new Events();
    final HttpClient client = HttpClient.newHttpClient();
    private final Path directory;
    private final Supplier<Shelf> shelf;
    private final ContentSettings settings;
    private final StoreLimits limits;
    private FileStore store;
    private ContentServer server;

    /// Counts what is told.
    static final class Events implements ContentEvents {
        final List<ContentRefusal> refusals = new ArrayList<>();
        final List<Throwable> faults = new ArrayList<>();
        final AtomicLong received = new AtomicLong();
        final AtomicLong sent = new AtomicLong();
        final AtomicInteger firstOpened = new AtomicInteger();
        final AtomicInteger sweeps = new AtomicInteger();
        final AtomicInteger expired = new AtomicInteger();
        final AtomicInteger abandoned = new AtomicInteger();
        final AtomicInteger connections = new AtomicInteger();
        final AtomicInteger connectionsRefused = new AtomicInteger();

        @Override
        public void answered(Operation operation, int status) {}

        @Override
        public synchronized void refused(ContentRefusal reason) {
            refusals.add(reason);
        }

        synchronized List<ContentRefusal> refusals() {
            return List.copyOf(refusals);
        }

        @Override
        public void received(long octets) {
            received.addAndGet(octets);
        }

        @Override
        public void sent(long octets) {
            sent.addAndGet(octets);
        }

        @Override
        public void firstOpened() {
            firstOpened.incrementAndGet();
        }

        @Override
        public void swept(FileStore.Swept swept) {
            sweeps.incrementAndGet();
            expired.addAndGet(swept.expired());
            abandoned.addAndGet(swept.abandoned());
        }

        @Override
        public void connections(int open) {
            connections.set(open);
        }

        @Override
        public void connectionRefused() {
            connectionsRefused.incrementAndGet();
        }

        @Override
        public synchronized void fault(Throwable cause) {
            faults.add(cause);
        }

        synchronized List<Throwable> faults() {
            return List.copyOf(faults);
        }
    }

    static ContentSettings defaults() {
        return new ContentSettings(
                new HttpSettings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Optional.empty(),
                        32,
                        16,
                        4096,
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1)),
                Optional.empty(),
                new ContentSettings.Digest(
                        REALM,
                        List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5),
                        Duration.ofMinutes(5)),
                Optional.of(LONGEST_TOKEN),
                _ -> false,
                32 << 20,
                64 << 10,
                4,
                Duration.ofDays(7),
                Duration.ofHours(6),
                Duration.ofHours(1),
                List.of("application/x-elf"),
                FileXmlForm.CURRENT,
                true);
    }

    static ContentSettings withHttp(UnaryOperator<HttpSettings> change) {
        ContentSettings d = defaults();
        return new ContentSettings(
                change.apply(d.http()),
                d.publicUrl(),
                d.digest(),
                d.tokenLife(),
                d.trusted(),
                d.maxFile(),
                d.maxThumbnail(),
                d.uploads(),
                d.lifetime(),
                d.draftLifetime(),
                d.sweepInterval(),
                d.refusedTypes(),
                d.form(),
                d.brandedUrl());
    }

    static ContentSettings withoutTokens() {
        ContentSettings d = defaults();
        return new ContentSettings(
                d.http(),
                d.publicUrl(),
                d.digest(),
                Optional.empty(),
                d.trusted(),
                d.maxFile(),
                d.maxThumbnail(),
                d.uploads(),
                d.lifetime(),
                d.draftLifetime(),
                d.sweepInterval(),
                d.refusedTypes(),
                d.form(),
                d.brandedUrl());
    }

    static ContentSettings sweptEvery(Duration interval) {
        ContentSettings d = defaults();
        return new ContentSettings(
                d.http(),
                d.publicUrl(),
                d.digest(),
                d.tokenLife(),
                d.trusted(),
                d.maxFile(),
                d.maxThumbnail(),
                d.uploads(),
                d.lifetime(),
                d.draftLifetime(),
                interval,
                d.refusedTypes(),
                d.form(),
                d.brandedUrl());
    }

    static ContentSettings idle(Duration idle) {
        return withHttp(h ->
                new HttpSettings(
                        h.address(),
                        h.tls(),
                        h.connections(),
                        h.connectionsPerAddress(),
                        h.headerBytes(),
                        idle,
                        h.transfer()));
    }

    static ContentSettings trusting() {
        ContentSettings d = defaults();
        return new ContentSettings(
                d.http(),
                d.publicUrl(),
                d.digest(),
                d.tokenLife(),
                InetAddress::isLoopbackAddress,
                100_000,
                1000,
                1,
                d.lifetime(),
                d.draftLifetime(),
                d.sweepInterval(),
                d.refusedTypes(),
                FileXmlForm.PLAIN,
                false);
    }

    RunningContent(Path directory) throws IOException {
        this(directory, defaults(), new StoreLimits(64 << 20, 128 << 20, 1));
    }

    RunningContent(Path directory, ContentSettings settings, StoreLimits limits)
            throws IOException {
        this(directory, () -> new LocalShelf(directory), settings, limits);
    }

    RunningContent(
            Path directory, Supplier<Shelf> shelf, ContentSettings settings, StoreLimits limits)
            throws IOException {
        this.directory = directory;
        this.shelf = shelf;
        this.settings = settings;
        this.limits = limits;
        store = open();
        server = start();
    }

    private FileStore open() throws IOException {
        return new StagedFileStore(directory, shelf.get(), limits, this::clock);
    }

    private ContentServer start() throws IOException {
        return new ContentServer(
                settings,
                store,
                SigningKey.load(directory.resolve("signing.key")),
                RunningContent::account,
                events,
                this::clock);
    }

    /// Stores a file without asking anybody.
    ///
    /// @return its address
    String stored(FileFacts facts, byte[] octets, SignedLinks links) throws IOException {
        Instant until = clock().plusSeconds(3600);
        try (FileWriter writer = UploadHandler.writer(store.begin(facts))) {
            writer.append(new ByteArrayInputStream(octets), octets.length);
            writer.publish(until);
        }
        return links.download(facts.id(), until);
    }

    private static UploadAccounts.Account account(String identity) {
        if (identity.contains(CAROL)) {
            return new UploadAccounts.WithoutPassword(CAROL);
        }
        return identity.contains(ALICE)
                ? new UploadAccounts.Known(ALICE, PASSWORD)
                : new UploadAccounts.Unknown();
    }

    private Instant clock() {
        return Instant.ofEpochSecond(now.get());
    }

    void restart() throws IOException {
        server.close();
        store = open();
        server = start();
    }

    ContentServer server() {
        return server;
    }

    URI ft() {
        return server.uploadUrl();
    }

    /// Whatever port the server has now.
    URI here(String url) {
        return URI.create(
                "http://127.0.0.1:" + server.address().getPort() + URI.create(url).getRawPath());
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(
                    request.timeout(Duration.ofSeconds(30)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<byte[]> get(String url, String... headers) throws IOException {
        var request = HttpRequest.newBuilder(here(url));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static FileInfo info(HttpResponse<byte[]> response) {
        return FileXmlCodec.read(ByteSlice.of(response.body()))
                .toOptional()
                .orElseThrow(() -> new AssertionError(response + " " + text(response)));
    }

    /// Asks for a challenge and answers it.
    String authorization(String method, String uri, String user, String password)
            throws IOException {
        HttpResponse<byte[]> response =
                send(HttpRequest.newBuilder(ft()).POST(HttpRequest.BodyPublishers.noBody()));
        String md5 =
                response.headers().allValues("www-authenticate").stream()
                        .filter(value -> value.contains("MD5"))
                        .findFirst()
                        .orElseThrow();
        String nonce = md5.replaceAll(".*nonce=\"([^\"]*)\".*", "$1");
        return answer(nonce, method, uri, user, password, "00000001");
    }

    static String answer(
            String nonce, String method, String uri, String user, String password, String count) {
        var without =
                new DigestCredentials(
                        user, REALM, nonce, uri, "", "MD5", "auth", count, "c0", "", "");
        String ha1 =
                DigestResponse.ha1(
                        DigestAlgorithm.MD5,
                        user,
                        REALM,
                        password.getBytes(StandardCharsets.UTF_8));
        String response = DigestResponse.compute(DigestAlgorithm.MD5, ha1, method, without);
        return new DigestCredentials(
                        user, REALM, nonce, uri, response, "MD5", "auth", count, "c0", "", "")
                .text();
    }

    static byte[] form(String tid, String type, byte[] file) {
        return form(tid, new byte[0], "car.jpg", type, file);
    }

    static byte[] form(String tid, byte[] thumbnail, String name, String type, byte[] file) {
        var out = new ByteArrayOutputStream();
        part(out, "name=\"tid\"", "text/plain", tid.getBytes(StandardCharsets.UTF_8));
        if (thumbnail.length > 0) {
            part(out, "name=\"Thumbnail\"; filename=\"t.png\"", "image/png", thumbnail);
        }
        part(out, "name=\"File\"; filename=\"" + name + "\"", type, file);
        out.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    static void part(ByteArrayOutputStream out, String disposition, String type, byte[] octets) {
        String head =
                "--%s\r\nContent-Disposition: form-data; %s\r\nContent-Type: %s\r\n\r\n"
                        .formatted(BOUNDARY, disposition, type);
        out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        out.writeBytes(octets);
        out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<byte[]> upload(byte[] form) throws IOException {
        return upload(authorization("POST", "/ft", ALICE, PASSWORD), form);
    }

    HttpResponse<byte[]> upload(String authorization, byte[] form) throws IOException {
        return send(
                HttpRequest.newBuilder(ft())
                        .header("Authorization", authorization)
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(form)));
    }

    HttpResponse<byte[]> ask(String query) throws IOException {
        return ask(authorization("GET", "/ft" + query, ALICE, PASSWORD), query);
    }

    HttpResponse<byte[]> ask(String authorization, String query) throws IOException {
        return send(
                HttpRequest.newBuilder(URI.create(ft() + query))
                        .header("Authorization", authorization));
    }

    /// May I? With these credentials, none for none.
    HttpResponse<byte[]> probe(String... authorizations) throws IOException {
        var request = HttpRequest.newBuilder(ft()).POST(HttpRequest.BodyPublishers.noBody());
        for (String authorization : authorizations) {
            request.header("Authorization", authorization);
        }
        return send(request);
    }

    /// A token of an hour, as credentials.
    String bearer(String user) {
        return "Bearer "
                + server.tokens().orElseThrow().issue(Msisdn.of(user), Duration.ofHours(1)).token();
    }

    Socket socket() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /// The head of an upload of this length, and as much of it as given.
    Socket begin(int length, byte[] first) throws IOException {
        return begin(authorization("POST", "/ft", ALICE, PASSWORD), length, first);
    }

    Socket begin(String authorization, int length, byte[] first) throws IOException {
        Socket socket = socket();
        String head =
                "POST /ft HTTP/1.1\r\nHost: c\r\nAuthorization: %s\r\nContent-Length: %d\r\nContent-Type: multipart/form-data; boundary=%s\r\n\r\n"
                        .formatted(authorization, length, BOUNDARY);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().write(first);
        socket.getOutputStream().flush();
        return socket;
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
