/// Transactions (RFC 3261 section 17, RFC 6026) and the stack the roles use.
@NullMarked
package org.fivegmc.sip.transaction;

import org.jspecify.annotations.NullMarked;
