/// SMS and MMS gateways.
@NullMarked
package org.fivegmc.fallback;

import org.jspecify.annotations.NullMarked;
