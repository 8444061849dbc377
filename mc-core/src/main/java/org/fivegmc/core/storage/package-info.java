/// Storage as the core sees it: typed rows per shard on top of a commit log and a state store.
@NullMarked
package org.fivegmc.core.storage;

import org.jspecify.annotations.NullMarked;
