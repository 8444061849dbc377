/// A fast SMSC that takes what is submitted and sends receipts for it, for load. The SMSC that
/// joins and checks messages is [org.fivegmc.loadtest.smsc].
@NullMarked
package org.fivegmc.loadtest.smppsink;

import org.jspecify.annotations.NullMarked;
