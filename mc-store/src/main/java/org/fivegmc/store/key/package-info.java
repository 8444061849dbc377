/// The layout of keys.
@NullMarked
package org.fivegmc.store.key;

import org.jspecify.annotations.NullMarked;
