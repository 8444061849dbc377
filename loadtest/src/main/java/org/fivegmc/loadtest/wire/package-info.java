/// SIP as octets, read where they lie: for the load tools that play many users.
@NullMarked
package org.fivegmc.loadtest.wire;

import org.jspecify.annotations.NullMarked;
