/// What was measured: figures of rounds, their medians and spread, marks, and the files they are
/// kept in.
@NullMarked
package org.fivegmc.loadtest.bench.result;

import org.jspecify.annotations.NullMarked;
