/// The rows of the bench: what is started, what is asked of it, and what it should reach.
@NullMarked
package org.fivegmc.loadtest.bench.row;

import org.jspecify.annotations.NullMarked;
