/// One center out of all modules: made with plain constructors, in order, in one place.
@NullMarked
package org.fivegmc.server.wiring;

import org.jspecify.annotations.NullMarked;
