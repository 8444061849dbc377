/// SIP messages as an index over bytes: parsing, typed views read on demand, checks and writing.
@NullMarked
package org.fivegmc.sip.codec;

import org.jspecify.annotations.NullMarked;
