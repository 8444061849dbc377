/// UDP, TCP and TLS under SIP on Netty: listeners, flows, framing, limits. Knows messages, but no
/// transactions.
@NullMarked
package org.fivegmc.sip.transport;

import org.jspecify.annotations.NullMarked;
