/// Shard writers: the only place where state changes.
@NullMarked
package org.fivegmc.core.center;

import org.jspecify.annotations.NullMarked;
