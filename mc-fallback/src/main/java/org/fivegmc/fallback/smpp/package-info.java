/// SMPP 3.4 towards short message centers: what it adds to the links of any gateway.
@NullMarked
package org.fivegmc.fallback.smpp;

import org.jspecify.annotations.NullMarked;
