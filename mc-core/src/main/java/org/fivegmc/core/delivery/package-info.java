/// The life of one recipient's copy as a pure state machine.
@NullMarked
package org.fivegmc.core.delivery;

import org.jspecify.annotations.NullMarked;
