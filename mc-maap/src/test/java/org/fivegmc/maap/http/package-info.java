/// Answers over real sockets.
@NullMarked
package org.fivegmc.maap.http;

import org.jspecify.annotations.NullMarked;
