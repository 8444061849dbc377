/// Many light handsets on few threads: they register, talk, report, go away and come back, and a
/// ledger is kept of what must arrive. SIP is written and read as bytes by code of its own.
@NullMarked
package org.fivegmc.loadtest.handsets;

import org.jspecify.annotations.NullMarked;
