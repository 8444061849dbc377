/// SMPP 3.4 protocol data units: bytes to records and back. Malformed input is a value here, never
/// an exception.
@NullMarked
package org.fivegmc.fallback.smpp.pdu;

import org.jspecify.annotations.NullMarked;
