/// MSRP on the wire (RFC 4975): octets to frames and back. No threads, no sockets; bodies pass
/// through as slices and are never collected.
@NullMarked
package org.fivegmc.msrp.codec;

import org.jspecify.annotations.NullMarked;
