/// Tests of the XML of file transfer.
@NullMarked
package org.fivegmc.wire.file;

import org.jspecify.annotations.NullMarked;
