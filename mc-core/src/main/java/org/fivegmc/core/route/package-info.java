/// The question which channel a message takes, and its answer.
@NullMarked
package org.fivegmc.core.route;

import org.jspecify.annotations.NullMarked;
