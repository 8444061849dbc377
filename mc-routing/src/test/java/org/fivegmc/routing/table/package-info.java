/// Tests of the fallback table.
@NullMarked
package org.fivegmc.routing.table;

import org.jspecify.annotations.NullMarked;
