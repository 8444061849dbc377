/// How the tools read their arguments.
@NullMarked
package org.fivegmc.loadtest.options;

import org.jspecify.annotations.NullMarked;
