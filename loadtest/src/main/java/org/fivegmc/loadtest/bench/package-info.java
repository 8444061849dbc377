/// The one command that measures the server beside its peers: `./5gmc bench`.
@NullMarked
package org.fivegmc.loadtest.bench;

import org.jspecify.annotations.NullMarked;
