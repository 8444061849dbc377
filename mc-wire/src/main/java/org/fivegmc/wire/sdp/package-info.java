/// SDP (RFC 8866) as far as MSRP needs it: a lenient reader, a writer, a typed view of an MSRP
/// media description, offer and answer.
@NullMarked
package org.fivegmc.wire.sdp;

import org.jspecify.annotations.NullMarked;
