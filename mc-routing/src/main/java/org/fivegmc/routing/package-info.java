/// Which channel reaches a recipient, and why.
@NullMarked
package org.fivegmc.routing;

import org.jspecify.annotations.NullMarked;
