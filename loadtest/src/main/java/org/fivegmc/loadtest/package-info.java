/// Independent handsets, SMSC and load: drives the server as a process.
@NullMarked
package org.fivegmc.loadtest;

import org.jspecify.annotations.NullMarked;
