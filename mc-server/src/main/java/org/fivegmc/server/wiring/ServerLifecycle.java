package org.fivegmc.server.wiring;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.fivegmc.server.config.HostPort;
import org.fivegmc.server.config.ServerConfig;

/// Builds and starts a message center; what `run` calls.
@FunctionalInterface
public interface ServerLifecycle {

    /// Returns once everything listens, or throws [StartException] with nothing left behind.
    Running start(ServerConfig config, String version);

    /// A started server.
    interface Running extends AutoCloseable {

        /// What it listens on for traffic, such as `udp:127.0.0.1:5060`.
        List<String> endpoints();

        /// Where files are uploaded, if a content server is configured.
        default Optional<URI> uploads() {
            return Optional.empty();
        }

        /// Where the admin interface really is.
        HostPort admin();

        /// Drains for at most `drain.timeout`, then ends; safe to call twice.
        @Override
        void close();
    }

    /// The server could not start for a reason the operator can mend.
    final class StartException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public StartException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
