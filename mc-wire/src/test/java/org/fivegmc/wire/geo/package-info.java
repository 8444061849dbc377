/// Tests of places.
@NullMarked
package org.fivegmc.wire.geo;

import org.jspecify.annotations.NullMarked;
