/// Who watches: meters, log and trace, all fed by the same events.
@NullMarked
package org.fivegmc.server.observe;

import org.jspecify.annotations.NullMarked;
