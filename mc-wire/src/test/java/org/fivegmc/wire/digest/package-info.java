/// Tests of digest.
@NullMarked
package org.fivegmc.wire.digest;

import org.jspecify.annotations.NullMarked;
