package org.fivegmc.server.http;

import java.time.Duration;

/// What the admin interface allows; every one of these is a place where it would otherwise grow
/// without end.
///
/// @param connections open connections; further ones are closed at once
/// @param requestLine bytes of the first line of a request, above it 414
/// @param headers bytes of all headers, above it 431
/// @param body bytes of a body, above it 413
/// @param concurrent requests being answered at the same time, above it 503
/// @param receive time from an open or idle connection to a complete request, after it the
///   connection is closed
/// @param handle time a handler may take, after it 504
public record HttpLimits(
        int connections,
        int requestLine,
        int headers,
        int body,
        int concurrent,
        Duration receive,
        Duration handle) {

    public static final HttpLimits DEFAULTS =
            new HttpLimits(
                    64,
                    4096,
                    16 * 1024,
                    64 * 1024,
                    32,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30));
}
