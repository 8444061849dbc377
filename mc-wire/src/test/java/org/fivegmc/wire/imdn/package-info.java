/// Tests of imdn.
@NullMarked
package org.fivegmc.wire.imdn;

import org.jspecify.annotations.NullMarked;
