/// An RCS handset on JAIN-SIP; it shares no code with the server, so agreement between the two is
/// evidence.
@NullMarked
package org.fivegmc.loadtest.handset;

import org.jspecify.annotations.NullMarked;
