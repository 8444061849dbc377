/// The scriptable SMSC process, seen from Java.
@NullMarked
package org.fivegmc.loadtest.smsc;

import org.jspecify.annotations.NullMarked;
