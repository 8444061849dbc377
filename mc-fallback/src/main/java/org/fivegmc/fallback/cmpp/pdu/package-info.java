/// CMPP 2.0 and 3.0 protocol data units: bytes to records and back. Malformed input is a value
/// here, never an exception.
@NullMarked
package org.fivegmc.fallback.cmpp.pdu;

import org.jspecify.annotations.NullMarked;
