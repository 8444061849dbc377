package org.fivegmc.maap.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Where a listener listens and what it allows.
///
/// @param tls keys; without them it speaks plain HTTP
/// @param connections open connections; further ones are closed at once
/// @param connectionsPerAddress the same for one remote address
/// @param headerBytes bytes of all headers of a request, above it 431
/// @param idle longest wait for a request to be complete up to its body, for the next octets of a
///   body, and for the peer to take [HttpConnection#CHUNK] octets of an answer
/// @param transfer longest time one request with its answer takes
public record HttpSettings(
        InetSocketAddress address,
        Optional<SSLContext> tls,
        int connections,
        int connectionsPerAddress,
        int headerBytes,
        Duration idle,
        Duration transfer) {}
