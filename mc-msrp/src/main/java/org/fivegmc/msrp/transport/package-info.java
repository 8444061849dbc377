/// TCP and TLS under MSRP on Netty: listeners, connections, which session a connection serves,
/// limits.
@NullMarked
package org.fivegmc.msrp.transport;

import org.jspecify.annotations.NullMarked;
