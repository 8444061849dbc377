/// SMPP 3.4 towards short message centers: links, window, rate, circuit breaker. Netty stays
/// inside.
@NullMarked
package org.fivegmc.fallback.smpp;

import org.jspecify.annotations.NullMarked;
