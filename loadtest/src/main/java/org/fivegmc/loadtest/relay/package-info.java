/// A relay of octets, to compare with: what passing on costs at least.
@NullMarked
package org.fivegmc.loadtest.relay;

import org.jspecify.annotations.NullMarked;
