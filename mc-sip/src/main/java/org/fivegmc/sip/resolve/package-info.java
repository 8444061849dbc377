/// Where a SIP URI leads: RFC 3263.
@NullMarked
package org.fivegmc.sip.resolve;

import org.jspecify.annotations.NullMarked;
