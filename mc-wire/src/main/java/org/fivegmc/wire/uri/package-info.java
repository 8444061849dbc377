/// SIP, tel and MSRP URIs, addresses with display names, and the numbers in them (RFC 3261, RFC
/// 3966, RFC 4975).
@NullMarked
package org.fivegmc.wire.uri;

import org.jspecify.annotations.NullMarked;
