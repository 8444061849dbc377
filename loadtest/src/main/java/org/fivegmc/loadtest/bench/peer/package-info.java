/// What is measured, each as a process of its own: the server, and the peers beside it.
@NullMarked
package org.fivegmc.loadtest.bench.peer;

import org.jspecify.annotations.NullMarked;
