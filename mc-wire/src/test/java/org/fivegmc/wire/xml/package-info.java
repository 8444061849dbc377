/// Tests of how XML is read and written.
@NullMarked
package org.fivegmc.wire.xml;

import org.jspecify.annotations.NullMarked;
