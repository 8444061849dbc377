/// Storage engines for the core, and the bytes they keep: [org.fivegmc.store.RowShardStore] turns
/// values into rows of any engine.
@NullMarked
package org.fivegmc.store;

import org.jspecify.annotations.NullMarked;
