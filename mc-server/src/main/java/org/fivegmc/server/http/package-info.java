/// The admin interface: a small HTTP server, its routes, and the operations behind them.
@NullMarked
package org.fivegmc.server.http;

import org.jspecify.annotations.NullMarked;
