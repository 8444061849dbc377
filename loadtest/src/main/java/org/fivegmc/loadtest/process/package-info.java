/// Child processes: the server and the SMSC are started, watched and always ended.
@NullMarked
package org.fivegmc.loadtest.process;

import org.jspecify.annotations.NullMarked;
