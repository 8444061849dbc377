package org.fivegmc.server.wiring;

import java.util.Optional;
import org.fivegmc.fallback.spi.FileContents;
import org.fivegmc.fallback.spi.FileLinks;
import org.fivegmc.fallback.text.Octets;
import org.fivegmc.maap.content.ContentServer;
import org.jspecify.annotations.Nullable;

/// The fallback exists before the content server, whose links it puts into SMS, and whose pictures
/// into MMS; they are connected before the core begins to send any.
final class LateLinks implements FileLinks, FileContents {

    private volatile @Nullable ContentServer content;

    void connect(ContentServer opened) {
        content = opened;
    }

    @Override
    public Optional<String> shortened(String url) {
        ContentServer server = content;
        return server == null ? Optional.empty() : server.link(url);
    }

    @Override
    public Optional<Octets> read(String url, int maxOctets) {
        ContentServer server = content;
        return server == null ? Optional.empty() : server.read(url, maxOctets).map(Octets::of);
    }
}
