package org.fivegmc.loadtest.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A place for a server under load: a directory for its data, free ports, and its configuration.
/// Mailboxes are deep enough for what a recipient misses in a run.
///
/// @param msrpPort 0 for a server without sessions
/// @param contentPort 0 for one without files
public record LoadSite(
        Path directory, int sipPort, int httpPort, int msrpPort, int contentPort, Trust trust)
        implements AutoCloseable {
    /// The home domain of every site.
    public static final String DOMAIN = "ims.example";

    /// Whom the server believes.
    public enum Trust {
        /// 127.0.0.1 is a trusted peer, and whoever it registers is a subscriber.
        LOOPBACK,
        /// Everybody is challenged, and subscribers are provisioned.
        NOBODY
    }

    /// A server of messages in pager mode.
    public static LoadSite create(Trust trust) {
        return create(0, 0, trust);
    }

    /// One with all that handsets use: sessions and files, too. Nobody is trusted.
    public static LoadSite rich() {
        return create(Ports.free(), Ports.free(), Trust.NOBODY);
    }

    private static LoadSite create(int msrpPort, int contentPort, Trust trust) {
        try {
            Path directory = Files.createTempDirectory("5gmc-load");
            LoadSite site =
                    new LoadSite(
                            directory, Ports.free(), Ports.free(), msrpPort, contentPort, trust);
            Files.writeString(site.config(), site.yaml());
            return site;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public Path config() {
        return directory.resolve("5gmc.yaml");
    }

    public InetSocketAddress sip() {
        return Ports.loopback(sipPort);
    }

    /// Where files are uploaded.
    public URI uploads() {
        return URI.create("http://127.0.0.1:" + contentPort + "/ft");
    }

    /// The command that runs this source tree's server here.
    public List<String> command() {
        return ServerCommand.of(Checkout.locate()).withConfig(config());
    }

    private String yaml() {
        return """
        home-domain: {domain}
        data-dir: {data}
        sip:
          listen:
            - udp:127.0.0.1:{sip}
            - tcp:127.0.0.1:{sip}
          trusted-peers: {trusted}
        http:
          listen: 127.0.0.1:{http}
        registrar:
          algorithms: [MD5, SHA-256] # SIPp answers the first challenge, and only MD5
        subscribers:
          unknown: {unknown}
        routing:
          fallback: never
        messages:
          max-queued-per-user: 100000
        """
                        .replace("{domain}", DOMAIN)
                        .replace("{data}", directory.resolve("data").toString())
                        .replace("{sip}", Integer.toString(sipPort))
                        .replace("{http}", Integer.toString(httpPort))
                        .replace("{trusted}", trust == Trust.LOOPBACK ? "[127.0.0.0/8]" : "[]")
                        .replace("{unknown}", trust == Trust.LOOPBACK ? "accept" : "reject")
                + (msrpPort == 0 ? "" : "msrp: {listen: [tcp:127.0.0.1:" + msrpPort + "]}\n")
                + (contentPort == 0 ? "" : contentYaml());
    }

    private String contentYaml() {
        return """
        content:
          listen: 127.0.0.1:{content}
          min-free-disk: 1MiB
        """
                .replace("{content}", Integer.toString(contentPort));
    }

    /// Deletes the data; what cannot be deleted is left for the system to clean.
    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException _) {
            // Left.
        }
    }
}
