/// What must not hurt a whole server: damaged, oversized and slow input over real sockets.
@NullMarked
package org.fivegmc.server.hostile;

import org.jspecify.annotations.NullMarked;
