/// The raw-rate generator: fixed requests patched in place, batched system calls, one thread.
@NullMarked
package org.fivegmc.loadtest.raw;

import org.jspecify.annotations.NullMarked;
