/// MM7 (3GPP TS 23.140 section 8.7): multimedia messages to an MMSC by SOAP 1.1 over HTTP, and its
/// reports on them.
@NullMarked
package org.fivegmc.fallback.mm7;

import org.jspecify.annotations.NullMarked;
