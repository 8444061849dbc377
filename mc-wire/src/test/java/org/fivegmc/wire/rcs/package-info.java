/// Tests of rcs.
@NullMarked
package org.fivegmc.wire.rcs;

import org.jspecify.annotations.NullMarked;
