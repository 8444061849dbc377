/// Tests of sdp.
@NullMarked
package org.fivegmc.wire.sdp;

import org.jspecify.annotations.NullMarked;
