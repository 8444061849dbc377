/// What handsets write: whole messages made of their parts.
@NullMarked
package org.fivegmc.fallback.inbound;

import org.jspecify.annotations.NullMarked;
