/// SIP Digest and AKA authentication arithmetic (RFC 7616, RFC 8760, RFC 3310).
@NullMarked
package org.fivegmc.wire.digest;

import org.jspecify.annotations.NullMarked;
