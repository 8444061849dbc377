/// An engine that forgets everything with the process.
@NullMarked
package org.fivegmc.store.memory;

import org.jspecify.annotations.NullMarked;
