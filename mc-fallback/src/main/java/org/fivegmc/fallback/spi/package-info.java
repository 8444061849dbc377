/// What a gateway for short or multimedia messages is to the rest of the message center.
@NullMarked
package org.fivegmc.fallback.spi;

import org.jspecify.annotations.NullMarked;
