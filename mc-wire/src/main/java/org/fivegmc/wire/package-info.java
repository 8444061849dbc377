/// CPIM, IMDN, multipart, SDP, URIs, RCS constants: bytes to records.
@NullMarked
package org.fivegmc.wire;

import org.jspecify.annotations.NullMarked;
