/// What the machine says about itself and about processes: CPU time, memory, pauses, disk.
@NullMarked
package org.fivegmc.loadtest.bench.machine;

import org.jspecify.annotations.NullMarked;
