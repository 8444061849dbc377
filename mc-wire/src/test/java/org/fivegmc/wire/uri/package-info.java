/// Tests of uri.
@NullMarked
package org.fivegmc.wire.uri;

import org.jspecify.annotations.NullMarked;
