package org.fivegmc.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.resolve.HopResolver;
import org.fivegmc.sip.resolve.Resolution;
import org.fivegmc.sip.transport.CloseReason;
import org.fivegmc.sip.transport.ListenerConfig;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.SipTransport;
import org.fivegmc.sip.transport.TlsConfig;
import org.fivegmc.sip.transport.TransportConfig;
import org.fivegmc.sip.transport.TransportLimits;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// SIP over TLS with a certificate made here (RFC 3261 section 26, RFC 5922).
@SuppressWarnings("AddressSelection") // numeric addresses
class TlsTest {
    private static final HopResolver NO_DNS =
            (_, done) -> done.accept(new Resolution.NotFound("no DNS here"));

    @TempDir private static Path dir = Path.of(".");

    private static SSLContext good;
    private static SSLContext misnamed;

    @BeforeAll
    static void makeKeys() throws Exception {
        good = context("good", "ip:127.0.0.1,ip:::1");
        misnamed = context("misnamed", "dns:other.example");
    }

    private static SSLContext context(String name, String san) throws Exception {
        Path file = dir.resolve(name + ".p12");
        int exit =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "sip",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=" + name,
                                "-ext",
                                "san=" + san,
                                "-validity",
                                "2",
                                "-keystore",
                                file.toString(),
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                "changeit")
                        .redirectErrorStream(true)
                        .redirectOutput(dir.resolve(name + ".log").toFile())
                        .start()
                        .waitFor();
        assertThat(exit).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "changeit".toCharArray());
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("self", store.getCertificate("sip"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();
    private final BlockingQueue<ClientOutcome> outcomes = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> authenticated = new LinkedBlockingQueue<>();

    private SipStack stack(TlsConfig tls, ListenerConfig... at) {
        return stack(tls, TransportLimits.DEFAULTS, at);
    }

    private SipStack stack(TlsConfig tls, TransportLimits limits, ListenerConfig... at) {
        return SipStack.start(
                SipStackConfig.of(
                        new TransportConfig(List.of(at), 1, Optional.of(tls), limits, true),
                        Set.of()),
                (tx, _) -> {
                    authenticated.add(tx.flow().tls().isPresent());
                    tx.respond(200);
                },
                new SipEvents() {
                    @Override
                    public void connectionClosed(SipTransport transport, CloseReason reason) {
                        closed.add(reason);
                    }
                },
                NO_DNS);
    }

    private ClientOutcome exchange(TlsConfig server, TlsConfig client, String host)
            throws InterruptedException {
        try (SipStack s = stack(server, ListenerConfig.of(SipTransport.TLS, host, 0));
                SipStack c = stack(client)) {
            c.send(
                    OutgoingRequest.builder(SipMethod.MESSAGE, "sips:b@example.com")
                            .from("<sips:a@example.com>", "f")
                            .to("<sips:b@example.com>")
                            .callId("c")
                            .cSeq(1)
                            .build(),
                    new Target.ToAddress(SipTransport.TLS, s.listeners().getFirst().bind()),
                    outcomes::add);
            return Objects.requireNonNull(outcomes.poll(10, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void messagesGoThere(String host) throws InterruptedException {
        assertThat(exchange(TlsConfig.of(good), TlsConfig.of(good), host))
                .isInstanceOf(ClientOutcome.Response.class);
        assertThat(authenticated.poll(1, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aCertificateOfAnotherNameIsRefusedUnlessAllowed() throws InterruptedException {
        assertThat(exchange(TlsConfig.of(misnamed), TlsConfig.of(misnamed), "127.0.0.1"))
                .isInstanceOf(ClientOutcome.TransportFailed.class);
        TlsConfig lenient =
                new TlsConfig(misnamed, TlsConfig.ClientAuth.NONE, false, List.of("TLSv1.3"));
        assertThat(exchange(lenient, lenient, "127.0.0.1"))
                .isInstanceOf(ClientOutcome.Response.class);
    }

    @Test
    void clientsMayHaveToShowACertificate() throws InterruptedException {
        TlsConfig strict =
                new TlsConfig(good, TlsConfig.ClientAuth.REQUIRED, true, List.of("TLSv1.2"));
        assertThat(exchange(strict, strict, "127.0.0.1"))
                .isInstanceOf(ClientOutcome.Response.class);
        TlsConfig stranger =
                new TlsConfig(misnamed, TlsConfig.ClientAuth.NONE, false, List.of("TLSv1.2"));
        assertThat(exchange(strict, stranger, "127.0.0.1"))
                .isInstanceOf(ClientOutcome.TransportFailed.class);
    }

    /// The answer is there although all was written before anything is read.
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void whoWritesTooMuchCanReadTheAnswer(String protocol) throws Exception {
        try (SipStack s =
                        stack(
                                TlsConfig.of(good),
                                ListenerConfig.of(SipTransport.TLS, "127.0.0.1", 0));
                var socket =
                        (SSLSocket)
                                good.getSocketFactory()
                                        .createSocket(
                                                "127.0.0.1",
                                                s.listeners().getFirst().bind().getPort())) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            String head =
                    NonInviteTest.message("z9hG4bKlarge", "large")
                            .replace("UDP", "TLS")
                            .replace("Content-Length: 0", "Content-Length: " + (1 << 20));
            out.write(head.getBytes(StandardCharsets.UTF_8));
            out.write(new byte[1 << 20]);
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(all).startsWith("SIP/2.0 413 ");
        }
        assertThat(closed.poll(30, TimeUnit.SECONDS)).isEqualTo(CloseReason.MALFORMED);
    }

    /// Whatever the library would wait by itself, which is 10 s.
    @Test
    void whoDoesNotShakeHandsIsClosed() throws Exception {
        try (SipStack s =
                        stack(
                                TlsConfig.of(good),
                                ConnectTimeTest.limits(),
                                ListenerConfig.of(SipTransport.TLS, "127.0.0.1", 0));
                Socket silent = new Socket()) {
            silent.connect(
                    new InetSocketAddress("127.0.0.1", s.listeners().getFirst().bind().getPort()));
            assertThat(closed.poll(8, TimeUnit.SECONDS)).isEqualTo(CloseReason.HANDSHAKE);
        }
    }

    @Test
    void whoSpeaksPlainIsClosed() throws Exception {
        try (SipStack s =
                        stack(
                                TlsConfig.of(good),
                                ListenerConfig.of(SipTransport.TLS, "127.0.0.1", 0));
                Socket plain = new Socket()) {
            plain.connect(
                    new InetSocketAddress("127.0.0.1", s.listeners().getFirst().bind().getPort()));
            plain.getOutputStream().write(new byte[] {'O', 'P', 'T', 'I', 'O', 'N', 'S'});
            assertThat(closed.poll(10, TimeUnit.SECONDS))
                    .isIn(CloseReason.HANDSHAKE, CloseReason.PEER);
        }
    }
}
