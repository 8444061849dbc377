/// Tests of cpim.
@NullMarked
package org.fivegmc.wire.cpim;

import org.jspecify.annotations.NullMarked;
