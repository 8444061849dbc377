/// Pairs of JAIN-SIP handsets that play everything a handset does, and the ledger of what they were
/// promised. Shares no code with the server.
@NullMarked
package org.fivegmc.loadtest.rich;

import org.jspecify.annotations.NullMarked;
