/// Places that people send each other (RCC.07 section 3.2.6).
@NullMarked
package org.fivegmc.wire.geo;

import org.jspecify.annotations.NullMarked;
