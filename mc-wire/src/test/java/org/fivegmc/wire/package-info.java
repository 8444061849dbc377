/// Tests of the wire formats.
@NullMarked
package org.fivegmc.wire;

import org.jspecify.annotations.NullMarked;
