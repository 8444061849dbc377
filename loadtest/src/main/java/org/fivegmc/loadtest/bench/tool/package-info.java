/// The load tools, started as processes: their arguments and what they answer.
@NullMarked
package org.fivegmc.loadtest.bench.tool;

import org.jspecify.annotations.NullMarked;
