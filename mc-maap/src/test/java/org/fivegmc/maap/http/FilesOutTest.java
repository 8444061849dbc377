package org.fivegmc.maap.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Answers that are a part of a file: what the kernel sends, and what goes through memory because
/// it is encrypted, are the same octets, and the file is closed whatever the peer does.
@Timeout(60)
class FilesOutTest {
    private static final int SIZE = 5_000_000;
    private static final String PASSWORD = "changeit";

    @TempDir private Path directory;
    private final List<FileChannel> opened = new ArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private final List<Throwable> faults = new ArrayList<>();
    private byte[] octets = new byte[0];
    private @Nullable HttpListener listener;

    @BeforeEach
    void file() throws IOException {
        octets = new byte[SIZE];
        new Random(1).nextBytes(octets);
        Files.write(directory.resolve("file"), octets);
    }

    @AfterEach
    void end() {
        if (listener != null) {
            listener.close();
        }
    }

    private HttpListener serving(Optional<SSLContext> tls, Duration idle, long offset, long length)
            throws IOException {
        var events =
                new HttpEvents() {
                    @Override
                    public void connections(int open) {}

                    @Override
                    public void connectionRefused() {}

                    @Override
                    public void fault(Throwable cause) {
                        synchronized (faults) {
                            faults.add(cause);
                        }
                    }
                };
        var settings =
                new HttpSettings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        tls,
                        10,
                        10,
                        4096,
                        idle,
                        Duration.ofMinutes(1));
        var serving = new HttpListener(settings, events);
        listener = serving;
        serving.serve(_ -> {
            FileChannel file = FileChannel.open(directory.resolve("file"), StandardOpenOption.READ);
            synchronized (opened) {
                opened.add(file);
            }
            return new HttpAnswer(
                    200, List.of(), new HttpAnswer.Region(file, offset, length, sent::addAndGet));
        });
        return serving;
    }

    private static void ask(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: c\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private static void skipHead(InputStream in) throws IOException {
        int state = 0;
        while (state < 4) {
            int octet = in.read();
            assertThat(octet).isNotNegative();
            state = octet == (state % 2 == 0 ? '\r' : '\n') ? state + 1 : 0;
        }
    }

    private byte[] fetch(Socket socket, int length) throws IOException {
        ask(socket);
        skipHead(socket.getInputStream());
        byte[] got = new byte[length];
        new DataInputStream(socket.getInputStream()).readFully(got);
        return got;
    }

    private void awaitAllClosed() {
        Awaitility.await()
                .untilAsserted(() -> {
                    synchronized (opened) {
                        assertThat(opened).isNotEmpty().noneMatch(FileChannel::isOpen);
                    }
                });
    }

    /// Below, at and above a chunk and a piece, one answer after the other on a connection.
    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "7, 65536",
        "7, 65537",
        "1, 1114112",
        "4096, 1114113",
        "0, 5000000",
        "4999999, 1"
    })
    void partsArriveAsTheyAre(int offset, int length) throws Exception {
        HttpListener serving = serving(Optional.empty(), Duration.ofSeconds(10), offset, length);
        byte[] expected = Arrays.copyOfRange(octets, offset, offset + length);
        try (Socket socket =
                new Socket(serving.address().getAddress(), serving.address().getPort())) {
            assertThat(fetch(socket, length)).isEqualTo(expected);
            assertThat(fetch(socket, length)).isEqualTo(expected);
        }
        awaitAllClosed();
        assertThat(sent).hasValue(2L * length);
        assertThat(faults).isEmpty();
    }

    @Test
    void encryptedPartsAreTheSame() throws Exception {
        SSLContext tls = tls();
        HttpListener serving = serving(Optional.of(tls), Duration.ofSeconds(10), 5, 3_000_000);
        byte[] expected = Arrays.copyOfRange(octets, 5, 3_000_005);
        try (Socket socket =
                tls.getSocketFactory()
                        .createSocket(
                                serving.address().getAddress(), serving.address().getPort())) {
            assertThat(fetch(socket, expected.length)).isEqualTo(expected);
            assertThat(fetch(socket, expected.length)).isEqualTo(expected);
        }
        awaitAllClosed();
        assertThat(sent).hasValue(2L * expected.length);
        assertThat(faults).isEmpty();
    }

    /// A piece takes longer than the idle time here, but not a chunk of it.
    @Test
    void whoIsSlowIsNotLetGo() throws Exception {
        HttpListener serving = serving(Optional.empty(), Duration.ofSeconds(3), 0, SIZE);
        byte[] got = new byte[SIZE];
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(64 * 1024);
            socket.connect(serving.address());
            ask(socket);
            InputStream in = socket.getInputStream();
            skipHead(in);
            int at = 0;
            while (at < SIZE) {
                // the first piece takes more than four seconds, a chunk a third of one
                int most = at < 1_500_000 ? 60_000 : SIZE;
                int n = in.readNBytes(got, at, Math.min(most, SIZE - at));
                assertThat(n).as("octets behind %d", at).isPositive();
                at += n;
                Thread.sleep(250);
            }
        }
        assertThat(got).isEqualTo(octets);
        awaitAllClosed();
    }

    @Test
    void whoGoesBeforeItsRequestHasEndedLeavesNothingOpen() throws Exception {
        HttpListener serving = serving(Optional.empty(), Duration.ofSeconds(10), 0, SIZE);
        try (Socket socket =
                new Socket(serving.address().getAddress(), serving.address().getPort())) {
            socket.getOutputStream()
                    .write(
                            "GET / HTTP/1.1\r\nHost: c\r\nContent-Length: 5\r\n\r\n"
                                    .getBytes(StandardCharsets.UTF_8));
            Awaitility.await()
                    .untilAsserted(() -> {
                        synchronized (opened) {
                            assertThat(opened).hasSize(1);
                        }
                    });
        }
        awaitAllClosed();
        assertThat(sent).hasValue(0);
    }

    @Test
    void whoAsksForTheHeadAloneLeavesNothingOpen() throws Exception {
        HttpListener serving = serving(Optional.empty(), Duration.ofSeconds(10), 0, SIZE);
        try (Socket socket =
                new Socket(serving.address().getAddress(), serving.address().getPort())) {
            socket.getOutputStream()
                    .write("HEAD / HTTP/1.1\r\nHost: c\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            skipHead(socket.getInputStream());
            awaitAllClosed();
        }
    }

    @Test
    void whoTakesNothingIsLetGo() throws Exception {
        HttpListener serving = serving(Optional.empty(), Duration.ofMillis(300), 0, SIZE);
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(64 * 1024);
            socket.connect(serving.address());
            ask(socket);
            awaitAllClosed();
        }
        assertThat(sent.get()).isLessThan(SIZE);
        assertThat(faults).isEmpty();
    }

    @Test
    void aFileThatIsTooShortIsAFault() throws Exception {
        HttpListener serving = serving(Optional.empty(), Duration.ofSeconds(5), 0, SIZE + 1L);
        try (Socket socket =
                new Socket(serving.address().getAddress(), serving.address().getPort())) {
            assertThatThrownBy(() -> fetch(socket, SIZE + 1)).isInstanceOf(IOException.class);
        }
        awaitAllClosed();
        Awaitility.await().untilAsserted(() -> assertThat(faults).hasSize(1));
    }

    private SSLContext tls() throws IOException, GeneralSecurityException, InterruptedException {
        Path file = directory.resolve("keys");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var command = new ArrayList<String>(List.of(keytool));
        command.addAll(
                List.of(
                        ("-genkeypair -alias c -keyalg EC -dname CN=c -validity 2 -storetype PKCS12"
                                        + " -storepass changeit -keystore "
                                        + file)
                                .split(" ", -1)));
        assertThat(
                        new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor())
                .isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        var ours = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        ours.init(keys, PASSWORD.toCharArray());
        var theirs = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        theirs.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(ours.getKeyManagers(), theirs.getTrustManagers(), null);
        return context;
    }
}
