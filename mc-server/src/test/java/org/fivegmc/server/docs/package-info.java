/// Holds documents to the code.
@NullMarked
package org.fivegmc.server.docs;

import org.jspecify.annotations.NullMarked;
