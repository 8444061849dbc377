/// The SIPp scenarios, checked without SIPp.
@NullMarked
package org.fivegmc.loadtest.sipp;

import org.jspecify.annotations.NullMarked;
