/// What is known of handsets by their model: how they name themselves, and which of them use RCS.
@NullMarked
package org.fivegmc.sip.terminal;

import org.jspecify.annotations.NullMarked;
