/// XML as every document of this server is read: by local names, without anything from outside of
/// it.
@NullMarked
package org.fivegmc.wire.xml;

import org.jspecify.annotations.NullMarked;
