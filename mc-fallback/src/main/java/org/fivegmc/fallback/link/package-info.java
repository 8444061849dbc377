/// What gateways have in common whatever their protocol: links and their supervision, window, rate,
/// circuit breaker, queues. Netty stays inside.
@NullMarked
package org.fivegmc.fallback.link;

import org.jspecify.annotations.NullMarked;
