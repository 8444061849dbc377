/// HTTP for large bodies: Netty frames, virtual threads read and write streams.
@NullMarked
package org.fivegmc.maap.http;

import org.jspecify.annotations.NullMarked;
