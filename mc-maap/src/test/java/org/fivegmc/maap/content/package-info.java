/// Tests of the content server, over real sockets.
@NullMarked
package org.fivegmc.maap.content;

import org.jspecify.annotations.NullMarked;
