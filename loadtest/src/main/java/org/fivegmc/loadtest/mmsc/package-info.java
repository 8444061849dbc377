/// A center for multimedia messages that speaks MM7, to test against: written by 3GPP TS 23.140,
/// not by the server's own reading of it.
@NullMarked
package org.fivegmc.loadtest.mmsc;

import org.jspecify.annotations.NullMarked;
