/// Load with kill -9 in the middle, and the ledger of what was accepted and what arrived.
@NullMarked
package org.fivegmc.loadtest.ledger;

import org.jspecify.annotations.NullMarked;
