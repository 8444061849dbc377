/// Telephone numbers: what is a possible number, and which are forbidden.
@NullMarked
package org.fivegmc.routing.number;

import org.jspecify.annotations.NullMarked;
