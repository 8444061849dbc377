package org.fivegmc.server.wiring;

import java.util.Optional;
import org.fivegmc.fallback.spi.FileLinks;
import org.fivegmc.maap.content.ContentServer;
import org.jspecify.annotations.Nullable;

/// The fallback exists before the content server, whose links it puts into SMS; they are connected
/// before the core begins to send any.
final class LateLinks implements FileLinks {

    private volatile @Nullable ContentServer content;

    void connect(ContentServer opened) {
        content = opened;
    }

    @Override
    public Optional<String> shortened(String url) {
        ContentServer server = content;
        return server == null ? Optional.empty() : server.link(url);
    }
}
