package org.fivegmc.maap.http;

import java.io.IOException;

/// Answers one request, on a virtual thread of its own: it may block.
@FunctionalInterface
public interface HttpHandler {
    /// A [PeerException] it lets through ends the connection; any other exception is a fault of
    /// ours and is answered with 500.
    HttpAnswer answer(HttpCall call) throws IOException;
}
