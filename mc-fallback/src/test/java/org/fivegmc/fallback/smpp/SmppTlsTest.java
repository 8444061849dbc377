package org.fivegmc.fallback.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.ssl.SslContextBuilder;
import java.io.File;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.fivegmc.fallback.link.LinkSecurity;
import org.fivegmc.fallback.receipt.ReceiptDialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SmppTlsTest {
    private static final String STORE_PASSWORD = "changeit";

    @TempDir Path directory;

    private KeyStore keyStore(String subjectName, String file) throws Exception {
        File store = directory.resolve(file + ".p12").toFile();
        var command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "center",
                        "-dname",
                        "CN=center",
                        "-ext",
                        "san=" + subjectName,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        STORE_PASSWORD,
                        "-keystore",
                        store.getPath());
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        return KeyStore.getInstance(store, STORE_PASSWORD.toCharArray());
    }

    private static JsmppCenter center(KeyStore keys) throws Exception {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, STORE_PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new JsmppCenter(
                (_, _) -> "1",
                context.getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    private static GatewayRig rig(JsmppCenter center, KeyStore trusted) throws Exception {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var tls = new LinkSecurity.Tls(SslContextBuilder.forClient().trustManager(trust).build());
        return new GatewayRig(
                center.port(),
                GatewayRig.LIMITS,
                JsmppCenter.PASSWORD,
                GatewayRig.timers(),
                ReceiptDialect.asIs(),
                tls);
    }

    @Test
    void submitsOverTls() throws Exception {
        KeyStore keys = keyStore("ip:127.0.0.1", "center");
        try (var center = center(keys);
                var rig = rig(center, keys).up()) {
            rig.submit(3);
            await().until(() -> rig.accepted() == 3);
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        KeyStore keys = keyStore("dns:elsewhere.example", "other");
        try (var center = center(keys);
                var rig = rig(center, keys)) {
            await().during(Duration.ofMillis(500))
                    .until(() -> rig.gateway.health().boundLinks() == 0);
            assertThat(center.binds).hasValue(0);
        }
    }
}
