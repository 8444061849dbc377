/// Whole servers in this process, on free ports, with clients that are not the server's own code.
@NullMarked
package org.fivegmc.server.running;

import org.jspecify.annotations.NullMarked;
