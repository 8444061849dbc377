/// SIP stack and the SIP roles of the message center.
@NullMarked
package org.fivegmc.sip;

import org.jspecify.annotations.NullMarked;
