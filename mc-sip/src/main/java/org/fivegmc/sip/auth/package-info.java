/// Digest authentication of handsets that no trusted network vouches for.
@NullMarked
package org.fivegmc.sip.auth;

import org.jspecify.annotations.NullMarked;
