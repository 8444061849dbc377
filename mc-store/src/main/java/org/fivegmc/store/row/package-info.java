/// The layout of values, one codec per row family.
@NullMarked
package org.fivegmc.store.row;

import org.jspecify.annotations.NullMarked;
