/// Many chat sessions from few threads: SIP over a few connections, MSRP over one connection per
/// leg, with a count of what must arrive. SIP and MSRP are written and read by code of its own.
@NullMarked
package org.fivegmc.loadtest.sessions;

import org.jspecify.annotations.NullMarked;
