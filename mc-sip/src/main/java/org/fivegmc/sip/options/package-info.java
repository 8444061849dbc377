/// Capability queries.
@NullMarked
package org.fivegmc.sip.options;

import org.jspecify.annotations.NullMarked;
