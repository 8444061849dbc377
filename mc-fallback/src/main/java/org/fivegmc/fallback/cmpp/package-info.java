/// CMPP 2.0 and 3.0 towards the gateways of China Mobile and others who took it over: what it adds
/// to the links of any gateway.
@NullMarked
package org.fivegmc.fallback.cmpp;

import org.jspecify.annotations.NullMarked;
