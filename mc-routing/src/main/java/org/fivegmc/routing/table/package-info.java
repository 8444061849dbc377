/// The fallback table: what becomes of a message, by what is known of its recipient and by what its
/// sender allows.
@NullMarked
package org.fivegmc.routing.table;

import org.jspecify.annotations.NullMarked;
