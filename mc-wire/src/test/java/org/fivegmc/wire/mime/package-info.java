/// Tests of mime.
@NullMarked
package org.fivegmc.wire.mime;

import org.jspecify.annotations.NullMarked;
