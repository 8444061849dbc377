/// Configuration, wiring, life cycle, admin, command line.
@NullMarked
package org.fivegmc.server;

import org.jspecify.annotations.NullMarked;
