/// Documents by which a sender takes a message back (RCC.07 section 3.2.3.8, RCC.11).
@NullMarked
package org.fivegmc.wire.revoke;

import org.jspecify.annotations.NullMarked;
