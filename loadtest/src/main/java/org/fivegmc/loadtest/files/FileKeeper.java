package org.fivegmc.loadtest.files;

import java.io.IOException;
import org.fivegmc.loadtest.http.HttpLink;

/// How a server takes files. One for each connection; confined to its thread.
sealed interface FileKeeper permits ContentKeeper, PlainKeeper {
    /// Takes a file there.
    ///
    /// @return the path it can be fetched by
    String store(HttpLink link, long number) throws IOException, RefusedException;

    /// The connection is another one from now on.
    void reconnected();

    /// The server said no, or something that is not what was asked for.
    final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        RefusedException(String why) {
            super(why);
        }
    }
}
