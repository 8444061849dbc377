/// An RCS handset on JAIN-SIP and on the MSRP peer of this module; it shares no code with the
/// server, so agreement between the two is evidence. [Handset] is the entrance.
@NullMarked
package org.fivegmc.loadtest.handset;

import org.jspecify.annotations.NullMarked;
