/// Everything that happens, as typed events with a trail.
@NullMarked
package org.fivegmc.core.event;

import org.jspecify.annotations.NullMarked;
