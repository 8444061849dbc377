/// RocksDB under the core.
@NullMarked
package org.fivegmc.store;

import org.jspecify.annotations.NullMarked;
