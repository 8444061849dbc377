/// The demonstration: server, SMSC and three handsets, every step asserted at the far end.
@NullMarked
package org.fivegmc.loadtest.demo;

import org.jspecify.annotations.NullMarked;
