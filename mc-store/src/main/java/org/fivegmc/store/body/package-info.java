/// Bodies that are too large for a row, as files.
@NullMarked
package org.fivegmc.store.body;

import org.jspecify.annotations.NullMarked;
