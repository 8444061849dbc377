/// Rows of subscribers kept in memory beside the engine that stores them.
@NullMarked
package org.fivegmc.store.resident;

import org.jspecify.annotations.NullMarked;
