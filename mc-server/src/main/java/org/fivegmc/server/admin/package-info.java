/// What operators ask and do, answered from the core.
@NullMarked
package org.fivegmc.server.admin;

import org.jspecify.annotations.NullMarked;
