/// The server as application server behind an S-CSCF that others have written.
@NullMarked
package org.fivegmc.server.ims;

import org.jspecify.annotations.NullMarked;
