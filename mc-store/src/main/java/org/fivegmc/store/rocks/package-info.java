/// RocksDB as engine. The only package that touches native handles.
@NullMarked
package org.fivegmc.store.rocks;

import org.jspecify.annotations.NullMarked;
