/// One request and its answer, as the roles of the server see them.
@NullMarked
package org.fivegmc.sip.exchange;

import org.jspecify.annotations.NullMarked;
