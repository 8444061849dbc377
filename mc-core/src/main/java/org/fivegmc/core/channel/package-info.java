/// What the core asks of the edges that deliver outwards.
@NullMarked
package org.fivegmc.core.channel;

import org.jspecify.annotations.NullMarked;
